import { createHmac, timingSafeEqual } from 'node:crypto'

const sign = (secret: string, leaseId: string) => createHmac('sha256', secret).update(`watch ${leaseId}`).digest('base64url')

export const watchCookie = 'millrace-watch'

/** What lets the browser that confirmed the address watch its plant being built and walk in. */
export const watchToken = (secret: string, leaseId: string): string => `${leaseId}.${sign(secret, leaseId)}`

/** The lease that the token is for, or null. */
export function readWatchToken(secret: string, token: string | undefined): string | null {
  const [leaseId, signature] = token?.split('.') ?? []
  if (!leaseId || !signature) return null
  const expected = Buffer.from(sign(secret, leaseId))
  const actual = Buffer.from(signature)
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? leaseId : null
}
