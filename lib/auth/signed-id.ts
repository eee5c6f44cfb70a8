import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link may do to what it names, without a sign-in. `watch` is in a cookie, `lake-tables` is what Trino shows for a plant, `bi-lake` what a BI tool does, the others stand in mails. */
export type SignedPurpose = 'watch' | 'lake-tables' | 'bi-lake' | 'keep' | 'unsubscribe' | 'follow' | 'report' | 'figure-alert'

const sign = (secret: string, purpose: SignedPurpose, id: string) => createHmac('sha256', secret).update(`${purpose} ${id}`).digest('base64url')

/** An id that says it was given out by us, for this purpose and no other. Works as long as the secret does. */
export const signId = (secret: string, purpose: SignedPurpose, id: string): string => `${id}.${sign(secret, purpose, id)}`

/** The id, or null. */
export function readSignedId(secret: string, purpose: SignedPurpose, token: string | undefined): string | null {
  const at = token?.lastIndexOf('.') ?? -1
  if (!token || at < 1) return null
  const id = token.slice(0, at)
  const [expected, actual] = [Buffer.from(sign(secret, purpose, id)), Buffer.from(token.slice(at + 1))]
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? id : null
}
