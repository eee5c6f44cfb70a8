import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import { capability, sampleDeviation } from '@/lib/spc/capability'
import { chartConstants } from '@/lib/spc/constants'
import { type NelsonRule, nelsonSignals } from '@/lib/spc/nelson'
import rings from '@/lib/spc/piston-rings.json'
import { checkPoints, meanOf, phaseOneLimits, rangeOf } from '@/lib/spc/xbar-r'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const codeOf = (checked: Checked<unknown>) => (checked.ok ? null : checked.refusal.code)

const [first, last] = rings.phaseI as [number, number]
const subgroups = rings.subgroups.map((values, i) => ({ index: i + 1, values }))
const limits = valueOf(phaseOneLimits(subgroups, first, last))
const { phaseI, all40AgainstPhaseI, capability: published } = rings.expected

/** 1-based points on which a rule is completed. */
const completed = (points: number[], rule: NelsonRule, centre = 0, sigma = 1) =>
  valueOf(nelsonSignals(points, centre, sigma)).filter((signal) => signal.rule === rule).map(({ at }) => at + 1)

describe('chart constants', () => {
  it.each([
    [2, 1.128, 0.853, 0.7979, 1.88, 2.659, 0, 3.267, 0, 3.267],
    [5, 2.326, 0.864, 0.94, 0.577, 1.427, 0, 2.114, 0, 2.089],
    [10, 3.078, 0.797, 0.9727, 0.308, 0.975, 0.223, 1.777, 0.284, 1.716],
    [25, 3.931, 0.708, 0.9896, 0.153, 0.606, 0.459, 1.541, 0.565, 1.435],
  ])('are those of the published tables for subgroups of %i', (size, d2, d3, c4, A2, A3, D3, D4, B3, B4) => {
    const made = valueOf(chartConstants(size))
    for (const [name, expected] of Object.entries({ d2, d3, c4, A2, A3, D3, D4, B3, B4 })) {
      expect(Math.abs(made[name as 'd2'] - expected), name).toBeLessThan(1.1e-3)
    }
  })

  it('have the closed forms for pairs: 2/√π and √(2 − 4/π)', () => {
    const { d2, d3 } = valueOf(chartConstants(2))
    expect(d2).toBeCloseTo(2 / Math.sqrt(Math.PI), 7)
    expect(d3).toBeCloseTo(Math.sqrt(2 - 4 / Math.PI), 7)
  })

  it('are refused for a size that no range chart has', () => {
    expect([1, 26, 2.5, NaN].map((size) => codeOf(chartConstants(size)))).toEqual(Array(4).fill('subgroup_size'))
  })
})

describe('x̄ and R limits', () => {
  it('are those published for the piston rings', () => {
    expect(limits.location.centre).toBeCloseTo(phaseI.grandMean, 6)
    expect(limits.range.centre).toBeCloseTo(phaseI.meanRange, 8)
    // Published with d2 rounded to 2.326; the integral is 2.32593, three parts in a hundred thousand less.
    expect(limits.range.centre / 2.326).toBeCloseTo(phaseI.sigmaFromRange, 9)
    expect(Math.abs(limits.sigma / phaseI.sigmaFromRange - 1)).toBeLessThan(5e-5)
    expect(limits.location.lower).toBeCloseTo(phaseI.xbarLimitsFromRange[0]!, 5)
    expect(limits.location.upper).toBeCloseTo(phaseI.xbarLimitsFromRange[1]!, 4)
    expect(limits.range.lower).toBe(phaseI.rangeLimits[0])
    expect(limits.range.upper).toBeCloseTo(phaseI.rangeLimits[1]!, 5)
  })

  it('agree with those from s by c4, A3, B3 and B4', () => {
    const { c4, A3, B3, B4 } = valueOf(chartConstants(rings.subgroupSize))
    const s = meanOf(rings.subgroups.slice(first - 1, last).map(sampleDeviation))
    expect(s).toBeCloseTo(phaseI.meanS, 8)
    expect(s / c4).toBeCloseTo(phaseI.sigmaFromS, 8)
    expect(limits.location.centre + A3 * s).toBeCloseTo(phaseI.xbarLimitsFromS[1]!, 5)
    expect(limits.location.centre - A3 * s).toBeCloseTo(phaseI.xbarLimitsFromS[0]!, 5)
    expect([B3 * s, Number((B4 * s).toFixed(8))]).toEqual(phaseI.sLimits)
  })

  it('find the published points outside, and no range', () => {
    const points = valueOf(checkPoints(subgroups, limits))
    expect(points.filter((point) => point.meanIsOutside).map(({ index }) => index)).toEqual(all40AgainstPhaseI.nelson[1])
    expect(points.filter((point) => point.rangeIsOutside).map(({ index }) => index)).toEqual(all40AgainstPhaseI.rangeChart)
  })

  it('count a point on a limit as inside', () => {
    const at = { ...limits, size: 2, location: { lower: 0, centre: 3, upper: 6 }, range: { lower: 0, centre: 1, upper: 2 } }
    const [point] = valueOf(checkPoints([{ index: 1, values: [5, 7] }], at))
    expect(point).toMatchObject({ mean: 6, range: 2, meanIsOutside: false, rangeIsOutside: false })
  })

  it('leave excluded subgroups out', () => {
    const wild = { index: 0, values: [0, 900, 0, 900, 0], excludedReason: 'gauge was reset' }
    expect(valueOf(phaseOneLimits([wild, ...subgroups], 0, last))).toEqual(limits)
  })

  it('are refused with the row that does not fit', () => {
    const of = (...rows: number[][]) => phaseOneLimits(rows.map((values, i) => ({ index: i + 1, values })), 1, rows.length)
    expect(of([1, 2], [1, 2, 3])).toMatchObject({ ok: false, refusal: { code: 'ragged', row: 2 } })
    expect(of([1, 2], [NaN, 2])).toMatchObject({ ok: false, refusal: { code: 'not_a_number', row: 2 } })
    expect(codeOf(of([1, 2]))).toBe('too_few_subgroups')
    expect(codeOf(of([1, 1], [2, 2]))).toBe('no_variation')
    expect(codeOf(of([1], [2]))).toBe('subgroup_size')
  })
})

describe("Nelson's rules", () => {
  const means = rings.subgroups.map(meanOf)

  it('say of all 40 piston ring subgroups what is published, and nothing of phase I', () => {
    const { centre } = limits.location
    const found: Record<string, number[]> = {}
    for (const { rule, at } of valueOf(nelsonSignals(means, centre, limits.sigmaOfMean))) (found[rule] ??= []).push(at + 1)
    expect(found).toEqual(all40AgainstPhaseI.nelson)
    expect(valueOf(nelsonSignals(means.slice(first - 1, last), centre, limits.sigmaOfMean))).toEqual([])
  })

  it('1: beyond three sigma, not on it', () => expect(completed([3, -3, 3.01, -3.01], 1)).toEqual([3, 4]))

  it('2: the ninth on one side; a point on the centre line ends the run', () => {
    expect(completed(Array(10).fill(0.5), 2)).toEqual([9, 10])
    expect(completed([...Array(8).fill(0.5), 0, ...Array(8).fill(0.5)], 2)).toEqual([])
  })

  it('3: the sixth rising or falling; a repeated value ends it', () => {
    expect(completed([1, 2, 3, 4, 5, 6], 3)).toEqual([6])
    expect(completed([6, 5, 4, 3, 2, 1], 3)).toEqual([6])
    expect(completed([1, 2, 3, 3, 4, 5, 6], 3)).toEqual([])
  })

  it('4: the fourteenth that alternates', () => {
    const zigzag = Array.from({ length: 14 }, (_, i) => (i % 2 ? 1 : -1))
    expect(completed(zigzag, 4)).toEqual([14])
    expect(completed(zigzag.slice(1), 4)).toEqual([])
  })

  it('5: the second of three beyond two sigma on the same side', () => {
    expect(completed([2.1, 0, 2.1, 0], 5)).toEqual([3])
    expect(completed([2.1, 0, -2.1], 5)).toEqual([])
    expect(completed([2, 2, 2], 5)).toEqual([])
  })

  it('6: the fourth of five beyond one sigma on the same side', () => {
    expect(completed([1.1, 1.1, 0, 1.1, 1.1], 6)).toEqual([5])
    expect(completed([1.1, 1.1, 0, 1.1, -1.1], 6)).toEqual([])
  })

  it('7: the fifteenth within one sigma, on the line included', () => {
    expect(completed([...Array(14).fill(0.2), 1], 7)).toEqual([15])
    expect(completed([...Array(14).fill(0.2), 1.1], 7)).toEqual([])
  })

  it('8: the eighth with none within one sigma, on either side', () => {
    expect(completed([1.1, -1.1, 1.1, -1.1, 1.1, -1.1, 1.1, -1.1], 8)).toEqual([8])
    expect(completed([1.1, -1.1, 1.1, -1, 1.1, -1.1, 1.1, -1.1], 8)).toEqual([])
  })

  it('are refused without a sigma and for a value that is no number', () => {
    expect(codeOf(nelsonSignals([1, 2], 0, 0))).toBe('no_variation')
    expect(nelsonSignals([1, NaN], 0, 1)).toMatchObject({ ok: false, refusal: { code: 'not_a_number', row: 1 } })
  })

  it('have their first point where the pattern began', () => {
    expect(valueOf(nelsonSignals(Array(9).fill(0.5), 0, 1)).find(({ rule }) => rule === 2)).toEqual({ rule: 2, from: 0, at: 8 })
  })
})

describe('capability', () => {
  const values = rings.subgroups.slice(first - 1, last).flat()
  const given = { values, sigmaWithin: limits.sigma, lsl: published.lsl as number | null, usl: published.usl as number | null }

  it('is that published for the piston rings', () => {
    const made = valueOf(capability(given))
    for (const name of ['Cp', 'Cpl', 'Cpu', 'Cpk'] as const) expect(made[name], name).toBeCloseTo(published[name], 3)
    expect(made.sigmaOverall).toBeCloseTo(published.overallS, 8)
    expect(made.Pp).toBeCloseTo(published.Pp, 4)
    expect(made.Ppk).toBeCloseTo(published.Ppk, 4)
  })

  it('has no Cp with one limit, and Cpk is the side that exists', () => {
    const made = valueOf(capability({ ...given, lsl: null }))
    expect(made).toMatchObject({ Cp: null, Cpl: null, Pp: null })
    expect(made.Cpk).toBe(made.Cpu)
  })

  it('is refused for limits that are reversed, equal or missing, and without variation', () => {
    expect(codeOf(capability({ ...given, lsl: 75, usl: 74 }))).toBe('limits_reversed')
    expect(codeOf(capability({ ...given, lsl: 74, usl: 74 }))).toBe('limits_reversed')
    expect(codeOf(capability({ ...given, lsl: null, usl: null }))).toBe('no_specification')
    expect(codeOf(capability({ ...given, sigmaWithin: 0 }))).toBe('no_variation')
    expect(codeOf(capability({ ...given, values: [1, 1] }))).toBe('no_variation')
    expect(codeOf(capability({ ...given, values: [1, NaN] }))).toBe('not_a_number')
    expect(rangeOf([3, 1, 2])).toBe(2)
  })
})
