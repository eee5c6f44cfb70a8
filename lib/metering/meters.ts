import type { UsageMeter } from '@/lib/generated/prisma/client'

/** How a day is made of its events: added up, or the greatest of them. */
type DayRule = 'sum' | 'greatest'

export interface MeterFacts {
  meter: UsageMeter
  /** As PostgreSQL, exports and the API spell it. */
  name: string
  label: string
  unit: string
  day: DayRule
  /** Every use is counted: a day without an event was a day without use. The others are looked at now and then. */
  isCounted: boolean
}

/** Every meter, in the order in which screens and exports show them. */
export const meters: MeterFacts[] = [
  { meter: 'user', name: 'user', label: 'Users active', unit: '', day: 'sum', isCounted: true },
  { meter: 'line', name: 'line', label: 'Production lines', unit: '', day: 'sum', isCounted: false },
  { meter: 'readings', name: 'readings', label: 'Readings', unit: '', day: 'sum', isCounted: true },
  { meter: 'stored_bytes', name: 'stored-bytes', label: 'Stored', unit: 'B', day: 'greatest', isCounted: false },
  { meter: 'queries', name: 'queries', label: 'Queries', unit: '', day: 'sum', isCounted: true },
  { meter: 'notebook_seconds', name: 'notebook-seconds', label: 'Notebooks', unit: 's', day: 'sum', isCounted: true },
]

export const meterFacts = (meter: UsageMeter): MeterFacts => meters.find((one) => one.meter === meter)!

const dayMs = 86_400_000

/** `2026-03-09`: days of metering are UTC days, the same for every tenant. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

export const dayAfter = (day: string, days = 1): string => dayOf(new Date(Date.parse(day) + days * dayMs))

/** First day of the month, and first of the next. */
export function monthOf(month: string): { from: string; to: string; days: number } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const [from, to] = [Date.UTC(year, number - 1, 1), Date.UTC(year, number, 1)]
  return { from: dayOf(new Date(from)), to: dayOf(new Date(to)), days: (to - from) / dayMs }
}
