import { failedCode } from '@/lib/funnel/steps'

/** Milliseconds × 32 + step: sorted by number, events stand in time and, at the same millisecond, in the funnel's order. */
export const packEvent = (atMs: number, code: number): number => atMs * 32 + code

export interface PassageQuestion {
  /** Codes of the chosen steps, ascending; the first one is the entry. */
  codes: number[]
  /** Counted from the entry, inclusive: what happens later does not count. */
  windowMs: number
  /** Entries in [fromMs, toMs). */
  fromMs: number
  toMs: number
  /** What happened after this moment is not known yet. */
  asOfMs: number
}

export interface Passage {
  /** When each step was reached, from the entry on; as long as the person came. */
  times: number[]
  /** Within the window something of their plant could not be built. */
  failed: boolean
}

/**
 * How far a person came. Their first entry opens the window; entries inside an open window are the same attempt, one after
 * it has closed begins another. A step counts at its first event not before the step before it, within the window of the
 * attempt. A person who entered several times in the period counts once, by the attempt that came furthest, the earliest of
 * equals; one who entered before the period and has an open window does not enter again in it.
 * `events` are packed and ascending; null when the person does not enter in the period.
 */
export function passageOf(events: ArrayLike<number>, { codes, windowMs, fromMs, toMs, asOfMs }: PassageQuestion): Passage | null {
  // Most journeys of a long history lie outside of the period altogether.
  if (events.length === 0 || events[events.length - 1]! < packEvent(fromMs, 0) || events[0]! >= packEvent(toMs, 0)) return null
  let best: Passage | null = null
  let attempt: Passage | null = null
  let closesAt = -1
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    const at = Math.floor(event / 32)
    const code = event - at * 32
    if (at > asOfMs) break
    if (code === codes[0] && at > closesAt) {
      closesAt = at + windowMs
      if (at >= toMs) break
      attempt = at >= fromMs ? { times: [at], failed: false } : null
      if (attempt && !best) best = attempt
    } else if (attempt && at <= closesAt) {
      if (code === codes[attempt.times.length]) {
        attempt.times.push(at)
        if (attempt.times.length > best!.times.length) best = attempt
      } else if (code === failedCode) attempt.failed = true
    }
  }
  return best
}
