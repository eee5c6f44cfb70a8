import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export interface ShiftBreakPattern {
  name: string
  startLocal: string
  endLocal: string
}

export interface ShiftPattern {
  id: string
  name: string
  /** `HH:MM` on the site's clock; an end not after the start is on the next day. */
  startLocal: string
  endLocal: string
  /** ISO weekdays, 1 = Monday, on which the shift starts. */
  weekdays: number[]
  breaks: ShiftBreakPattern[]
}

/** A day that is not like its weekday. */
export interface ShiftException {
  id: string
  /** The site's date, `YYYY-MM-DD`, on which the shifts start that it is about. */
  date: string
  /** `closed`: no shift of a pattern starts. `extra`: one more does. */
  kind: 'closed' | 'extra'
  name: string
  /** Of an extra shift. */
  startLocal: string | null
  endLocal: string | null
}

export interface ShiftBreak {
  name: string
  startsAt: Date
  endsAt: Date
}

export interface ShiftInstance {
  patternId: string
  name: string
  startsAt: Date
  endsAt: Date
  /** The site's date on which it starts. */
  localDate: string
  breaks: ShiftBreak[]
}

const dayMs = 86_400_000
const partsOf = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds by which the zone's wall clock is ahead of UTC at `at`. */
function offsetMs(at: number, timeZone: string): number {
  const format =
    partsOf.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  partsOf.set(timeZone, format)
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
  return wall - Math.floor(at / 1000) * 1000
}

const steady = new Map<string, number | null>()

/** The offset that holds from the day before this date to the day after it, or null when the clocks change in between. */
function steadyOffset(date: string, timeZone: string): number | null {
  const key = `${timeZone} ${date}`
  const known = steady.get(key)
  if (known !== undefined) return known
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const offsets = [-dayMs, 0, dayMs, 2 * dayMs].map((away) => offsetMs(midnight + away, timeZone))
  const offset = offsets.every((one) => one === offsets[0]) ? offsets[0]! : null
  if (steady.size > 20_000) steady.clear()
  steady.set(key, offset)
  return offset
}

/**
 * The moment when the site's clock shows `date` `time`. Of a time that comes twice (clocks go back) the first; a time
 * that does not come (clocks go forward) is taken with the offset from before, as most controllers do.
 */
export function localMoment(date: string, time: string, timeZone: string): Date {
  const wall = Date.parse(`${date}T${time}:00Z`)
  const offset = steadyOffset(date, timeZone)
  if (offset !== null) return new Date(wall - offset)
  const before = wall - offsetMs(wall - dayMs, timeZone)
  const after = wall - offsetMs(wall + dayMs, timeZone)
  const fits = (at: number) => at + offsetMs(at, timeZone) === wall
  const candidates = [before, after].filter(fits)
  return new Date(candidates.length > 0 ? Math.min(...candidates) : before)
}

const nextDay = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)

/**
 * Every shift that overlaps [from, to), by start. A shift on a clock-change night has its real minutes. On a date that
 * is closed no shift of a pattern starts; the one that began the evening before goes on to its end.
 * Throws when two shifts of the place overlap: `checkShifts` says which.
 */
export function shiftsBetween(patterns: ShiftPattern[], timeZone: string, from: Date, to: Date, exceptions: ShiftException[] = []): ShiftInstance[] {
  const closed = new Set(exceptions.filter(({ kind }) => kind === 'closed').map(({ date }) => date))
  const shifts: ShiftInstance[] = []
  const last = new Date(to.getTime() + dayMs).toISOString().slice(0, 10)
  for (let date = new Date(from.getTime() - 2 * dayMs).toISOString().slice(0, 10); date <= last; date = nextDay(date)) {
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7
    for (const pattern of patterns) {
      if (pattern.weekdays.includes(weekday) && !closed.has(date)) shifts.push(instanceOf(pattern, date, timeZone))
    }
    for (const extra of exceptions.filter((one) => one.kind === 'extra' && one.date === date)) shifts.push(instanceOf(patternOf(extra), date, timeZone))
  }
  const inside = shifts.filter((shift) => shift.endsAt > from && shift.startsAt < to)
  const sorted = inside.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const checked = checkShifts(sorted)
  if (!checked.ok) throw new Error(checked.refusal.message)
  return sorted
}

/** Refuses shifts that overlap, naming both. */
export function checkShifts(shifts: ShiftInstance[]): Checked<ShiftInstance[]> {
  for (const [i, shift] of shifts.entries()) {
    const next = shifts[i + 1]
    if (next && next.startsAt < shift.endsAt) {
      const names = `${shift.name} of ${shift.localDate} and ${next.name} of ${next.localDate}`
      return refuse('shifts-overlap', `Two shifts overlap: ${names}. A minute belongs to one shift.`, next.patternId)
    }
  }
  return figure(shifts)
}

const patternOf = ({ id, name, startLocal, endLocal }: ShiftException): ShiftPattern => ({ id, name, startLocal: startLocal!, endLocal: endLocal!, weekdays: [], breaks: [] })

function instanceOf(pattern: ShiftPattern, date: string, timeZone: string): ShiftInstance {
  /** A time of this shift: before its start on the clock means after midnight. */
  const momentOf = (time: string, isEnd: boolean) => {
    const wraps = time < pattern.startLocal || (isEnd && time === pattern.startLocal)
    return localMoment(wraps ? nextDay(date) : date, time, timeZone)
  }
  return {
    patternId: pattern.id,
    name: pattern.name,
    startsAt: momentOf(pattern.startLocal, false),
    endsAt: momentOf(pattern.endLocal, true),
    localDate: date,
    breaks: pattern.breaks.map((pause) => ({
      name: pause.name,
      startsAt: momentOf(pause.startLocal, false),
      endsAt: momentOf(pause.endLocal, true),
    })),
  }
}
