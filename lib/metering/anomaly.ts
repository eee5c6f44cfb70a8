/** Days that a day is held against, and how many of them there must be. */
export const anomalyDays = 28
export const leastDays = 8
/** Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): beyond it a value is labelled. */
export const anomalyLimit = 3.5

export interface AnomalyVerdict {
  value: number
  median: number
  /** Null where too few days, or days that are all alike, allow none. */
  z: number | null
  isAnomaly: boolean
}

const median = (sorted: number[]): number => {
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
const ascending = (values: number[]) => values.toSorted((a, b) => a - b)

/**
 * The modified z-score of `value` against the days before it: 0.6745 (x − median) ÷ MAD; where the median absolute
 * deviation is 0, (x − median) ÷ (1.253314 × mean absolute deviation), as IBM SPSS does. Days that were all alike make any
 * other value an anomaly. The median moves little with outliers, so that yesterday's does not hide today's.
 */
export function judgeDay(value: number, before: number[]): AnomalyVerdict {
  if (before.length === 0) return { value, median: value, z: null, isAnomaly: false }
  const middle = median(ascending(before))
  if (before.length < leastDays) return { value, median: middle, z: null, isAnomaly: false }
  const deviations = before.map((one) => Math.abs(one - middle))
  const mad = median(ascending(deviations))
  const mean = deviations.reduce((sum, one) => sum + one, 0) / deviations.length
  const scale = mad > 0 ? mad / 0.6745 : mean * 1.253314
  if (scale === 0) return { value, median: middle, z: null, isAnomaly: value !== middle }
  const z = (value - middle) / scale
  return { value, median: middle, z, isAnomaly: Math.abs(z) > anomalyLimit }
}
