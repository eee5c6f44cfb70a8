import type { ExportPeriod } from '@/lib/plant/export-rows'
import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { localDate, startOfLocalDay } from '@/lib/plant/local-date'

export interface ChosenDays {
  /** First and last day, `YYYY-MM-DD` at the site; both are in the period. */
  from: string
  to: string
}

const longestDays = 31
const dayMs = 86_400_000

/** Day as text moved by whole days of the calendar. */
const movedBy = (date: string, days: number) => new Date(Date.parse(`${date}T12:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

export const lastWeek = (now: Date, timeZone: string): ChosenDays => ({ from: movedBy(localDate(now, timeZone), -6), to: localDate(now, timeZone) })

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && movedBy(text, 0) === text

/** From the local midnight that begins the first day to the one that ends the last: 23 or 25 hours when the clocks change. */
export function exportPeriod({ from, to }: ChosenDays, timeZone: string): Checked<ExportPeriod> {
  for (const date of [from, to]) if (!isDate(date)) return refuse('not_a_date', `"${date}" is no date; write it as 2026-03-12.`)
  if (to < from) return refuse('reversed', `The last day ${to} is before the first day ${from}.`)
  if (to >= movedBy(from, longestDays)) return refuse('too_long', `Choose at most ${longestDays} days at once.`)
  return figure({ from: startOfLocalDay(from, timeZone), to: startOfLocalDay(movedBy(to, 1), timeZone) })
}
