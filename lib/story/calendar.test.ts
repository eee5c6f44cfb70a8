import { describe, expect, it } from 'vitest'
import { calendarOf, wallDays } from '@/lib/story/calendar'

describe('the calendar of a story', () => {
  it('has 33 local days, an hour more in autumn and an hour less in spring', () => {
    expect(calendarOf('Europe/London', '2026-07-15').minutes).toBe(33 * 1440)
    expect(calendarOf('Europe/London', '2026-10-26').minutes).toBe(33 * 1440 + 60)
    expect(calendarOf('America/Chicago', '2026-03-30').minutes).toBe(33 * 1440 - 60)
  })
  it('finds the instant of a wall clock on both sides of a clock change', () => {
    const calendar = calendarOf('Europe/London', '2026-03-30')
    expect(new Date(calendar.at(-2, 360)).toISOString()).toBe('2026-03-28T06:00:00.000Z')
    expect(new Date(calendar.at(-1, 0)).toISOString()).toBe('2026-03-29T00:00:00.000Z')
    expect(new Date(calendar.at(-1, 360)).toISOString()).toBe('2026-03-29T05:00:00.000Z')
    expect(new Date(calendarOf('Europe/Berlin', '2026-10-26').at(-1, 1320)).toISOString()).toBe(
      '2026-10-25T21:00:00.000Z',
    )
  })
  it('counts wall days so that noon is one half, on a day with a clock change too', () => {
    for (const date of ['2026-07-15', '2026-10-26', '2026-03-30']) {
      const calendar = calendarOf('Europe/London', date)
      const days = wallDays(calendar)
      for (const day of [-30, -1, 0])
        expect(days[(calendar.at(day, 720) - calendar.startMs) / 60_000]).toBeCloseTo(day + 0.5, 9)
    }
  })
  it('refuses what is no date', () => {
    expect(() => calendarOf('Europe/London', '2026-02-30')).toThrow(RangeError)
    expect(() => calendarOf('Europe/London', 'today')).toThrow(RangeError)
  })
})
