import { describe, expect, it } from 'vitest'
import { alarmStatistics, type Occurrence } from '@/lib/alarm/alarm-statistics'

const from = Date.parse('2026-03-09T00:00:00Z')
const hour = 3_600_000
const raised = (second: number, more: Partial<Occurrence> = {}): Occurrence => {
  const raisedAt = from + second * 1000
  return { id: `${second}`, ruleId: 'r', name: 'R', priority: 2, raisedAt, returnedAt: raisedAt + 1000, ...more }
}
const every = (seconds: number, count: number, first = 0, more: Partial<Occurrence> = {}) => Array.from({ length: count }, (_, i) => raised(first + i * seconds, more))
const of = (all: Occurrence[], hours = 24) => alarmStatistics(all, from, from + hours * hour)

describe('alarms per hour', () => {
  it('are those raised in the period over its length; the end does not belong to it', () => {
    expect(of([...every(600, 144), raised(-1), raised(24 * 3600)])).toMatchObject({ count: 144, hours: 24, perHour: 6, mostInTenMinutes: 1, floodShare: 0 })
  })
  it('are not defined for less than an hour', () => {
    expect(of(every(60, 3), 0.5)).toMatchObject({ count: 3, perHour: null, floodShare: 0 })
    expect(of([], 0)).toMatchObject({ perHour: null, floodShare: null })
  })
})

describe('a flood', () => {
  it('is more than ten in ten minutes, not ten', () => {
    expect(of(every(10, 10)).floods).toEqual([])
    expect(of(every(10, 11)).floods).toEqual([{ from, to: from + 600_000, count: 11, peak: 11 }])
    expect(of(every(10, 11)).floodShare).toBeCloseTo(1 / 144, 12)
  })
  it('goes on until ten minutes have fewer than five', () => {
    const all = [...every(10, 12), ...every(10, 5, 600), ...every(10, 4, 1200), ...every(10, 5, 1800)]
    expect(of(all).floods).toEqual([{ from, to: from + 1_200_000, count: 17, peak: 12 }])
  })
  it('ends at ten quiet minutes', () => {
    expect(of([...every(10, 12), ...every(10, 12, 1200)]).floods).toHaveLength(2)
  })
})

describe('rules that are heard too often', () => {
  it('are ranked by how often, at most ten, with their share', () => {
    const all = Array.from({ length: 12 }, (_, i) => every(1000, i + 1, 0, { ruleId: `r${i}` })).flat()
    const { badActors } = of(all)
    expect(badActors.map(({ ruleId, count }) => [ruleId, count])).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((i) => [`r${i}`, i + 1]))
    expect(badActors[0]!.share).toBeCloseTo(12 / 78, 12)
  })
  it.each([
    [[0, 30, 59], 3, true],
    [[0, 30, 60], 2, false],
    [[50, 70, 100], 3, true],
    [[0, 10], 2, false],
  ])('raised at %j s: %i in a minute, chattering %s', (seconds, most, chatters) => {
    const { badActors, chattering } = of(seconds.map((second) => raised(second)))
    expect(badActors[0]!.mostInMinute).toBe(most)
    expect(chattering.length > 0).toBe(chatters)
  })
  it('do not chatter together when they are two rules', () => {
    expect(of([raised(0), raised(1), raised(2, { ruleId: 'other' })]).chattering).toEqual([])
  })
})

describe('a stale alarm', () => {
  it('stood for more than a day, also when it was raised before the period', () => {
    const day = 24 * hour
    const all = [
      raised(0, { id: 'a day', returnedAt: from + day }),
      raised(0, { id: 'longer', returnedAt: from + day + 1 }),
      raised(-3600, { id: 'stands', returnedAt: null }),
      raised(3600, { id: 'not yet', returnedAt: null }),
    ]
    expect(of(all).stale.map(({ id }) => id)).toEqual(['stands', 'longer'])
    expect(of(all).count).toBe(3)
  })
})
