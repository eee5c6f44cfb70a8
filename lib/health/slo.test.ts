import { describe, expect, it } from 'vitest'
import { type MinuteSample, sloOf } from '@/lib/health/slo'

const now = new Date('2026-03-31T00:00:30Z')
const end = Math.floor(now.getTime() / 60_000)
const minutes = (count: number, good: (ago: number) => boolean = () => true): MinuteSample[] => Array.from({ length: count }, (_, i) => ({ minute: end - count + i, good: good(count - i) }))
const at = (minutesAgo: number) => new Date((end - minutesAgo) * 60_000)

describe('the availability', () => {
  it('of a whole month has a budget of 216 minutes', () => {
    const slo = sloOf(minutes(30 * 1440), [], now)
    expect(slo).toMatchObject({ availability: 1, good: 43_200, bad: 0 })
    expect(slo.budgetMinutes).toBeCloseTo(216, 9)
    expect(slo.days).toHaveLength(30)
  })
  it('counts bad minutes against it and says how fast it burns', () => {
    const slo = sloOf(minutes(30 * 1440, (ago) => ago > 30), [], now)
    expect(slo.bad).toBe(30)
    expect(slo.leftMinutes).toBeCloseTo(186, 9)
    // Half of the last hour: 0.5 ÷ 0.005.
    expect(slo.burn.map(({ hours, rate }) => [hours, Math.round(rate! * 100) / 100])).toEqual([[1, 100], [6, 16.67], [72, 1.39]])
  })
  it('does not count what was announced', () => {
    const slo = sloOf(minutes(1440, (ago) => ago > 120), [{ startsAt: at(120), endsAt: at(60) }], now)
    expect(slo).toMatchObject({ excluded: 60, bad: 60, good: 1320 })
  })
  it('counts the time in which nobody could ask as bad, and a skipped minute as nothing', () => {
    const gap = minutes(1000).filter(({ minute }) => minute < end - 500 || minute >= end - 400)
    expect(sloOf(gap, [], now)).toMatchObject({ bad: 100, good: 900 })
    expect(sloOf(minutes(100).filter((_, i) => i !== 50), [], now)).toMatchObject({ bad: 0, good: 100 })
    expect(sloOf(minutes(100).slice(0, 90), [], now)).toMatchObject({ bad: 10, good: 90 })
  })
  it('begins with the first sample, and is not defined before it', () => {
    expect(sloOf([], [], now)).toMatchObject({ availability: null, good: 0, bad: 0, days: [] })
    expect(sloOf(minutes(10), [], now)).toMatchObject({ availability: 1, good: 10 })
  })
  it('forgets what lies before thirty days', () => {
    expect(sloOf(minutes(31 * 1440, (ago) => ago <= 30 * 1440), [], now)).toMatchObject({ bad: 0, good: 43_200 })
  })
})
