import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import type { MeasuredRow } from '@/lib/spc/control-limits'
import { type EwmaSettings, ewmaPoints } from '@/lib/spc/ewma'
import { individualsLimits } from '@/lib/spc/individuals'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const rowsOf = (...values: number[]): MeasuredRow[] => values.map((value, i) => ({ index: i + 1, value }))
const outsideOf = (points: { index: number; isOutside: boolean }[]) => points.filter((point) => point.isOutside).map(({ index }) => index)

/** NIST/SEMATECH e-Handbook, 6.3.2.4: target 50, s = 2.0539, λ = 0.3, steady limits. */
const samples = rowsOf(52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
const nist: EwmaSettings = { centre: 50, sigma: 2.0539, lambda: 0.3, width: 3, limits: 'steady' }

/** Montgomery, Introduction to Statistical Quality Control, example 9.2 on table 9.1: λ = 0.1, L = 2.7, exact limits. */
const table = rowsOf(
  9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08,
  9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
)
const montgomery: EwmaSettings = { centre: 10, sigma: 1, lambda: 0.1, width: 2.7, limits: 'exact' }

describe('exponentially weighted moving averages', () => {
  it('are those printed in NIST 6.3.2.4, within its limits 47.4115 and 52.5884', () => {
    const points = valueOf(ewmaPoints(samples, nist))
    expect(points.map(({ average }) => Number(average.toFixed(2)))).toEqual([
      50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
    ])
    // The handbook multiplies with the root rounded to 0.4201.
    for (const { limits } of points) {
      expect(Math.abs(limits.upper - 52.5884)).toBeLessThan(2e-4)
      expect(Math.abs(limits.lower - 47.4115)).toBeLessThan(2e-4)
    }
    expect(outsideOf(points)).toEqual([])
  })

  it("are those of Montgomery's example 9.2, with limits that widen from 9.73 and 10.27 to 9.38 and 10.62", () => {
    const points = valueOf(ewmaPoints(table, montgomery))
    expect(points.slice(0, 3).map(({ average }) => average)).toEqual([9.945, 9.7495, 9.70355].map((z) => expect.closeTo(z, 9)))
    expect(points.slice(28).map(({ average }) => average)).toEqual([10.6468, 10.6341].map((z) => expect.closeTo(z, 4)))
    expect(points[0]!.limits).toEqual({ lower: expect.closeTo(9.73, 9), centre: 10, upper: expect.closeTo(10.27, 9) })
    const last = points.at(-1)!.limits
    expect([last.lower.toFixed(2), last.upper.toFixed(2)]).toEqual(['9.38', '10.62'])
    expect(outsideOf(points)).toEqual([29, 30])
  })

  it('have exact limits that start at λLσ, never narrow and end at the steady ones', () => {
    const long = rowsOf(...Array<number>(400).fill(10))
    const exact = valueOf(ewmaPoints(long, montgomery)).map(({ limits }) => limits.upper)
    const [steady] = valueOf(ewmaPoints(long, { ...montgomery, limits: 'steady' }))
    expect(exact[0]).toBeCloseTo(10 + 0.1 * 2.7, 12)
    expect(exact.every((upper, i) => i === 0 || upper >= exact[i - 1]!)).toBe(true)
    expect(exact.at(-1)).toBeCloseTo(steady!.limits.upper, 12)
  })

  it('are the values themselves, within Shewhart limits, for a lambda of 1', () => {
    const points = valueOf(ewmaPoints(table, { ...montgomery, lambda: 1, width: 3 }))
    expect(points.map(({ average }) => average)).toEqual(table.map(({ value }) => value))
    expect(points.every(({ limits }) => limits.lower === 7 && limits.upper === 13)).toBe(true)
  })

  it('move with a shift of target and values together, and grow with the scale', () => {
    const plain = valueOf(ewmaPoints(table, montgomery))
    const moved = valueOf(ewmaPoints(table.map((row) => ({ ...row, value: 4 * row.value - 70 })), { ...montgomery, centre: -30, sigma: 4 }))
    expect(moved.map(({ average }) => (average + 70) / 4)).toEqual(plain.map(({ average }) => expect.closeTo(average, 9)))
    expect(moved.map(({ limits }) => (limits.upper + 70) / 4)).toEqual(plain.map(({ limits }) => expect.closeTo(limits.upper, 9)))
    expect(outsideOf(moved)).toEqual(outsideOf(plain))
  })

  it('count an average on its limit as inside', () => {
    const [first, second] = valueOf(ewmaPoints(rowsOf(12.7, 12.8), montgomery))
    expect(first!.average).toBeCloseTo(first!.limits.upper, 12)
    expect([first!.isOutside, second!.isOutside]).toEqual([false, true])
  })

  it('pass over an excluded value, which keeps its index and reason', () => {
    const rows = table.map((row) => (row.index === 2 ? { ...row, value: 500, excludedReason: 'probe was dirty' } : row))
    const points = valueOf(ewmaPoints(rows, montgomery))
    expect(points[1]).toMatchObject({ index: 2, isOutside: false, excludedReason: 'probe was dirty' })
    expect(points[1]!.average).toBe(points[0]!.average)
    const rest = valueOf(ewmaPoints(rows.filter(({ index }) => index !== 2), montgomery))
    expect(points.filter(({ index }) => index !== 2)).toEqual(rest)
  })

  it('take target and sigma frozen from phase I', () => {
    const frozen = individualsLimits(table, { first: 1, last: 20 })
    const { centre, sigma } = valueOf(frozen)
    const settings: EwmaSettings = { centre, sigma, lambda: 0.2, width: 3, limits: 'exact' }
    const later = [...table, { index: 31, value: 40 }]
    expect(individualsLimits(later, { first: 1, last: 20 })).toEqual(frozen)
    expect(valueOf(ewmaPoints(later, settings)).slice(0, 30)).toEqual(valueOf(ewmaPoints(table, settings)))
    expect(outsideOf(valueOf(ewmaPoints(later, settings))).at(-1)).toBe(31)
  })

  it('are refused without what they need, with the row', () => {
    expect(ewmaPoints(rowsOf(1, NaN), nist)).toMatchObject({ refusal: { code: 'not_a_number', row: 2 } })
    expect(ewmaPoints(rowsOf(1), nist)).toMatchObject({ refusal: { code: 'too_few_points', row: 1 } })
    expect(ewmaPoints(rowsOf(1, 2), { ...nist, sigma: 0 })).toMatchObject({ refusal: { code: 'no_variation' } })
    expect(ewmaPoints(rowsOf(1, 2), { ...nist, width: 0 })).toMatchObject({ refusal: { code: 'width' } })
    for (const lambda of [0, -0.1, 1.01, NaN]) expect(ewmaPoints(rowsOf(1, 2), { ...nist, lambda })).toMatchObject({ refusal: { code: 'lambda' } })
  })
})
