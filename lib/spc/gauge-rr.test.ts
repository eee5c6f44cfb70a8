import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GaugeOptions, gaugeStudy, gaugeVerdict } from '@/lib/spc/gauge-rr'
import type { GaugeSource } from '@/lib/spc/gauge-rr-anova'
import type { GaugeRow } from '@/lib/spc/gauge-rr-design'
import { aiagStudy, impedanceStudy } from '@/lib/spc/gauge-rr-published'
import { rangeFactor } from '@/lib/spc/gauge-rr-range'

function study(rows: GaugeRow[], options?: GaugeOptions) {
  const made = gaugeStudy(rows, options)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
const refusal = (rows: GaugeRow[], options?: GaugeOptions) => {
  const made = gaugeStudy(rows, options)
  return made.ok ? null : made.refusal
}
const row = (made: ReturnType<typeof study>, source: GaugeSource, pooled = false) => (pooled ? made.pooledAnova! : made.anova).find((one) => one.source === source)!
const rounded = (value: number | null | undefined, digits: number) => Number(value!.toFixed(digits))

/** A study without trial noise: part + appraiser, and one cell that stands out. */
const exact = (odd = 0, offset = 0): GaugeRow[] =>
  [8.013, 5.822, 0.941, 4.331].flatMap((part, i) =>
    ['Ann', 'Ben'].flatMap((appraiser, j) => [1, 2].map(() => ({ part: `P${i}`, appraiser, value: offset + part + (j ? 1.174 : 0.341) + (i === 2 && j ? odd : 0) }))))

describe('the study of AIAG’s manual', () => {
  const made = study(aiagStudy)

  // Minitab's output for gageaiag, to its digits; AIAG MSA, 4th ed., table A 4 has the same sums.
  it.each([
    ['part', 9, 88.3619, 9.81799], ['appraiser', 2, 3.1673, 1.58363], ['interaction', 18, 0.359, 0.01994], ['repeatability', 60, 2.7589, 0.04598],
  ] as const)('has the printed %s row', (source, degrees, sum, square) => {
    const { degrees: df, sumOfSquares, meanSquare } = row(made, source)
    expect([df, rounded(sumOfSquares, 4), rounded(meanSquare, 5)]).toEqual([degrees, sum, square])
  })

  it('has the printed total and tests of significance', () => {
    expect([row(made, 'total').degrees, rounded(row(made, 'total').sumOfSquares, 4)]).toEqual([89, 94.6471])
    expect(rounded(row(made, 'part').f, 3)).toBe(492.291)
    expect(rounded(row(made, 'appraiser').f, 3)).toBe(79.406)
    expect([rounded(row(made, 'interaction').f, 3), rounded(row(made, 'interaction').p, 3)]).toEqual([0.434, 0.974])
  })

  it('pools the interaction as printed', () => {
    expect(made.isPooled).toBe(true)
    const { degrees, sumOfSquares, meanSquare } = row(made, 'repeatability', true)
    expect([degrees, rounded(sumOfSquares, 4), rounded(meanSquare, 5)]).toEqual([78, 3.1179, 0.03997])
  })

  // AIAG MSA, 4th ed., table A 5 and III-B 8.
  it('gives the sigmas, shares and categories of the manual', () => {
    const { ev, av, interaction, grr, pv, tv } = made.figures.components
    expect([rounded(ev.sigma, 6), rounded(av.sigma, 6), rounded(pv.sigma, 6), rounded(tv.sigma, 3)]).toEqual([0.199933, 0.226838, 1.042327, 1.085])
    // Printed from the rounded EV and AV, one unit of the last digit above.
    expect(Math.abs(grr.sigma - 0.302373)).toBeLessThan(2e-6)
    expect(interaction).toBeNull()
    expect([ev, av, grr, pv].map(({ studyRatio }) => rounded(studyRatio * 100, 1))).toEqual([18.4, 20.9, 27.9, 96])
    expect([ev, av, grr, pv].map(({ contributionRatio }) => rounded(contributionRatio * 100, 1))).toEqual([3.4, 4.4, 7.8, 92.2])
    expect(rounded(made.figures.ndcExact, 3)).toBe(4.861)
    expect(made.figures).toMatchObject({ ndc: 4, verdict: 'conditional', toleranceVerdict: null })
  })

  it('gives the variance components of Minitab to its digits', () => {
    const { ev, av, grr, pv } = made.figures.components
    expect([grr, ev, av, pv].map(({ variance }) => rounded(variance, 5))).toEqual([0.09143, 0.03997, 0.05146, 1.08645])
    expect([grr, ev, av, pv].map(({ studyRatio }) => rounded(studyRatio * 100, 2))).toEqual([27.86, 18.42, 20.9, 96.04])
  })

  // AIAG MSA, 4th ed., figure III-B 16, the completed report, worked by hand with R̄, X̄diff and K of four digits.
  it('by average and range gives the completed report, with 5 categories', () => {
    const { components, ndc, ranges, verdict } = made.averageAndRange!
    expect([rounded(ranges.k1, 4), rounded(ranges.k2, 4), rounded(ranges.k3, 4)]).toEqual([0.5908, 0.5231, 0.3146])
    const { ev, av, grr, pv, tv } = components
    const printed = [17.62, 20.04, 26.68, 96.38]
    for (const [i, one] of [ev, av, grr, pv].entries()) expect(Math.abs(one.studyRatio * 100 - printed[i]!)).toBeLessThan(0.011)
    expect(Math.abs(tv.sigma / 1.1461 - 1)).toBeLessThan(2e-4)
    expect(components.interaction).toBeNull()
    expect([ndc, verdict]).toEqual([5, 'conditional'])
  })

  it('does not depend on the order of the rows', () => {
    fc.assert(fc.property(fc.shuffledSubarray(aiagStudy, { minLength: aiagStudy.length }), (rows) => {
      const { components } = study(rows).figures
      expect(components.grr.sigma).toBeCloseTo(made.figures.components.grr.sigma, 12)
      expect(components.pv.sigma).toBeCloseTo(made.figures.components.pv.sigma, 12)
    }), { numRuns: 20 })
  })
})

describe('the study of Houf and Berman', () => {
  const made = study(impedanceStudy)

  // SAS/STAT 9.2 User's Guide, output 94.2.1, to its digits.
  it('has the printed sums and mean squares', () => {
    expect([row(made, 'part').sumOfSquares, row(made, 'part').meanSquare].map((value) => rounded(value, 6))).toEqual([3935.955556, 437.328395])
    expect([row(made, 'appraiser').sumOfSquares, row(made, 'appraiser').meanSquare].map((value) => rounded(value, 6))).toEqual([39.266667, 19.633333])
    expect([row(made, 'interaction').sumOfSquares, row(made, 'interaction').meanSquare].map((value) => rounded(value, 6))).toEqual([48.511111, 2.695062])
  })

  it('keeps its interaction and solves the printed expected mean squares', () => {
    const { ev, av, interaction, pv, grr } = made.figures.components
    expect(made.isPooled).toBe(false)
    expect(ev.variance + 3 * interaction!.variance).toBeCloseTo(2.695062, 6)
    expect(ev.variance + 3 * interaction!.variance + 9 * pv.variance).toBeCloseTo(437.328395, 6)
    expect(ev.variance + 3 * interaction!.variance + 30 * av.variance).toBeCloseTo(19.633333, 6)
    expect(grr.variance).toBeCloseTo(ev.variance + av.variance + interaction!.variance, 12)
  })
})

describe('the factors of the average and range method', () => {
  // AIAG MSA, 4th ed., form of the GRR report: K1 for 2 and 3 trials, K2 for 2 and 3 appraisers, K3 for 2 to 10 parts.
  it.each([[2, 30, 0.8862], [3, 30, 0.5908], [2, 1, 0.7071], [3, 1, 0.5231], [4, 1, 0.4467], [5, 1, 0.403], [6, 1, 0.3742], [7, 1, 0.3534], [8, 1, 0.3375], [9, 1, 0.3249], [10, 1, 0.3146]])(
    'for ranges of %i, %i of them, is the tabulated %d', (size, count, factor) => {
      const made = rangeFactor(size, count)
      expect(rounded(made.ok ? made.value : null, 4)).toBe(factor)
    },
  )

  it('stay out of a study of more than 25 parts, which the analysis of variance takes', () => {
    const rows = Array.from({ length: 26 * 4 }, (_, i) => ({ part: String(i % 26), appraiser: i % 52 < 26 ? 'A' : 'B', value: Math.sin(i) }))
    const made = study(rows)
    expect(made.averageAndRange).toBeNull()
    expect(made.noAverageAndRange).toContain('26')
    expect(made.design.parts).toHaveLength(26)
  })
})

describe('any study', () => {
  const values = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })).chain(([parts, appraisers, trials]) =>
    fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: parts * appraisers * trials, maxLength: parts * appraisers * trials }).map((list) =>
      list.map((value, i) => ({ part: `P${i % parts}`, appraiser: `A${Math.floor(i / parts) % appraisers}`, value: value / 100 }))))

  it('divides the total sum of squares and the total variance without remainder', () => {
    fc.assert(fc.property(values, (rows) => {
      fc.pre(rows.some(({ value }) => value !== rows[0]!.value))
      const made = study(rows)
      const parts = (['part', 'appraiser', 'interaction', 'repeatability'] as const).reduce((sum, source) => sum + row(made, source).sumOfSquares, 0)
      expect(Math.abs(parts / row(made, 'total').sumOfSquares - 1)).toBeLessThan(1e-9)
      const { ev, av, interaction, pv, grr, tv } = made.figures.components
      expect(ev.variance + av.variance + (interaction?.variance ?? 0)).toBeCloseTo(grr.variance, 9)
      expect(grr.contributionRatio + pv.contributionRatio).toBeCloseTo(1, 12)
      for (const one of [ev, av, pv, grr, tv]) expect(one.variance).toBeGreaterThanOrEqual(0)
    }))
  })

  it('says the same in another unit and around another zero', () => {
    const moved = study(aiagStudy.map((one) => ({ ...one, value: one.value * 25.4 + 1000 })))
    const made = study(aiagStudy)
    expect(moved.figures.components.grr.studyRatio).toBeCloseTo(made.figures.components.grr.studyRatio, 9)
    expect(moved.figures.components.grr.sigma / 25.4).toBeCloseTo(made.figures.components.grr.sigma, 9)
  })
})

describe('the options', () => {
  it('never pool when alpha is null, and pool at an alpha below the p', () => {
    const kept = study(aiagStudy, { alpha: null })
    expect(kept.isPooled).toBe(false)
    // Minitab's unpooled repeatability, 0.04598; the interaction would be negative and is 0.
    expect(rounded(kept.figures.components.ev.sigma, 6)).toBe(0.214435)
    expect(kept.figures.components.interaction!.variance).toBe(0)
    expect(study(aiagStudy, { alpha: 0.98 }).isPooled).toBe(false)
  })

  it('scale study variation with the multiplier, and no share', () => {
    const [six, old] = [study(aiagStudy), study(aiagStudy, { multiplier: 5.15 })]
    expect(old.figures.components.grr.studyVariation).toBeCloseTo((six.figures.components.grr.studyVariation * 5.15) / 6, 12)
    expect(old.figures.components.grr.studyRatio).toBe(six.figures.components.grr.studyRatio)
  })

  it('set study variation against the tolerance, with a verdict of its own', () => {
    const { components, toleranceVerdict, verdict } = study(aiagStudy, { tolerance: 20 }).figures
    expect(components.grr.toleranceRatio).toBeCloseTo((6 * components.grr.sigma) / 20, 12)
    expect([verdict, toleranceVerdict]).toEqual(['conditional', 'acceptable'])
  })

  it.each([[{ alpha: 0 }, 'alpha'], [{ alpha: 1 }, 'alpha'], [{ multiplier: 0 }, 'multiplier'], [{ tolerance: -1 }, 'tolerance'], [{ tolerance: Number.NaN }, 'tolerance']])(
    'refuse %j', (options, code) => expect(refusal(aiagStudy, options)).toMatchObject({ code, row: code }),
  )
})

describe('a gauge without any spread', () => {
  it('pools an interaction that is only rounding, around any zero, and has no number of categories to give', () => {
    for (const offset of [0, 1000]) {
      const made = study(exact(0, offset).map((one) => ({ ...one, value: one.value - (one.appraiser === 'Ben' ? 0.833 : 0) })))
      expect(row(made, 'interaction')).toMatchObject({ sumOfSquares: 0, p: null })
      expect(made).toMatchObject({ isPooled: true, figures: { ndc: null, ndcExact: null, verdict: 'acceptable' } })
    }
  })

  it('keeps an interaction that stands above no error, with p 0 and no F', () => {
    const made = study(exact(1))
    expect(row(made, 'interaction')).toMatchObject({ f: null, p: 0 })
    expect(made.isPooled).toBe(false)
  })

  it('tells at least one category apart where parts do not differ', () => {
    const rows = ['a', 'b', 'c'].flatMap((part) => ['Ann', 'Ben'].flatMap((appraiser) => [9.95, 10.05].map((value) => ({ part, appraiser, value: value + (appraiser === 'Ben' ? 0.5 : 0) }))))
    expect(study(rows).figures).toMatchObject({ ndcExact: 0, ndc: 1, verdict: 'unacceptable' })
  })
})

it('judges 10 % and 30 % themselves as conditional', () => {
  expect([0.0999, 0.1, 0.3, 0.3001].map(gaugeVerdict)).toEqual(['acceptable', 'conditional', 'conditional', 'unacceptable'])
})

describe('what is no study', () => {
  const without = (test: (one: GaugeRow, i: number) => boolean) => aiagStudy.filter((one, i) => !test(one, i))
  const first = aiagStudy[0]!

  it.each([
    ['no rows', [], 'no_values', undefined],
    ['one part', without(({ part }) => part !== '1'), 'too_few_parts', undefined],
    ['one appraiser', without(({ appraiser }) => appraiser !== 'B'), 'too_few_appraisers', undefined],
    ['one trial', without((_, i) => i % 3 !== 0), 'too_few_trials', undefined],
    ['a missing cell', without(({ part, appraiser }) => part === '4' && appraiser === 'B'), 'missing_cell', 'part 4 by B'],
    ['a short cell', without((_, i) => i === 0), 'unbalanced', 'part 1 by A'],
    ['a double reading', [...aiagStudy, { ...first, part: '7' }], 'unbalanced', 'part 7 by A'],
    ['a value that is no number', [...aiagStudy, { ...first, value: Number.NaN }], 'not_a_number', 91],
    ['an infinite value', [{ ...first, value: Infinity }, ...aiagStudy], 'not_a_number', 1],
    ['an appraiser without a name', [{ ...first, appraiser: ' ' }, ...aiagStudy], 'no_name', 1],
    ['no variation at all', aiagStudy.map((one) => ({ ...one, value: 7.1 })), 'no_variation', undefined],
  ] as const)('refuses %s', (_, rows, code, at) => {
    const refused = refusal([...rows])
    expect(refused).toMatchObject({ code, ...(at !== undefined && { row: at }) })
    if (typeof at === 'string') expect(refused!.message).toContain(at)
  })

  it('takes blanks around a name for nothing', () => {
    expect(study(aiagStudy.map((one, i) => (i % 2 ? { ...one, part: ` ${one.part}`, appraiser: `${one.appraiser} ` } : one))).design).toMatchObject({ trials: 3 })
  })
})
