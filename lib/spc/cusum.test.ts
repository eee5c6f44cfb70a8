import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import type { MeasuredRow } from '@/lib/spc/control-limits'
import { cusum } from '@/lib/spc/cusum'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const rowsOf = (...values: number[]): MeasuredRow[] => values.map((value, i) => ({ index: i + 1, value }))
const twoDigits = (values: number[]) => values.map((value) => Number(value.toFixed(2)))
const one = { centre: 0, sigma: 1, k: 0.5, h: 5 }

/** NIST/SEMATECH e-Handbook, 6.3.2.3: means of 20 samples; target 325, k = 0.3175 and h = 4.1959 in their unit. */
const samples = rowsOf(
  324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6,
  324.625, 325.15, 328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35,
)
const nist = { centre: 325, sigma: 0.635, k: 0.5, h: 4.1959 / 0.635 }

/** Montgomery, Introduction to Statistical Quality Control, table 9.1: target 10, sigma 1. */
const table = rowsOf(
  9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08,
  9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
)
const montgomery = { centre: 10, sigma: 1, k: 0.5, h: 5 }

describe('cumulative sums', () => {
  it('are those printed in NIST 6.3.2.3, and the upper one signals first at sample 14', () => {
    const { points, signals, reference, decision } = valueOf(cusum(samples, nist))
    expect([reference, decision]).toEqual([expect.closeTo(0.3175, 12), expect.closeTo(4.1959, 12)])
    // The handbook rounds what it prints to two digits; halves fall either way.
    const upper = [0, 0, 0, 0, 0.03, 0, 0, 0, 0, 0, 0, 0, 3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16, 19.04]
    const lower = [0, 0.01, 0, 0.33, 0, 0, 0.56, 0.72, 0.17, 0.25, 0.31, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    points.forEach((point, i) => {
      expect(Math.abs(point.above - upper[i]!), `above ${i + 1}`).toBeLessThan(0.0051)
      expect(Math.abs(point.below - lower[i]!), `below ${i + 1}`).toBeLessThan(0.0051)
    })
    expect(signals).toEqual([{ side: 'above', at: 14, from: 13, run: 2 }])
    expect(points.filter((point) => point.isAbove).map(({ index }) => index)).toEqual([14, 15, 16, 17, 18, 19, 20])
  })

  it("are those of Montgomery's table 9.2: C+ of 5.28 at period 29 with N+ = 7, so the shift came after period 22", () => {
    const { points, signals } = valueOf(cusum(table, montgomery))
    expect(twoDigits(points.map(({ above }) => above))).toEqual([
      0, 0, 0, 1.16, 2.82, 2.5, 0.04, 1, 0, 0, 0, 0.97, 0.98, 0, 0, 0, 0.12, 0, 0, 0.34, 0.74, 0, 1.79, 2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.3,
    ])
    expect(twoDigits(points.slice(0, 3).map(({ below }) => below))).toEqual([0.05, 1.56, 1.77])
    expect(signals).toEqual([{ side: 'above', at: 29, from: 23, run: 7 }])
    expect(points[28]).toMatchObject({ runAbove: 7, isAbove: true, isBelow: false })
  })

  it('start a run again after a 0', () => {
    const { points } = valueOf(cusum(rowsOf(1, 1, -3, 1), one))
    expect(points.map(({ above, runAbove }) => [above, runAbove])).toEqual([[0.5, 1], [1, 2], [0, 0], [0.5, 1]])
    expect(points.map(({ below, runBelow }) => [below, runBelow])).toEqual([[0, 0], [0, 0], [2.5, 1], [1, 2]])
  })

  it('mirror each other', () => {
    const up = valueOf(cusum(table, montgomery))
    const down = valueOf(cusum(table.map((row) => ({ ...row, value: 20 - row.value })), montgomery))
    expect(down.points.map(({ below }) => below)).toEqual(up.points.map(({ above }) => expect.closeTo(above, 9)))
    expect(down.signals).toEqual([{ side: 'below', at: 29, from: 23, run: 7 }])
  })

  it('move with nothing but the distance from the target, and grow with the scale', () => {
    const plain = valueOf(cusum(table, montgomery))
    const moved = valueOf(cusum(table.map((row) => ({ ...row, value: 4 * row.value + 1000 })), { ...montgomery, centre: 1040, sigma: 4 }))
    expect(moved.points.map(({ above }) => above / 4)).toEqual(plain.points.map(({ above }) => expect.closeTo(above, 9)))
    expect(moved.points.map(({ runAbove }) => runAbove)).toEqual(plain.points.map(({ runAbove }) => runAbove))
    expect(moved.signals).toEqual(plain.signals)
  })

  it('are inside on the decision interval, and signal beyond it', () => {
    expect(valueOf(cusum(rowsOf(5.5, 0.5, 0.6), one)).signals).toEqual([{ side: 'above', at: 3, from: 1, run: 3 }])
  })

  it('signal once for each time that they go beyond it', () => {
    const { points, signals } = valueOf(cusum(rowsOf(6, 1, -9, 6), one))
    expect(signals.filter(({ side }) => side === 'above').map(({ at }) => at)).toEqual([1, 4])
    expect(points.filter((point) => point.isAbove).map(({ index }) => index)).toEqual([1, 2, 4])
  })

  it('pass over an excluded value, which keeps its index and reason', () => {
    const rows = [{ index: 1, value: 3 }, { index: 2, value: 99, excludedReason: 'wrong part' }, { index: 3, value: 3 }]
    const { points, signals } = valueOf(cusum(rows, one))
    expect(points.map(({ above, runAbove }) => [above, runAbove])).toEqual([[2.5, 1], [2.5, 1], [5, 2]])
    expect(points[1]).toMatchObject({ index: 2, isAbove: false, excludedReason: 'wrong part' })
    expect(signals).toEqual([])
  })

  it('are refused without what they need, with the row', () => {
    expect(cusum(rowsOf(1, NaN), one)).toMatchObject({ refusal: { code: 'not_a_number', row: 2 } })
    expect(cusum([{ index: 2, value: 1 }, { index: 1, value: 1 }], one)).toMatchObject({ refusal: { code: 'out_of_order', row: 1 } })
    expect(cusum(rowsOf(1), one)).toMatchObject({ refusal: { code: 'too_few_points', row: 1 } })
    expect(cusum(rowsOf(1, 2), { ...one, sigma: 0 })).toMatchObject({ refusal: { code: 'no_variation' } })
    expect(cusum(rowsOf(1, 2), { ...one, centre: NaN })).toMatchObject({ refusal: { code: 'not_a_number' } })
    expect(cusum(rowsOf(1, 2), { ...one, k: -1 })).toMatchObject({ refusal: { code: 'reference' } })
    expect(cusum(rowsOf(1, 2), { ...one, h: 0 })).toMatchObject({ refusal: { code: 'decision' } })
  })
})
