import { MINUS, NARROW_SPACE } from '@/components/ui/format'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Instant = Date | string | number

const toDate = (at: Instant): Date => (at instanceof Date ? at : new Date(at))
const part = (count: number, unit: string) => `${count}${NARROW_SPACE}${unit}`
const pair = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? part(large, largeUnit) : `${part(large, largeUnit)} ${part(small, smallUnit)}`

/** `52 s`, `11 min`, `2 h 35 min`, `1 d 2 h`. Rounded to the smaller unit shown, so 59.6 s is a minute. */
export function formatDuration(seconds: number): string {
  const length = Math.abs(seconds)
  const sign = seconds < 0 && Math.round(length) > 0 ? MINUS : ''
  const wholeSeconds = Math.round(length)
  if (wholeSeconds < MINUTE) return sign + part(wholeSeconds, 's')
  const minutes = Math.round(length / MINUTE)
  if (minutes < 60) return sign + part(minutes, 'min')
  if (minutes < 24 * 60) return sign + pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(length / HOUR)
  return sign + pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** A run measured to a tenth: `21.4 s`; from a minute on as a duration. */
export const formatRunTime = (seconds: number): string =>
  seconds < 59.95 ? `${seconds.toFixed(1)}${NARROW_SPACE}s` : formatDuration(seconds)

const formatters = new Map<string, Intl.DateTimeFormat>()

function parts(at: Instant, timeZone: string): Record<string, string> {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return Object.fromEntries(formatter.formatToParts(toDate(at)).map(({ type, value }) => [type, value]))
}

// Spelled here because ICU versions disagree ("Sep" and "Sept") and server and browser must not.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Thu 12 Mar 2026`, or without the year `Thu 12 Mar`, in the site's zone. */
export function formatDate(at: Instant, timeZone: string, { year = true }: { year?: boolean } = {}): string {
  const { weekday, day, month, year: yearText } = parts(at, timeZone)
  const date = `${weekday} ${Number(day)} ${months[Number(month) - 1]}`
  return year ? `${date} ${yearText}` : date
}

/** `11:42`, or `11:42:07`, 24 h, in the site's zone. */
export function formatClock(at: Instant, timeZone: string, { seconds = false }: { seconds?: boolean } = {}): string {
  const { hour, minute, second } = parts(at, timeZone)
  return seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

/** `Fri 13 Mar 08:56` in the site's zone. */
export const formatDateClock = (at: Instant, timeZone: string): string =>
  `${formatDate(at, timeZone, { year: false })} ${formatClock(at, timeZone)}`

/** `2 s ago`, `11 min ago`; after 24 h the date. Whole units that have passed; a clock that runs ahead reads `0 s ago`. */
export function formatAge(at: Instant, now: Instant, timeZone: string): string {
  const seconds = Math.max(0, Math.floor((toDate(now).getTime() - toDate(at).getTime()) / 1000))
  if (seconds >= DAY) return formatDate(at, timeZone)
  return `${formatDuration(seconds < MINUTE ? seconds : Math.floor(seconds / MINUTE) * MINUTE)} ago`
}

/** Past three expected intervals a reading is stale. */
export const isStale = (at: Instant, now: Instant, expectedIntervalSeconds: number): boolean =>
  toDate(now).getTime() - toDate(at).getTime() > 3 * expectedIntervalSeconds * 1000
