/**
 * Hyndman and Fan's type 7: linear between order statistics, as PostgreSQL's percentile_cont and most spreadsheets. `sorted`
 * ascends and is not empty. Hyndman and Fan (1996), Sample Quantiles in Statistical Packages.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const low = sorted[below]!
  return low + (sorted[Math.min(below + 1, sorted.length - 1)]! - low) * (place - below)
}
