import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import { sampleDeviation } from '@/lib/spc/capability'
import { deviationConstants } from '@/lib/spc/constants'
import rings from '@/lib/spc/piston-rings.json'
import { meanOf } from '@/lib/spc/xbar-r'
import { type SubgroupRow, xbarSBaseline, xbarSPoints } from '@/lib/spc/xbar-s'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const rowsOf = (...subgroups: number[][]): SubgroupRow[] => subgroups.map((values, i) => ({ index: i + 1, values }))
const c4 = (size: number) => valueOf(deviationConstants(size)).c4

/** Montgomery, Introduction to Statistical Quality Control, 6.2 and 6.3: piston rings, R qcc `pistonrings`. */
const subgroups = rowsOf(...rings.subgroups)
const [first, last] = rings.phaseI as [number, number]
const baseline = valueOf(xbarSBaseline(subgroups, { first, last }))
const { phaseI } = rings.expected
/** Piston rings with some missing: subgroups of 3, 4 and 5. */
const uneven = subgroups.map((row) => ({ ...row, values: row.values.slice(0, 3 + (row.index % 3)) }))

describe('factors of s', () => {
  it.each([
    [2, 0.7979, 2.659, 0, 3.267],
    [6, 0.9515, 1.287, 0.03, 1.97],
    [25, 0.9896, 0.606, 0.565, 1.435],
  ])('are those of the published tables for subgroups of %i', (size, c, a3, b3, b4) => {
    const { c4: made, A3, B3, B4 } = valueOf(deviationConstants(size))
    for (const [is, should] of [[made, c], [A3, a3], [B3, b3], [B4, b4]] as const) expect(Math.abs(is - should)).toBeLessThan(6e-4)
  })

  it('come within 1/16n² of 4(n − 1)/(4n − 3) for large subgroups, without a largest size', () => {
    for (const size of [100, 1000, 100_000]) {
      expect(Math.abs(c4(size) - (4 * (size - 1)) / (4 * size - 3))).toBeLessThan(1 / (16 * size ** 2))
    }
    expect([1, 0, 2.5, NaN].map((size) => deviationConstants(size).ok)).toEqual([false, false, false, false])
  })
})

describe('x̄ and s charts', () => {
  it('have the limits published for the piston rings', () => {
    const [point] = valueOf(xbarSPoints(subgroups, baseline))
    expect(baseline).toMatchObject({ made: 25, size: 5 })
    expect(baseline.centre).toBeCloseTo(phaseI.grandMean, 6)
    expect(baseline.sigma).toBeCloseTo(phaseI.sigmaFromS, 9)
    expect(point!.deviation.centre).toBeCloseTo(phaseI.meanS, 9)
    expect(point!.location.lower).toBeCloseTo(phaseI.xbarLimitsFromS[0]!, 5)
    expect(point!.location.upper).toBeCloseTo(phaseI.xbarLimitsFromS[1]!, 5)
    expect(point!.deviation.lower).toBe(phaseI.sLimits[0])
    expect(point!.deviation.upper).toBeCloseTo(phaseI.sLimits[1]!, 8)
  })

  it('find the published means outside and no s of phase I', () => {
    const points = valueOf(xbarSPoints(subgroups, baseline))
    expect(points.filter((point) => point.meanIsOutside).map(({ index }) => index)).toEqual(rings.expected.all40AgainstPhaseI.nelson[1])
    expect(points.filter((point) => point.sIsOutside && point.index <= last)).toEqual([])
  })

  it('make sigma of s̄/c4 where all subgroups have one size', () => {
    expect(baseline.sigma).toBeCloseTo(meanOf(rings.subgroups.slice(0, last).map(sampleDeviation)) / c4(5), 14)
  })

  it('give every point the limits of its own size where sizes differ', () => {
    const made = valueOf(xbarSBaseline(uneven))
    expect(made.size).toBeNull()
    expect(made.centre).toBeCloseTo(meanOf(uneven.flatMap(({ values }) => values)), 12)
    for (const point of valueOf(xbarSPoints(uneven, made))) {
      const { A3, B3, B4 } = valueOf(deviationConstants(point.size))
      const s = c4(point.size) * made.sigma
      expect(point.location.upper).toBeCloseTo(made.centre + A3 * s, 12)
      expect([point.deviation.lower, point.deviation.upper]).toEqual([expect.closeTo(B3 * s, 12), expect.closeTo(B4 * s, 12)])
    }
  })

  it('weigh a subgroup by how well it knows sigma, c4²/(1 − c4²) (Burr 1969)', () => {
    const weight = (size: number) => c4(size) ** 2 / (1 - c4(size) ** 2)
    const [pair, four] = [[1, 3], [10, 12, 14, 16]]
    const expected = (weight(2) * sampleDeviation(pair)) / c4(2) + (weight(4) * sampleDeviation(four)) / c4(4)
    expect(valueOf(xbarSBaseline(rowsOf(pair, four))).sigma).toBeCloseTo(expected / (weight(2) + weight(4)), 12)
  })

  it('move with a shift of the values and grow with their scale', () => {
    const plain = valueOf(xbarSBaseline(uneven))
    const moved = valueOf(xbarSBaseline(uneven.map((row) => ({ ...row, values: row.values.map((value) => 900 - 20 * value) }))))
    expect(moved.sigma).toBeCloseTo(20 * plain.sigma, 9)
    expect(moved.centre).toBeCloseTo(900 - 20 * plain.centre, 8)
  })

  it('leave excluded subgroups out of the limits and never outside; they keep index and reason', () => {
    const wild = { index: 0, values: [0, 900, 0, 900, 0], excludedReason: 'gauge was reset' }
    expect(valueOf(xbarSBaseline([wild, ...subgroups], { first: 0, last }))).toEqual(baseline)
    const [point] = valueOf(xbarSPoints([wild], baseline))
    expect(point).toMatchObject({ index: 0, meanIsOutside: false, sIsOutside: false, excludedReason: 'gauge was reset' })
  })

  it('take more than 25 values in a subgroup', () => {
    const long = (offset: number) => Array.from({ length: 60 }, (_, i) => offset + (i % 7))
    expect(valueOf(xbarSBaseline(rowsOf(long(0), long(1))))).toMatchObject({ size: 60, made: 2 })
  })

  it('count a mean on its limit as inside', () => {
    const [on, beyond] = valueOf(xbarSPoints(rowsOf([2, 2, 4, 4], [2, 2, 4, 4.1]), { made: 2, size: 4, centre: 0, sigma: 2 }))
    expect([on!.mean, on!.location.upper, on!.meanIsOutside, beyond!.meanIsOutside]).toEqual([3, 3, false, true])
  })

  it('are refused with the row that does not fit', () => {
    expect(xbarSBaseline(rowsOf([1, 2], [3]))).toMatchObject({ refusal: { code: 'subgroup_size', row: 2 } })
    expect(xbarSBaseline(rowsOf([1, 2], []))).toMatchObject({ refusal: { code: 'subgroup_size', row: 2 } })
    expect(xbarSBaseline(rowsOf([1, 2], [3, NaN]))).toMatchObject({ refusal: { code: 'not_a_number', row: 2 } })
    expect(xbarSBaseline(rowsOf([1, 2]))).toMatchObject({ refusal: { code: 'too_few_points', row: 1 } })
    expect(xbarSBaseline(rowsOf([1, 1], [2, 2]))).toMatchObject({ refusal: { code: 'no_variation' } })
    expect(xbarSPoints(rowsOf([1, Infinity]), baseline)).toMatchObject({ refusal: { code: 'not_a_number', row: 1 } })
  })
})
