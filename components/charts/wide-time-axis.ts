import { formatDate } from '@/components/ui/format-time'
import { fromLocal, toLocal } from '@/components/charts/zone'

/** Marks of a time axis from a second to years. Pure. */
export type TimeMarkView = { at: number; label: string; /** The date changes here. */ isDay: boolean }

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
const steps = [...[1, 2, 5, 10, 15, 30].map((n) => n * second), ...[1, 2, 5, 10, 15, 30].map((n) => n * minute), ...[1, 2, 3, 4, 6, 12].map((n) => n * hour), ...[1, 2, 7, 14].map((n) => n * day)]
const monthSteps = [1, 2, 3, 6, 12]
const monthMs = 30.5 * day
/** Monday 5 January 1970. */
const firstMonday = 4 * day

/** Marks on whole seconds, minutes, hours, days, Mondays or months of the wall clock, at most about `most` of them. */
export function timeMarks(from: number, to: number, timeZone: string, most = 9): TimeMarkView[] {
  if (!(to > from) || most < 1) return []
  const step = steps.find((length) => (to - from) / length <= most)
  const locals = step ? evenMarks(toLocal(from, timeZone), toLocal(to, timeZone), step) : monthMarks(toLocal(from, timeZone), toLocal(to, timeZone), most)
  return locals
    .map((local) => ({ local, at: fromLocal(local, timeZone) }))
    // An hour that the change of the clock leaves out has no mark.
    .filter(({ local, at }) => at >= from && at <= to && toLocal(at, timeZone) === local)
    .map(({ local, at }) => ({ at, label: labelOf(local, at, step, timeZone), isDay: local % day === 0 }))
}

function evenMarks(from: number, to: number, step: number): number[] {
  const origin = step >= 7 * day ? firstMonday : 0
  const first = Math.ceil((from - origin) / step) * step + origin
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step)
}

function monthMarks(from: number, to: number, most: number): number[] {
  const months = monthSteps.find((n) => (to - from) / (n * monthMs) <= most) ?? 12
  const start = new Date(from)
  const first = Math.floor(start.getUTCMonth() / months) * months
  const count = Math.ceil((to - from) / (months * monthMs)) + 2
  return Array.from({ length: count }, (_, i) => Date.UTC(start.getUTCFullYear(), first + i * months, 1))
}

function labelOf(local: number, at: number, step: number | undefined, timeZone: string): string {
  const clock = new Date(local).toISOString().slice(11, 19)
  const [weekday, number, month, year] = formatDate(at, timeZone).split(' ')
  if (step === undefined) return month === 'Jan' ? `${month} ${year}` : month!
  if (step >= 7 * day || (step < day && local % day === 0)) return `${number} ${month}`
  if (step >= day) return `${weekday} ${number}`
  return step < minute ? clock : clock.slice(0, 5)
}
