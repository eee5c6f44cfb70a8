import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinMarks, lanesOf, laneScale, spreadLabels } from '@/components/charts/trend-lanes'
import { bandPath, linePath, rangeOf, readingAt, runsOf, type TrendSeriesView } from '@/components/charts/trend-runs'
import { lengthOf, panned, pinched, within, zoomed } from '@/components/charts/viewport'

const points: TrendSeriesView = { kind: 'points', at: [0, 10, 20, 60, 70], v: [1, 3, 2, 8, 9], gaps: [{ from: 20, to: 60 }] }
const means: TrendSeriesView = { kind: 'means', at: [0, 10, 40], mean: [1, 2, 5], min: [0, 1, 4], max: [2, 4, 6], stepMs: 10, gaps: [{ from: 18, to: 43 }] }
const same = (value: number) => value

describe('what of a signal is drawn', () => {
  it('breaks at a gap, between readings and between buckets that it cuts into', () => {
    expect(runsOf(points, 0, 100)).toEqual([[0, 3], [3, 5]])
    expect(runsOf(means, 0, 100)).toEqual([[0, 2], [2, 3]])
    expect(linePath(points, runsOf(points, 0, 100), same, same)).toBe('M0.0 1.0L10.0 3.0L20.0 2.0M60.0 8.0L70.0 9.0')
  })

  it('is what the window shows and one reading on either side', () => {
    expect(runsOf(points, 5, 15)).toEqual([[0, 3]])
    expect(rangeOf(points, 65, 66)).toEqual([8, 9])
    expect(rangeOf({ ...points, at: [], v: [] }, 0, 1)).toBeNull()
  })

  it('is for buckets the mean at their middle and a band, as wide as the bucket where it stands alone', () => {
    const runs = runsOf(means, 0, 100)
    expect(linePath(means, runs, same, same)).toBe('M5.0 1.0L15.0 2.0M45.0 5.0h.01')
    expect(bandPath(means, runs, same, same)).toBe('M5.0 2.0L15.0 4.0L15.0 1.0L5.0 0.0ZM40.0 6.0L50.0 6.0L50.0 4.0L40.0 4.0Z')
    expect(bandPath(points, runsOf(points, 0, 100), same, same)).toBe('')
  })

  it('says at a moment the nearest reading, or the bucket around it, and nothing in a gap', () => {
    expect(readingAt(points, 14)).toMatchObject({ at: 10, value: 3 })
    expect(readingAt(points, 16)).toMatchObject({ at: 20, value: 2 })
    expect(readingAt(points, 30)).toBeNull()
    expect(readingAt(means, 9)).toEqual({ at: 0, value: 1, min: 0, max: 2 })
    expect(readingAt(means, 49)).toMatchObject({ at: 40 })
  })
})

describe('lanes', () => {
  const signal = (id: string, unit: string) => ({ id, unit, lowLimit: null, highLimit: null })
  const signals = [signal('a', '°C'), signal('b', 'bar'), signal('c', '°C')]

  it('are shared by signals of one unit and by nothing else; five in one at most', () => {
    const lanes = (mode: 'unit' | 'signal', list = signals) => lanesOf(list, mode).map(({ signals: own }) => own.map(({ signal: { id }, colour }) => `${id}${colour}`).join(' '))
    expect(lanes('unit')).toEqual(['a1 c3', 'b2'])
    expect(lanes('signal')).toEqual(['a1', 'b2', 'c3'])
    expect(lanes('unit', 'abcdefg'.split('').map((id) => signal(id, 'kW')))).toEqual(['a1 b2 c3 d4 e5', 'f1 g2'])
  })

  it('show limits near the data and only name those that would flatten them', () => {
    const limit = (value: number) => ({ id: 'a', value, kind: 'high' as const })
    const { scale, near, far } = laneScale([points], [limit(12), limit(500)], 0, 100)
    expect([near.map(({ value }) => value), far.map(({ value }) => value)]).toEqual([[12], [500]])
    expect([scale.min <= 1, scale.max >= 12, scale.max < 100]).toEqual([true, true, true])
    expect(laneScale([], [], 0, 1).scale.ticks).toEqual([])
    expect(laneScale([{ ...points, v: [5, 5, 5, 5, 5] }], [], 0, 100).scale.max).toBeGreaterThan(5)
  })

  it('keep labels apart and inside, and marks that would cover each other as one', () => {
    expect(spreadLabels([10, 12, 11], 14, 0, 100)).toEqual([10, 38, 24])
    expect(spreadLabels([98, 99], 14, 0, 100)).toEqual([86, 100])
    expect(joinMarks([{ x: 0, priority: 3 }, { x: 5, priority: 1 }, { x: 40, priority: 2 }], 14)).toEqual([{ mark: { x: 5, priority: 1 }, count: 2 }, { mark: { x: 40, priority: 2 }, count: 1 }])
  })
})

describe('the viewport', () => {
  const limits = { now: 1_000_000, shortestMs: 1000, longestMs: 500_000 }
  const view = { from: 100_000, to: 200_000 }

  it('keeps the moment that is zoomed around, and goes back where it was', () => {
    const closer = zoomed(view, 0.5, 150_000, limits)
    expect(closer).toEqual({ from: 125_000, to: 175_000 })
    expect(zoomed(closer, 2, 150_000, limits)).toEqual(view)
    expect(zoomed(view, 0.5, 100_000, limits)).toEqual({ from: 100_000, to: 150_000 })
  })

  it('is never later than now, nor shorter or longer than it may be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000 }), fc.integer({ min: 1000, max: 500_000 }), fc.double({ min: 0.001, max: 1000, noNaN: true }), fc.double({ min: -20, max: 20, noNaN: true }), (from, length, factor, ratio) => {
        for (const one of [zoomed({ from, to: from + length }, factor, from + length / 3, limits), panned({ from, to: from + length }, ratio, limits)]) {
          expect(one.to).toBeLessThanOrEqual(limits.now)
          expect(lengthOf(one)).toBeGreaterThanOrEqual(limits.shortestMs)
          expect(lengthOf(one)).toBeLessThanOrEqual(limits.longestMs)
        }
      }),
    )
    expect(within({ from: 950_000, to: 1_050_000 }, limits)).toEqual({ from: 900_000, to: 1_000_000 })
  })

  it('keeps two moments under two fingers', () => {
    expect(pinched([120_000, 180_000], [0.2, 0.8], limits)).toEqual(view)
    expect(pinched([120_000, 180_000], [0.4, 0.6], limits)).toEqual({ from: 0, to: 300_000 })
  })
})
