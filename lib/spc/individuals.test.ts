import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import type { MeasuredRow } from '@/lib/spc/control-limits'
import { individualsLimits, individualsPoints } from '@/lib/spc/individuals'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const rowsOf = (...values: number[]): MeasuredRow[] => values.map((value, i) => ({ index: i + 1, value }))

/** NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches. */
const flowRates = rowsOf(49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)

describe('limits of individuals', () => {
  it('are those published for the flow rates of NIST 6.3.2.2', () => {
    const { location, range, made, rangesMade } = valueOf(individualsLimits(flowRates))
    expect([made, rangesMade]).toEqual([10, 9])
    expect(location.centre).toBeCloseTo(50.81, 10)
    expect(range.centre).toBeCloseTo(1.8778, 4)
    // Published with d2 rounded to 1.128; 2/√π is 1.12838.
    expect(Math.abs(location.upper - 55.8041)).toBeLessThan(2e-3)
    expect(Math.abs(location.lower - 45.8159)).toBeLessThan(2e-3)
    expect(50.81 + (3 * range.centre) / 1.128).toBeCloseTo(55.8041, 4)
  })

  it('have the moving ranges of NIST 6.3.2.2, and none of the points outside', () => {
    const points = valueOf(individualsPoints(flowRates, valueOf(individualsLimits(flowRates))))
    expect(points.map(({ movingRange }) => movingRange?.toFixed(1) ?? null)).toEqual(
      [null, '2.0', '2.3', '1.4', '3.5', '3.4', '1.4', '0.2', '1.2', '1.5'],
    )
    expect(points.some((point) => point.valueIsOutside || point.rangeIsOutside)).toBe(false)
  })

  it('move with a shift of the values and grow with their scale', () => {
    const plain = valueOf(individualsLimits(flowRates))
    const moved = valueOf(individualsLimits(flowRates.map((row) => ({ ...row, value: -3 * row.value + 700 }))))
    expect(moved.sigma).toBeCloseTo(3 * plain.sigma, 9)
    expect(moved.location.upper).toBeCloseTo(-3 * plain.location.lower + 700, 9)
    expect(moved.range.upper).toBeCloseTo(3 * plain.range.upper, 9)
  })

  it('stay frozen in phase I, whatever follows it', () => {
    const later = [...flowRates, { index: 11, value: 900 }]
    expect(individualsLimits(later, { first: 1, last: 10 })).toEqual(individualsLimits(flowRates))
    const limits = valueOf(individualsLimits(later, { first: 1, last: 10 }))
    expect(valueOf(individualsPoints(later, limits)).filter((point) => point.valueIsOutside).map(({ index }) => index)).toEqual([11])
  })

  it('take phase I row by row, and no range across a gap of it', () => {
    const limits = valueOf(individualsLimits(rowsOf(1, 2, 50, 4, 7), { indexes: [1, 2, 4, 5] }))
    expect(limits).toMatchObject({ made: 4, rangesMade: 2, centre: 3.5, range: { centre: 2 } })
  })

  it('leave an excluded row out, with the ranges on both its sides; it keeps index and reason', () => {
    const rows = rowsOf(1, 2, 50, 4, 7).map((row) => (row.index === 3 ? { ...row, excludedReason: 'gauge was reset' } : row))
    const limits = valueOf(individualsLimits(rows))
    expect(limits).toMatchObject({ made: 4, rangesMade: 2, centre: 3.5 })
    const points = valueOf(individualsPoints(rows, limits))
    expect(points[2]).toMatchObject({ index: 3, movingRange: null, valueIsOutside: false, excludedReason: 'gauge was reset' })
    expect(points[3]!.movingRange).toBeNull()
    expect(points[4]!.movingRange).toBe(3)
  })

  it('count a point on a limit as inside', () => {
    const limits = { made: 2, rangesMade: 1, location: { lower: 0, centre: 3, upper: 6 }, range: { lower: 0, centre: 1, upper: 6 }, centre: 3, sigma: 1 }
    const points = valueOf(individualsPoints(rowsOf(0, 6, 6.001), limits))
    expect(points.map((point) => [point.valueIsOutside, point.rangeIsOutside])).toEqual([[false, false], [false, false], [true, false]])
  })

  it('are refused with the row that does not fit', () => {
    expect(individualsLimits(rowsOf(1, 2, NaN))).toMatchObject({ refusal: { code: 'not_a_number', row: 3 } })
    expect(individualsLimits([{ index: 5, value: 1 }, { index: 5, value: 2 }])).toMatchObject({ refusal: { code: 'out_of_order', row: 5 } })
    expect(individualsLimits(rowsOf(1))).toMatchObject({ refusal: { code: 'too_few_points', row: 1 } })
    expect(individualsLimits(rowsOf(1, 2, 3), { indexes: [1, 3] })).toMatchObject({ refusal: { code: 'too_few_points', row: 1 } })
    expect(individualsLimits(rowsOf(1, 2), { indexes: [1, 9] })).toMatchObject({ refusal: { code: 'unknown_row', row: 9 } })
    expect(individualsLimits(rowsOf(4, 4, 4))).toMatchObject({ refusal: { code: 'no_variation' } })
  })
})
