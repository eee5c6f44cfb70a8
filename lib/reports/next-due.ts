import { localMoment } from '@/lib/oee/shift-calendar'
import { localDate } from '@/lib/plant/local-date'

export interface ReportTime {
  every: 'day' | 'week'
  /** ISO 8601, 1 is Monday; null every day. */
  weekday: number | null
  hour: number
  timeZone: string
}

const dayMs = 86_400_000
const isoWeekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

/** The first moment after `after` at which the clock in the zone shows the hour on such a day. An hour that a clock change leaves out is taken as the clock before it would show it. */
export function nextDue({ weekday, hour, timeZone }: ReportTime, after: Date): Date {
  const today = Date.parse(`${localDate(after, timeZone)}T00:00:00Z`)
  for (let ahead = 0; ahead <= 8; ahead++) {
    const date = new Date(today + ahead * dayMs).toISOString().slice(0, 10)
    if (weekday !== null && isoWeekday(date) !== weekday) continue
    const at = localMoment(date, `${String(hour).padStart(2, '0')}:00`, timeZone)
    if (at > after) return at
  }
  throw new Error(`no ${weekday ?? 'day'} within a week in ${timeZone}`)
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const weekdayName = (weekday: number): string => weekdays[weekday - 1]!

/** `every day at 07:00 (Europe/Vienna)` */
export const timeWords = ({ weekday, hour, timeZone }: ReportTime): string => `every ${weekday === null ? 'day' : weekdayName(weekday)} at ${String(hour).padStart(2, '0')}:00 (${timeZone})`
