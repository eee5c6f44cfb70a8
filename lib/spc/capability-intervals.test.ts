import { describe, expect, it } from 'vitest'
import rings from '@/lib/spc/piston-rings.json'
import { capability } from '@/lib/spc/capability'
import { cpInterval, cpkInterval } from '@/lib/spc/capability-intervals'
import { normality } from '@/lib/spc/normality'
import { pareto } from '@/lib/spc/pareto'
import { normalQuantile } from '@/lib/spc/distributions'

const valueOf = <T>(checked: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}

describe('intervals of capability', () => {
  // Montgomery, Introduction to Statistical Quality Control, example 8.4: USL 62, LSL 38, n 20, s 1.75; he rounds Cp to 2.29 first.
  it('are Montgomery’s 1.57 to 3.01 for a Cp of 2.29 from 20 values', () => {
    const { lower, upper } = cpInterval(2.29, 19)
    expect(lower.toFixed(2)).toBe('1.57')
    expect(upper.toFixed(2)).toBe('3.01')
  })

  // R qcc 2.7, process.capability(qcc(pistonrings[1:25,], type = "xbar"), spec.limits = c(73.95, 74.05)).
  // Its Cpm interval, 1.480 to 1.902, leaves the square of Boyles' degrees of freedom out; ours keeps it.
  it('are those that qcc prints for the piston rings: chi-square for Cp, Bissell for Cpk', () => {
    const values = rings.subgroups.slice(0, 25).flat()
    const made = valueOf(capability({ values, sigmaWithin: rings.expected.phaseI.sigmaFromRange, lsl: 73.95, usl: 74.05, target: 74 }))
    const printed = (value: number, interval: { lower: number; upper: number } | null) => [value, interval!.lower, interval!.upper].map((one) => one.toFixed(3))
    expect(printed(made.Cp!, made.intervals.Cp)).toEqual(['1.703', '1.491', '1.915'])
    expect(printed(made.Cpk, made.intervals.Cpk)).toEqual(['1.663', '1.448', '1.878'])
    expect(printed(made.CpmWithin!, made.intervals.CpmWithin)).toEqual(['1.691', '1.482', '1.900'])
  })

  it('grow narrower with more values and wider with more confidence', () => {
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower
    expect(width(cpkInterval(1.33, 200, 199))).toBeLessThan(width(cpkInterval(1.33, 50, 49)))
    expect(width(cpkInterval(1.33, 50, 49, 0.99))).toBeGreaterThan(width(cpkInterval(1.33, 50, 49)))
  })

  it('are there on the side that exists, and there is no Cpm without target or with one limit', () => {
    const one = valueOf(capability({ values: [1, 2, 3, 4], sigmaWithin: 1, lsl: 0, usl: null, target: 2 }))
    expect(one.intervals).toMatchObject({ Cp: null, Pp: null, Cpm: null, Cpk: { method: 'Bissell' } })
    expect(valueOf(capability({ values: [1, 2, 3, 4], sigmaWithin: 1, lsl: 0, usl: 5 })).Cpm).toBeNull()
  })

  it('count what is outside, a value on a limit being inside', () => {
    expect(valueOf(capability({ values: [0, 1, 2, 3], sigmaWithin: 1, lsl: 1, usl: 3 })).outside.observed).toBe(0.25)
  })
})

describe('normality', () => {
  // Stephens 1986, table 4.7, case 3: upper tail points of A* are 0.631 (10 %), 0.752 (5 %), 0.873 (2.5 %), 1.035 (1 %).
  it.each([[0.631, 0.1], [0.752, 0.05], [0.873, 0.025], [1.035, 0.01]])('has Stephens’ percentage point %d at %d', (point, p) => {
    expect(sampleWith(point).pValue).toBeCloseTo(p, 2)
  })

  it('is plausible for quantiles of a normal distribution, and not for those of an exponential one', () => {
    const steps = Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50)
    const normal = valueOf(normality(steps.map((p) => 10 + 2 * normalQuantile(p))))
    const exponential = valueOf(normality(steps.map((p) => -Math.log(1 - p))))
    expect(normal).toMatchObject({ isPlausible: true, n: 50 })
    expect(normal.pValue).toBeGreaterThan(0.99)
    expect(normal.skewness).toBeCloseTo(0, 9)
    expect(exponential).toMatchObject({ isPlausible: false })
    expect(exponential.pValue).toBeLessThan(0.001)
  })

  it('has its plot in the order of the values, at Blom’s positions', () => {
    const { plot } = valueOf(normality([5, 3, 9, 1, 7, 2, 8, 4]))
    expect(plot.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 7, 8, 9])
    expect(plot[0]!.quantile).toBeCloseTo(normalQuantile((1 - 0.375) / 8.25), 12)
  })

  it('is refused for fewer than eight, for equal ones, and for what is no number, with its row', () => {
    expect(normality([1, 2, 3, 4, 5, 6, 7])).toMatchObject({ ok: false, refusal: { code: 'too_few_values' } })
    expect(normality(Array(9).fill(4))).toMatchObject({ ok: false, refusal: { code: 'no_variation' } })
    expect(normality([1, 2, 3, Number.NaN, 5, 6, 7, 8])).toMatchObject({ ok: false, refusal: { row: 4 } })
  })
})

/** Values whose adjusted A² is this: normal quantiles, bent until it fits. */
function sampleWith(wanted: number) {
  const steps = Array.from({ length: 100 }, (_, i) => normalQuantile((i + 0.5) / 100))
  let [low, high] = [0, 2]
  for (let i = 0; i < 60; i += 1) {
    const bend = (low + high) / 2
    const made = valueOf(normality(steps.map((z) => z + bend * z ** 2)))
    if (made.aSquaredAdjusted < wanted) low = bend
    else high = bend
  }
  return valueOf(normality(steps.map((z) => z + low * z ** 2)))
}

describe('a Pareto', () => {
  it('ranks causes, adds equal ones, and names the vital few', () => {
    const rows = valueOf(pareto([{ label: 'b', value: 10 }, { label: 'a', value: 50 }, { label: 'c', value: 30 }, { label: 'b', value: 10 }]))
    expect(rows.map(({ label, value, isVital }) => [label, value, isVital])).toEqual([['a', 50, true], ['c', 30, true], ['b', 20, false]])
    expect(rows.at(-1)!.cumulativeRatio).toBe(1)
  })

  it('refuses a negative value with its row, and nothing at all', () => {
    expect(pareto([{ label: 'a', value: 1 }, { label: 'b', value: -1 }])).toMatchObject({ ok: false, refusal: { row: 2 } })
    expect(pareto([{ label: 'a', value: 0 }])).toMatchObject({ ok: false })
  })
})
