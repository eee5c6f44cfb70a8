/**
 * The story's time: days are numbered from −30 to +2 in the site's time zone, day 0 is the story date. A "clock" is
 * minutes after local midnight on the wall, so a story told in clocks survives the change to and from summer time.
 */
export interface Calendar {
  timeZone: string
  storyDate: string
  /** Local midnight of day −30, in ms. */
  startMs: number
  /** Local midnight of day +3, in ms: the story's end, exclusive. */
  endMs: number
  minutes: number
  /** The instant of a wall clock on a story day. A clock that is skipped in spring is taken an hour later. */
  at(day: number, clockMinutes: number): number
  /** ISO weekday of a story day, 1 = Monday. */
  weekday(day: number): number
  /** `YYYY-MM-DD` of a story day. */
  date(day: number): string
}

export const firstDay = -30
export const lastDay = 2
export const minuteMs = 60_000
const dayMs = 86_400_000

/** Throws a RangeError when `storyDate` is no calendar date `YYYY-MM-DD`. */
export function calendarOf(timeZone: string, storyDate: string): Calendar {
  const base = Date.parse(`${storyDate}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(storyDate) || Number.isNaN(base) || dateOf(base) !== storyDate)
    throw new RangeError(`no such date: ${storyDate}`)
  const midnights = new Map<number, number>()
  const offsetAt = offsetReader(timeZone)
  const at = (day: number, clockMinutes: number) => {
    const key = day * 1440 + clockMinutes
    const known = midnights.get(key)
    if (known !== undefined) return known
    const instant = toInstant(base + day * dayMs + clockMinutes * minuteMs, offsetAt)
    midnights.set(key, instant)
    return instant
  }
  const [startMs, endMs] = [at(firstDay, 0), at(lastDay + 1, 0)]
  return {
    timeZone,
    storyDate,
    startMs,
    endMs,
    minutes: (endMs - startMs) / minuteMs,
    at,
    weekday: (day) => new Date(base + day * dayMs).getUTCDay() || 7,
    date: (day) => dateOf(base + day * dayMs),
  }
}

/** For every minute of the story its day and wall clock as one number: 0.5 is noon of day 0. Monotonic but for clock changes. */
export function wallDays(calendar: Calendar): Float64Array {
  const days = new Float64Array(calendar.minutes)
  const minuteOf = (day: number, clock: number) => (calendar.at(day, clock) - calendar.startMs) / minuteMs
  for (let day = firstDay; day <= lastDay; day++) {
    const [from, early, to] = [minuteOf(day, 0), minuteOf(day, 180), minuteOf(day + 1, 0)]
    // Clocks have changed by 03:00 in the stories' zones; from there the wall clock is counted anew.
    for (let i = from; i < to; i++) days[i] = day + (i < early ? Math.min(i - from, 179) : 180 + i - early) / 1440
  }
  return days
}

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** Minutes after midnight of `HH:MM`. */
export const clockOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

function toInstant(wallMs: number, offsetAt: (ms: number) => number): number {
  const before = offsetAt(wallMs - dayMs)
  const after = offsetAt(wallMs + dayMs)
  if (offsetAt(wallMs - before) === before) return wallMs - before
  if (offsetAt(wallMs - after) === after) return wallMs - after
  return wallMs - before
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetReader(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (ms) => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute)
    return wall - Math.floor(ms / minuteMs) * minuteMs
  }
}
