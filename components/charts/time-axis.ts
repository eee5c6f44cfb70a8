/** Where a time axis has its marks. Pure. */

export type Instant = Date | string | number
export type TimeTickView = { at: number; /** 0..1 along the axis */ ratio: number; label: string }

const HALF_HOUR = 30 * 60_000
const HOUR = 2 * HALF_HOUR
const stepHours = [1, 2, 3, 4, 6, 12, 24, 48, 168]

export const toMs = (at: Instant): number => (at instanceof Date ? at.getTime() : new Date(at).getTime())

const formatters = new Map<string, Intl.DateTimeFormat>()

function localParts(at: number, timeZone: string): Record<string, string> {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short', weekday: 'short' })
  formatters.set(timeZone, formatter)
  return Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** `11:42` in the zone of the site. */
export const clockAt = (at: Instant, timeZone: string): string => {
  const { hour, minute } = localParts(toMs(at), timeZone)
  return `${hour}:${minute}`
}

/**
 * Marks on whole local hours, at most `most` of them; a day and longer apart they name the day.
 * Steps by half hours, so that zones with half-hour offsets and changes of the clock keep whole hours.
 */
export function timeTicks(from: Instant, to: Instant, timeZone: string, most = 9): TimeTickView[] {
  const start = toMs(from)
  const end = toMs(to)
  if (!(end > start)) return []
  const step = stepHours.find((hours) => (end - start) / (hours * HOUR) <= most) ?? 168
  // The next mark is no nearer, whatever the clock does between: a month is not asked for each half hour, which takes longer than drawing it.
  const leap = Math.max(HALF_HOUR, step * HOUR - 2 * HOUR)
  const ticks: TimeTickView[] = []
  for (let at = Math.ceil(start / HALF_HOUR) * HALF_HOUR; at <= end; ) {
    const { hour, minute, weekday, day } = localParts(at, timeZone)
    const isMark = Number(minute) === 0 && Number(hour) % Math.min(step, 24) === 0
    if (isMark) ticks.push({ at, ratio: (at - start) / (end - start), label: step >= 24 ? `${weekday} ${day}` : `${hour}:${minute}` })
    at += isMark ? leap : HALF_HOUR
  }
  return ticks
}
