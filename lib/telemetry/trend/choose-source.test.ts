import { describe, expect, it } from 'vitest'
import { levelFor, wantsReadings } from '@/lib/telemetry/trend/choose-source'

const dayMs = 86_400_000
const now = Date.parse('2026-03-09T12:00:00Z')
const retention = { readingsDays: 31, minutesDays: 120, quartersDays: 1100, hoursDays: 3700 }
/** A window of so many days that began so many days ago. */
const choice = (daysAgo: number, days: number, more: { hasStory?: boolean; width?: number } = {}) => ({
  window: { from: now - daysAgo * dayMs, to: now - (daysAgo - days) * dayMs }, now, width: 1000, hasStory: false, retention, ...more,
})

describe('the roll-up of a trend', () => {
  it.each<[string, ReturnType<typeof choice>, number]>([
    ['a day: a minute and a half for each pixel', choice(1, 1), 60],
    ['a month: 43 min', choice(30, 30), 900],
    ['a year: 8.8 h', choice(365, 365), 3600],
    ['a year on a phone: 29 h', choice(365, 365, { width: 300 }), 86_400],
    ['a day four months ago, whose minutes are just kept', choice(118, 1), 60],
    ['a day four months ago, whose minutes are half gone', choice(120, 1), 900],
    ['a day three years ago', choice(1100, 1), 3600],
    ['a day eleven years ago', choice(4000, 1), 86_400],
    ['a plant that plays a story has quarters of an hour', choice(1, 1, { hasStory: true }), 900],
  ])('of %s', (_, asked, level) => expect(levelFor(asked)).toBe(level))
})

describe('readings themselves', () => {
  it('are asked for while they are kept, and few or finer than a roll-up shows', () => {
    expect(wantsReadings(choice(1, 1), 20_000)).toBe(true)
    expect(wantsReadings(choice(1, 1), 86_400)).toBe(false)
    expect(wantsReadings(choice(1, 0.5), 43_200)).toBe(true)
    expect(wantsReadings(choice(30, 0.01), 100)).toBe(true)
    expect(wantsReadings(choice(31, 0.01), 100)).toBe(false)
  })
})
