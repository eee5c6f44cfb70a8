import type { ShiftInstance } from '@/lib/oee/shift-calendar'

export type RangeKey = 'shift' | '24h' | '7d' | '30d'

export interface Period {
  key: RangeKey
  from: Date
  to: Date
  /** "early shift so far", "last 24 hours". */
  words: string
}

const hourMs = 3_600_000

/** The shift that runs, or the last one that ran. */
export const currentShift = (shifts: ShiftInstance[], now: Date): ShiftInstance | undefined => shifts.findLast((shift) => shift.startsAt <= now)

/** The period that the URL names; anything else is the running shift. */
export function periodOf(range: string | undefined, shifts: ShiftInstance[], now: Date): Period {
  const back = (key: RangeKey, hours: number, words: string): Period => ({ key, from: new Date(now.getTime() - hours * hourMs), to: now, words })
  if (range === '24h') return back('24h', 24, 'last 24 hours')
  if (range === '7d') return back('7d', 7 * 24, 'last 7 days')
  if (range === '30d') return back('30d', 30 * 24, 'last 30 days')
  const shift = currentShift(shifts, now)
  if (!shift) return back('24h', 24, 'last 24 hours')
  const running = shift.endsAt > now
  return {
    key: 'shift',
    from: shift.startsAt,
    to: running ? now : shift.endsAt,
    words: `${shift.name.toLowerCase()} shift${running ? ' so far' : ', ended'}`,
  }
}
