import { expect, it } from 'vitest'
import { nextDue, timeWords } from '@/lib/reports/next-due'

it.each<[string, number | null, number, string, string, string]>([
  ['later today', null, 7, 'Europe/Vienna', '2026-03-09T05:00:00Z', '2026-03-09T06:00:00Z'],
  ['at that very moment: tomorrow', null, 7, 'Europe/Vienna', '2026-03-09T06:00:00Z', '2026-03-10T06:00:00Z'],
  ['a Monday, asked on a Monday evening', 1, 7, 'Europe/Vienna', '2026-03-09T18:00:00Z', '2026-03-16T06:00:00Z'],
  ['a Sunday', 7, 23, 'America/Chicago', '2026-03-09T12:00:00Z', '2026-03-16T04:00:00Z'],
  ['after the clocks went forward the same hour on the wall', null, 7, 'Europe/Vienna', '2026-03-28T06:00:00Z', '2026-03-29T05:00:00Z'],
  ['an hour that the clocks leave out', null, 2, 'Europe/Vienna', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
  ['an hour that comes twice: once, the first', null, 2, 'Europe/Vienna', '2026-10-24T12:00:00Z', '2026-10-25T00:00:00Z'],
  ['and then the next day', null, 2, 'Europe/Vienna', '2026-10-25T00:00:00Z', '2026-10-26T01:00:00Z'],
  ['east of the date line', null, 0, 'Pacific/Kiritimati', '2026-03-09T12:00:00Z', '2026-03-10T10:00:00Z'],
])('%s', (_, weekday, hour, timeZone, after, due) => {
  expect(nextDue({ every: weekday ? 'week' : 'day', weekday, hour, timeZone }, new Date(after)).toISOString()).toBe(new Date(due).toISOString())
})

it('is said in words', () => {
  expect(timeWords({ every: 'week', weekday: 1, hour: 7, timeZone: 'Europe/Vienna' })).toBe('every Monday at 07:00 (Europe/Vienna)')
  expect(timeWords({ every: 'day', weekday: null, hour: 18, timeZone: 'UTC' })).toBe('every day at 18:00 (UTC)')
})
