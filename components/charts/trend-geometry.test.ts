import { describe, expect, it } from 'vitest'
import { trendRows, trendScale, type TrendView } from '@/components/charts/trend-geometry'

const point = (at: number, mean = 400) => ({ at, mean, min: mean - 40, max: mean + 40 })
const view: TrendView = { unit: 'kW', digits: 0, from: 0, to: 100, timeZone: 'UTC', fromZero: true, points: [10, 30, 50, 70, 90].map((at) => point(at)), gaps: [{ from: 40, to: 60, reason: 'meter offline' }] }

describe('a trend', () => {
  it('stands empty inside a gap, also where a stray value lies in it', () => {
    expect(trendRows(view).map(({ at, mean }) => [at, mean])).toEqual([[10, 400], [30, 400], [50, null], [70, 400], [90, 400]])
  })

  it('leaves out what lies beside its window', () => {
    expect(trendRows({ ...view, from: 25, gaps: [{ from: 0, to: 20, reason: 'late' }] })).toHaveLength(4)
  })

  it('covers the whole band, not the mean alone', () => {
    expect(trendScale({ ...view, points: [point(1, 790)] }).max).toBeGreaterThanOrEqual(830)
  })

  it('has a frame before there are values', () => {
    expect(trendScale({ ...view, points: [] }).ticks).toEqual([0, 1])
  })
})
