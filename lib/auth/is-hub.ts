import { createHash, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/** Whether the notebook hub of this installation asks, by the token that portal and hub share. */
export function isHub(authorization: string | null): boolean {
  const expected = env().HUB_API_TOKEN
  if (!expected) return false
  // Digests have one length, so that the comparison takes the same time whatever was sent.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${expected}`))
}
