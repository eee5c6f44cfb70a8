import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'

/** What a browser holds instead of the tool's token: whose session may look at which dashboard. It opens nothing but the portal's own door. */
export interface Ticket {
  /** `Person.sessionHash`: in another session it is worth nothing. */
  session: string
  tenantId: string
  /** Of the dashboard, in the tool's words. */
  embeddedId: string
}

export const ticketSeconds = 300
const keyOf = (secret: string) => createHmac('sha256', secret).update('ticket of a framed dashboard').digest()
const audience = 'framed-dashboard'

/** A JWT, because the frame's script reads its end from it. */
export const signTicket = (secret: string, { session, tenantId, embeddedId }: Ticket, now: Date): Promise<string> =>
  new SignJWT({ ses: session, ten: tenantId, emb: embeddedId })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + ticketSeconds * 1000))
    .sign(keyOf(secret))

/** With the moment of its end in milliseconds; null for what is no ticket of ours, or an old one. */
export async function readTicket(secret: string, text: string, now: Date): Promise<{ ticket: Ticket; until: number } | null> {
  const read = await jwtVerify(text, keyOf(secret), { audience, algorithms: ['HS256'], currentDate: now, requiredClaims: ['exp'] }).catch(() => null)
  if (!read) return null
  const { ses, ten, emb, exp } = read.payload as Record<string, unknown>
  if (typeof ses !== 'string' || typeof ten !== 'string' || typeof emb !== 'string') return null
  return { ticket: { session: ses, tenantId: ten, embeddedId: emb }, until: Number(exp) * 1000 }
}
