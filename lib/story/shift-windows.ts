import { type Calendar, clockOf, firstDay, lastDay } from '@/lib/story/calendar'
import { joined, type Span, within, without } from '@/lib/story/intervals'
import type { PlantSpec } from '@/lib/story/plant-spec'

export interface ShiftWindows {
  /** Some shift is on. */
  manned: Span[]
  /** Manned, without breaks and handovers: when a line can produce. */
  operating: Span[]
}

/** When the shifts of the plant are on, in ms, within the story. */
export function shiftWindows(plant: PlantSpec, calendar: Calendar): ShiftWindows {
  const manned: Span[] = []
  const breaks: Span[] = []
  for (let day = firstDay - 1; day <= lastDay; day++) {
    for (const shift of plant.shifts.filter((one) => one.weekdays.includes(calendar.weekday(day)))) {
      manned.push(spanOf(calendar, day, shift.startLocal, shift.endLocal, shift.startLocal))
      for (const pause of shift.breaks)
        breaks.push(spanOf(calendar, day, pause.startLocal, pause.endLocal, shift.startLocal))
    }
  }
  const story = { start: calendar.startMs, end: calendar.endMs }
  const all = within(joined(manned), story)
  return { manned: all, operating: without(all, joined(breaks)) }
}

// A clock before the shift's start belongs to the next day: a night shift's break, a night shift's end.
function spanOf(calendar: Calendar, day: number, from: string, to: string, shiftStart: string): Span {
  const anchor = clockOf(shiftStart)
  const start = clockOf(from) + (clockOf(from) < anchor ? 1440 : 0)
  const end = clockOf(to) + (clockOf(to) <= anchor ? 1440 : 0)
  return { start: at(calendar, day, start), end: at(calendar, day, end) }
}

const at = (calendar: Calendar, day: number, clock: number) => calendar.at(day + Math.floor(clock / 1440), clock % 1440)
