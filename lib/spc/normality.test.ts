import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import { normalQuantile } from '@/lib/spc/distributions'
import { normality } from '@/lib/spc/normality'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}

// NAG Library, g08ckf (Anderson–Darling, unspecified normal): example program data and results.
const nag = [
  0.3131132, 0.2520412, 1.5788841, 1.4416712, -0.8246043, -1.6466685, 0.7943184, 1.2874915, -0.834725, 0.3352505, 0.9434467, 2.109952, -0.2801654,
  -0.7843009, 0.6218187, 2.0963809, 1.7170403, -0.1350142, 0.7982763, -0.2980977, 1.2283043, 1.557609, -0.4828757, 2.6070754, 0.1213996, 0.1431621,
]

/** Values whose adjusted A² is this: normal quantiles, bent until it fits. */
function sampleWith(wanted: number) {
  const steps = Array.from({ length: 100 }, (_, i) => normalQuantile((i + 0.5) / 100))
  const bentBy = (bend: number) => valueOf(normality(steps.map((z) => z + bend * z ** 2)))
  let [low, high] = [0, 2]
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2
    if (bentBy(middle).aSquaredAdjusted < wanted) low = middle
    else high = middle
  }
  return bentBy(low)
}

describe('normality', () => {
  it('has the A², adjusted A² and p that the NAG Library prints for its example', () => {
    const made = valueOf(normality(nag))
    expect([made.mean.toFixed(6), (made.sigma ** 2).toFixed(4)]).toEqual(['0.563876', '1.1386'])
    expect([made.aSquared, made.aSquaredAdjusted, made.pValue].map((one) => one.toFixed(6))).toEqual(['0.165956', '0.171296', '0.931155'])
    expect(made.isPlausible).toBe(true)
  })

  // Reference values of the public test suite of PySATL stattest (Anderson–Darling, normal).
  it.each([
    [[16, 18, 16, 14, 12, 12, 16, 18, 16, 14, 12, 12], '0.6822883'],
    [[-0.21999313, 0.48724826, 0.87227246, -0.08396081, -0.12506021, -2.54337169, 0.50740722, -0.15209779, -0.12694116, -1.0997869], '0.7747652'],
  ])('has of %j the published A² %s', (values, aSquared) => expect(valueOf(normality(values)).aSquared.toFixed(7)).toBe(aSquared))

  // Stephens 1986, table 4.7, case 3: upper tail points of A* are 0.631 (10 %), 0.752 (5 %), 0.873 (2.5 %), 1.035 (1 %).
  it.each([[0.631, 0.1], [0.752, 0.05], [0.873, 0.025], [1.035, 0.01]])('has Stephens’ percentage point %d at %d', (point, p) => {
    expect(Math.abs(sampleWith(point).pValue / p - 1)).toBeLessThan(0.02)
  })

  it('has its verdict at 5 %', () => {
    expect([sampleWith(0.74).isPlausible, sampleWith(0.76).isPlausible]).toEqual([true, false])
  })

  // IASRI e-courses, Statistical Methods, worked example: m2 10.34, m3 −3.528, m4 204.9032, b1 0.011258888 (cut, not rounded), b2 1.91649488.
  it('has the published moments of a worked example', () => {
    const made = valueOf(normality([18, 22, 17, 18, 22, 23, 22, 19, 25, 25, 23, 25, 24, 28, 26, 27, 19, 20, 27, 22]))
    expect(made.skewness).toBeLessThan(0)
    expect(String(made.skewness ** 2)).toMatch(/^0\.011258888/)
    expect((made.excessKurtosis + 3).toFixed(8)).toBe('1.91649488')
  })

  it('is plausible for quantiles of a normal distribution, and not for those of an exponential one', () => {
    const steps = Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50)
    const normal = valueOf(normality(steps.map((p) => 10 + 2 * normalQuantile(p))))
    const exponential = valueOf(normality(steps.map((p) => -Math.log(1 - p))))
    expect(normal).toMatchObject({ isPlausible: true, n: 50 })
    expect(normal.pValue).toBeGreaterThan(0.99)
    expect(exponential).toMatchObject({ isPlausible: false })
    expect(exponential.pValue).toBeLessThan(0.001)
  })

  it('does not change with unit or order', () => {
    const made = valueOf(normality(nag))
    const other = valueOf(normality(nag.map((value) => 500 - 25.4 * value).reverse()))
    expect(other.aSquared).toBeCloseTo(made.aSquared, 10)
    expect(other.skewness).toBeCloseTo(-made.skewness, 10)
  })

  it('stays a number with an outlier 44 sigma away', () => {
    const made = valueOf(normality(Array.from({ length: 2000 }, (_, i) => (i === 5 ? 1e6 : i % 2))))
    expect(Number.isFinite(made.aSquared)).toBe(true)
    expect(made).toMatchObject({ isPlausible: false, pValue: 3.7e-24 })
  })

  it('has its plot in the order of the values, at Blom’s positions', () => {
    const { plot } = valueOf(normality([5, 3, 9, 1, 7, 2, 8, 4]))
    expect(plot.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 7, 8, 9])
    expect(plot.map(({ quantile }) => quantile)).toEqual(plot.map((_, i) => normalQuantile((i + 1 - 0.375) / 8.25)))
  })

  it('is refused for fewer than eight, for equal ones, and for what is no number, with its row', () => {
    expect(normality([1, 2, 3, 4, 5, 6, 7])).toMatchObject({ ok: false, refusal: { code: 'too_few_values' } })
    expect(normality([1, 2, 3, Number.NaN, 5, 6, 7, 8])).toMatchObject({ ok: false, refusal: { code: 'not_a_number', row: 4 } })
    for (const equal of [4, 0.1]) expect(normality(Array(10).fill(equal))).toMatchObject({ ok: false, refusal: { code: 'no_variation' } })
  })
})
