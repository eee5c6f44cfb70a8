import type { Sums } from '@/lib/telemetry/trend/thin'

export interface TrendStatistics {
  count: number
  min: number
  max: number
  mean: number
  /** Of a sample (n − 1); null for a single reading. */
  deviation: number | null
  first: number
  last: number
}

/** Of the readings of a window. The variance is that of the shifted values: Chan, Golub and LeVeque 1983, equation 1.5. */
export function statisticsOf({ count, shift, sum, sumSquares, min, max, first, last }: Sums): TrendStatistics {
  const variance = count > 1 ? Math.max(0, (sumSquares - (sum * sum) / count) / (count - 1)) : null
  return { count, min, max, mean: shift + sum / count, deviation: variance === null ? null : Math.sqrt(variance), first, last }
}
