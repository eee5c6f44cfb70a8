import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { sampleDeviation } from '@/lib/spc/capability'
import { logNormalCdf, normalQuantile } from '@/lib/spc/distributions'
import { meanOf } from '@/lib/spc/xbar-r'

export interface Normality {
  n: number
  mean: number
  sigma: number
  /** Anderson and Darling's A², and the same adjusted for n with mean and sigma estimated (Stephens 1986). */
  aSquared: number
  aSquaredAdjusted: number
  pValue: number
  /** False: at 5 % the values are not taken for normal. */
  isPlausible: boolean
  /** √b1 = m3 ÷ m2^1.5 and b2 − 3 = m4 ÷ m2² − 3, moments with divisor n: 0 and 0 for a normal distribution. */
  skewness: number
  excessKurtosis: number
  /** Ordered values with the standard normal quantiles of Blom's positions (i − 3/8) ÷ (n + 1/4). */
  plot: { value: number; quantile: number }[]
}

const fewest = 8

/**
 * Are these values of a normal distribution? Anderson and Darling's test, which looks hardest at the tails, where
 * capability lives. Refused: `not_a_number` (with its row, from 1), `too_few_values` (under eight: D'Agostino and
 * Stephens' p is fitted from there on), `no_variation`.
 */
export function normality(values: number[]): Checked<Normality> {
  const odd = values.findIndex((value) => !Number.isFinite(value))
  if (odd >= 0) return refuse('not_a_number', `Value ${odd + 1} is no number.`, odd + 1)
  if (values.length < fewest) return refuse('too_few_values', `A test of normality needs ${fewest} values; there are ${values.length}.`)
  // Not by sigma: rounding leaves 1.5e-17 of ten times 0.1.
  if (values.every((value) => value === values[0])) return refuse('no_variation', 'All values are equal; there is no distribution to test.')
  const mean = meanOf(values)
  const sigma = sampleDeviation(values)
  const sorted = values.toSorted((a, b) => a - b)
  const aSquared = andersonDarling(sorted.map((value) => (value - mean) / sigma))
  const n = values.length
  const aSquaredAdjusted = aSquared * (1 + 0.75 / n + 2.25 / n ** 2)
  const pValue = pOf(aSquaredAdjusted)
  return figure({
    n, mean, sigma, aSquared, aSquaredAdjusted, pValue,
    isPlausible: pValue >= 0.05,
    ...moments(values, mean),
    plot: sorted.map((value, i) => ({ value, quantile: normalQuantile((i + 1 - 3 / 8) / (n + 1 / 4)) })),
  })
}

/** Of ordered standardised values; the upper tail from below and by logarithms, so that an outlier leaves it finite. */
function andersonDarling(z: number[]): number {
  const n = z.length
  const sum = z.reduce((total, value, i) => total + (2 * i + 1) * (logNormalCdf(value) + logNormalCdf(-z[n - 1 - i]!)), 0)
  return -n - sum / n
}

/** D'Agostino and Stephens 1986, table 4.9. */
function pOf(a: number): number {
  if (a < 0.2) return 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a ** 2)
  if (a < 0.34) return 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a ** 2)
  if (a < 0.6) return Math.exp(0.9177 - 4.279 * a - 1.38 * a ** 2)
  return a < 10 ? Math.exp(1.2937 - 5.709 * a + 0.0186 * a ** 2) : 3.7e-24
}

function moments(values: number[], mean: number) {
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length
  const variance = moment(2)
  return { skewness: moment(3) / variance ** 1.5, excessKurtosis: moment(4) / variance ** 2 - 3 }
}
