import { describe, expect, it } from 'vitest'
import { clockAt, timeTicks } from '@/components/charts/time-axis'

describe('the marks of a time axis', () => {
  it('stand on whole hours of the site, not of the server', () => {
    const ticks = timeTicks('2026-07-12T05:00:00Z', '2026-07-12T13:00:00Z', 'Europe/London')
    expect(ticks.map(({ label }) => label)).toEqual(['06:00', '07:00', '08:00', '09:00', '10:00', '11:00', '12:00', '13:00', '14:00'])
    expect(ticks[0]?.ratio).toBe(0)
    expect(ticks.at(-1)?.ratio).toBe(1)
  })

  it('keep whole hours in a zone with a half-hour offset', () => {
    expect(timeTicks('2026-03-12T00:00:00Z', '2026-03-12T08:00:00Z', 'Asia/Kolkata').every(({ label }) => label.endsWith(':00'))).toBe(true)
  })

  it('stay few: a day reads every four hours when six are wanted', () => {
    expect(timeTicks('2026-03-11T11:42:00Z', '2026-03-12T11:42:00Z', 'UTC', 6).map(({ label }) => label)).toEqual(['12:00', '16:00', '20:00', '00:00', '04:00', '08:00'])
  })

  it('name the days of a week', () => {
    expect(timeTicks('2026-03-05T12:00:00Z', '2026-03-12T12:00:00Z', 'UTC').map(({ label }) => label)).toEqual([
      'Fri 6', 'Sat 7', 'Sun 8', 'Mon 9', 'Tue 10', 'Wed 11', 'Thu 12',
    ])
  })

  it('are none on an empty axis', () => {
    expect(timeTicks(5, 5, 'UTC')).toEqual([])
  })

  it('read the clock of the zone', () => {
    expect(clockAt('2026-07-12T23:30:00Z', 'Europe/London')).toBe('00:30')
  })
})
