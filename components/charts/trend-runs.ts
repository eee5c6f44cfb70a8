/** What of a signal is drawn, and what it says at a moment. Pure. */

export type TrendGap = { from: number; to: number }

/** Readings as they are, or means of buckets with least and greatest; `at` ascends, of a bucket it is the start. */
export type TrendSeriesView =
  | { kind: 'points'; at: number[]; v: number[]; gaps: TrendGap[] }
  | { kind: 'means'; at: number[]; mean: number[]; min: number[]; max: number[]; stepMs: number; gaps: TrendGap[] }

export type TrendReading = { at: number; value: number; min: number; max: number }

const widthOf = (series: TrendSeriesView) => (series.kind === 'means' ? series.stepMs : 0)

/** The places [first, end) of each unbroken run that touches the window, one beyond it on either side so that the line leaves the picture. */
export function runsOf(series: TrendSeriesView, from: number, to: number): [number, number][] {
  const { at, gaps } = series
  const width = widthOf(series)
  const first = Math.max(0, lowerBound(at, from) - 1)
  const end = Math.min(at.length, lowerBound(at, to) + 1)
  const runs: [number, number][] = []
  let start = first
  let gap = 0
  for (let i = first + 1; i < end; i++) {
    while (gap < gaps.length && gaps[gap]!.from < at[i - 1]!) gap++
    if (gap >= gaps.length || gaps[gap]!.to > at[i]! + width) continue
    runs.push([start, i])
    start = i
  }
  if (end > start) runs.push([start, end])
  return runs
}

/** The first place whose value is not below `value`. */
export function lowerBound(list: number[], value: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The reading nearest to a moment, or the bucket that it lies in; null in a gap and without any. */
export function readingAt(series: TrendSeriesView, moment: number): TrendReading | null {
  const { at, gaps } = series
  if (at.length === 0 || gaps.some(({ from, to }) => moment > from && moment < to)) return null
  if (series.kind === 'means') {
    const i = Math.max(0, lowerBound(at, moment + 1) - 1)
    return { at: at[i]!, value: series.mean[i]!, min: series.min[i]!, max: series.max[i]! }
  }
  const after = Math.min(lowerBound(at, moment), at.length - 1)
  const i = after > 0 && moment - at[after - 1]! < at[after]! - moment ? after - 1 : after
  return { at: at[i]!, value: series.v[i]!, min: series.v[i]!, max: series.v[i]! }
}

/** Least and greatest of what is in sight; null without any. */
export function rangeOf(series: TrendSeriesView, from: number, to: number): [number, number] | null {
  const [lows, highs] = series.kind === 'means' ? [series.min, series.max] : [series.v, series.v]
  let range: [number, number] | null = null
  for (const [start, end] of runsOf(series, from, to)) {
    for (let i = start; i < end; i++) range = range ? [Math.min(range[0], lows[i]!), Math.max(range[1], highs[i]!)] : [lows[i]!, highs[i]!]
  }
  return range
}

export type Place = (value: number) => number

/** The line as a path: readings as they are, means at the middle of their bucket. A run of one is a point. */
export function linePath(series: TrendSeriesView, runs: [number, number][], x: Place, y: Place): string {
  const values = series.kind === 'means' ? series.mean : series.v
  const middle = widthOf(series) / 2
  return runs
    .map(([start, end]) => {
      let path = ''
      for (let i = start; i < end; i++) path += `${i === start ? 'M' : 'L'}${x(series.at[i]! + middle).toFixed(1)} ${y(values[i]!).toFixed(1)}`
      return end - start === 1 ? `${path}h.01` : path
    })
    .join('')
}

/** From least to greatest, as an area; nothing for readings. */
export function bandPath(series: TrendSeriesView, runs: [number, number][], x: Place, y: Place): string {
  if (series.kind === 'points') return ''
  const { at, min, max, stepMs } = series
  return runs
    .map(([start, end]) => {
      // A run of one is as wide as its bucket.
      const places = end - start === 1 ? [[start, 0], [start, stepMs]] : Array.from({ length: end - start }, (_, i) => [start + i, stepMs / 2])
      const edge = (list: number[]) => places.map(([i, offset]) => `${x(at[i!]! + offset!).toFixed(1)} ${y(list[i!]!).toFixed(1)}`)
      return `M${edge(max).join('L')}L${edge(min).reverse().join('L')}Z`
    })
    .join('')
}
