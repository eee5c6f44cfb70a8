import { describe, expect, it } from 'vitest'
import { exportPeriod, lastWeek } from '@/lib/plant/export-period'

const hours = (from: string, to = from, zone = 'Europe/London') => {
  const period = exportPeriod({ from, to }, zone)
  return period.ok ? (period.value.to.getTime() - period.value.from.getTime()) / 3_600_000 : period.refusal.code
}

describe('the period of an export', () => {
  it('is whole days of the site: 24 hours, 23 and 25 when the clocks change', () => {
    expect([hours('2026-03-12'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25])
    expect(exportPeriod({ from: '2026-07-01', to: '2026-07-01' }, 'Asia/Kolkata')).toMatchObject({ value: { from: new Date('2026-06-30T18:30:00Z') } })
  })

  it('has its last day in it', () => expect(hours('2026-03-01', '2026-03-07')).toBe(7 * 24))

  it.each([
    ['2026-02-30', '2026-03-01', 'not_a_date'],
    ['yesterday', '2026-03-01', 'not_a_date'],
    ['2026-03-02', '2026-03-01', 'reversed'],
    ['2026-03-01', '2026-04-01', 'too_long'],
    ['2026-03-01', '2026-03-31', 31 * 24 - 1],
  ])('%s to %s: %s', (from, to, expected) => expect(hours(from, to)).toBe(expected))

  it('is the last seven days unless somebody chooses', () => {
    expect(lastWeek(new Date('2026-03-12T23:30:00Z'), 'Asia/Tokyo')).toEqual({ from: '2026-03-07', to: '2026-03-13' })
  })
})
