import { describe, expect, it } from 'vitest'
import { joinFrom, mostRows, planCompaction } from '@/lib/lake/plan-compaction'

const day = new Date('2026-03-09T00:00:00Z')
const minuteMs = 60_000
const file = (i: number, more: Partial<Parameters<typeof planCompaction>[0][number]> = {}) => ({
  id: `f${i}`, kind: 'sealed' as const, level: 0, day, rows: 1000n,
  startsAt: new Date(day.getTime() + i * 3 * minuteMs), endsAt: new Date(day.getTime() + (i + 1) * 3 * minuteMs), madeAt: new Date(day.getTime() + (i + 1) * 3 * minuteMs), ...more,
})
const files = (count: number, more = {}) => Array.from({ length: count }, (_, i) => file(i, more))
const noon = day.getTime() + 12 * 60 * minuteMs
const nextDay = day.getTime() + 26 * 60 * minuteMs
const plan = (live: Parameters<typeof planCompaction>[0], now: number) => planCompaction(live, now).map(({ level, files: joined }) => [level, joined.map(({ id }) => id).join(' ')])

describe('a plan of joins', () => {
  it('lets few small files of a day that lasts be, and joins a dozen', () => {
    expect(plan(files(joinFrom - 1), noon)).toEqual([])
    expect(plan(files(joinFrom).reverse(), noon)).toEqual([[1, files(joinFrom).map(({ id }) => id).join(' ')]])
  })

  it('does not join again what is joined, until the day is over', () => {
    const joined = files(joinFrom, { level: 1 })
    expect(plan(joined, noon)).toEqual([])
    expect(plan(joined, nextDay)).toHaveLength(1)
    expect(plan([file(0, { level: 2 })], nextDay)).toEqual([])
  })

  it('keeps corrections corrections, and days days', () => {
    const other = new Date('2026-03-08T00:00:00Z')
    const mixed = [file(0), file(1), file(2, { kind: 'correction' }), file(3, { kind: 'correction' }), file(4, { day: other }), file(5, { day: other })]
    expect(plan(mixed, nextDay)).toEqual([[2, 'f0 f1'], [2, 'f2 f3'], [2, 'f4 f5']])
  })

  it('leaves a day alone to which corrections are still coming', () => {
    const late = [file(0, { kind: 'correction' }), file(1, { kind: 'correction', madeAt: new Date(nextDay - minuteMs) })]
    expect(plan(late, nextDay)).toEqual([])
    expect(plan(late, nextDay + 60 * minuteMs)).toHaveLength(1)
  })

  it('makes no file larger than can be sorted at once', () => {
    const large = files(4, { rows: BigInt(mostRows / 2) })
    expect(plan(large, nextDay)).toEqual([[2, 'f0 f1'], [2, 'f2 f3']])
    expect(plan(files(3, { rows: BigInt(mostRows) }), nextDay)).toEqual([])
  })
})
