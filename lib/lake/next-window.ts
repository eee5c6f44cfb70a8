import type { LakeSettings } from '@/lib/lake/lake-settings'

const dayMs = 86_400_000

/** Readings need a moment from the sensor to the store; those that need longer become corrections. */
export const graceMs = 5000
/** Behind by hours, it is caught up in files of this much time. */
const longestMs = 15 * 60_000

export interface Window {
  /** Milliseconds since 1970, both in one UTC day; `to` is not in it. */
  from: number
  to: number
}

/** The stretch of time to seal next; null while none is over. */
export function nextWindow(sealedUntil: number, now: number, { sealSeconds }: Pick<LakeSettings, 'sealSeconds'>): Window | null {
  const midnight = (Math.floor(sealedUntil / dayMs) + 1) * dayMs
  const limit = Math.min(midnight, sealedUntil + Math.max(longestMs, sealSeconds * 1000))
  const to = Math.min(limit, now - graceMs)
  return to === limit || to - sealedUntil >= sealSeconds * 1000 ? { from: sealedUntil, to } : null
}
