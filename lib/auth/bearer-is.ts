import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether the request shows this token; never when there is none to show. */
export function bearerIs(authorization: string | null, expected: string | undefined): boolean {
  if (!expected) return false
  // Digests have one length, so that the comparison takes the same time whatever was sent.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${expected}`))
}
