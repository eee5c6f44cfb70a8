import { localMoment } from '@/lib/oee/shift-calendar'
import { localDate } from '@/lib/plant/local-date'

export const funnelRanges = { '7d': 7, '31d': 31, quarter: 91 } as const
export type FunnelRange = keyof typeof funnelRanges

export interface FunnelPeriod {
  from: Date
  to: Date
  /** Begin of each ISO week (Monday, local midnight) that overlaps it. */
  weeks: Date[]
  /** As long, directly before, and known as it was that long ago: both have had the same time to come on. */
  previous: { from: Date; to: Date }
}

const dayMs = 86_400_000
const plusDays = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
const midnight = (date: string, timeZone: string) => localMoment(date, '00:00', timeZone)

/** The last days up to now, today being one of them; days begin at midnight of the viewer's zone, whatever the clocks did. */
export function funnelPeriod(range: FunnelRange, now: Date, timeZone: string): FunnelPeriod {
  const days = funnelRanges[range]
  const first = plusDays(localDate(now, timeZone), 1 - days)
  const from = midnight(first, timeZone)
  const before = midnight(plusDays(first, -days), timeZone)
  // The same clock on the wall that many days ago; never later than the period's own begin.
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now)
  const until = localMoment(plusDays(localDate(now, timeZone), -days), clock, timeZone)
  return { from, to: now, weeks: weeksOf(first, now, timeZone), previous: { from: before, to: until < from ? until : from } }
}

function weeksOf(first: string, until: Date, timeZone: string): Date[] {
  const weekday = new Date(`${first}T12:00:00Z`).getUTCDay() || 7
  const weeks: Date[] = []
  for (let date = plusDays(first, 1 - weekday); midnight(date, timeZone) < until; date = plusDays(date, 7)) weeks.push(midnight(date, timeZone))
  return weeks
}
