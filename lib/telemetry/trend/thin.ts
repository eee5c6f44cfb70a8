/** Times in epoch milliseconds, `to` exclusive. */
export interface TrendWindow {
  from: number
  to: number
}

export interface Grid extends TrendWindow {
  /** Start of the first bucket: a multiple of the step, so that panning does not change what a bucket holds. */
  start: number
  stepMs: number
  /** At most one more than was asked for. */
  buckets: number
}

/** Buckets of one length over the window, about `width` of them: one for each pixel. */
export function gridOf({ from, to }: TrendWindow, width: number, multipleMs = 1): Grid {
  const stepMs = Math.max(1, Math.ceil((to - from) / width / multipleMs)) * multipleMs
  const start = Math.floor(from / stepMs) * stepMs
  return { from, to, start, stepMs, buckets: Math.max(1, Math.ceil((to - start) / stepMs)) }
}

export interface Points {
  at: number[]
  v: number[]
}

export interface Buckets {
  /** Start of the bucket. */
  at: number[]
  mean: number[]
  min: number[]
  max: number[]
}

/** Sums of what was read in the window. `shift` is taken off every value before it is squared, which keeps the digits. */
export interface Sums {
  count: number
  shift: number
  sum: number
  sumSquares: number
  min: number
  max: number
  first: number
  last: number
}

/** When something was read first and last in a stretch of time. */
export interface Span {
  first: number
  last: number
}

export interface Thinner {
  /** A reading, in whatever order; readings beside the window count only as its neighbours. */
  add(t: number, v: number): void
  count(): number
  /**
   * Least and greatest reading of every bucket, the window's first and last reading, and the nearest reading on either
   * side of it: real readings in the order of time, never more than two for each bucket and four.
   */
  points(): Points
  /** Mean, least and greatest of every bucket that has a reading. */
  means(): Buckets
  spans(): Span[]
  /** Null without a reading. */
  sums(): Sums | null
}

/** Keeps of any number of readings what a plot of `grid.buckets` pixels can show. */
export function thinner(grid: Grid): Thinner {
  const { from, to, start, stepMs, buckets } = grid
  const of = (fill: number) => new Float64Array(buckets).fill(fill)
  const [min, max, first, last] = [of(Infinity), of(-Infinity), of(Infinity), of(-Infinity)]
  const [minAt, maxAt, sum, counts] = [of(0), of(0), of(0), of(0)]
  const edge = { beforeAt: -Infinity, before: 0, afterAt: Infinity, after: 0 }
  const total = { count: 0, shift: 0, sum: 0, sumSquares: 0, firstAt: Infinity, first: 0, lastAt: -Infinity, last: 0 }
  const filled = () => Array.from(counts.keys()).filter((i) => counts[i]! > 0)

  return {
    add(t, v) {
      if (t < from) {
        if (t > edge.beforeAt) [edge.beforeAt, edge.before] = [t, v]
        return
      }
      if (t >= to) {
        if (t < edge.afterAt) [edge.afterAt, edge.after] = [t, v]
        return
      }
      const i = Math.floor((t - start) / stepMs)
      if (v < min[i]! || (v === min[i] && t < minAt[i]!)) {
        min[i] = v
        minAt[i] = t
      }
      if (v > max[i]! || (v === max[i] && t < maxAt[i]!)) {
        max[i] = v
        maxAt[i] = t
      }
      if (t < first[i]!) first[i] = t
      if (t > last[i]!) last[i] = t
      sum[i]! += v
      counts[i]!++
      if (total.count++ === 0) total.shift = v
      const shifted = v - total.shift
      total.sum += shifted
      total.sumSquares += shifted * shifted
      if (t < total.firstAt) {
        total.firstAt = t
        total.first = v
      }
      if (t > total.lastAt) {
        total.lastAt = t
        total.last = v
      }
    },
    count: () => total.count,
    points() {
      const at: number[] = []
      const v: number[] = []
      const put = (time: number, value: number) => {
        if (time === at.at(-1) && value === v.at(-1)) return
        at.push(time)
        v.push(value)
      }
      if (edge.beforeAt > -Infinity) put(edge.beforeAt, edge.before)
      if (total.count > 0) put(total.firstAt, total.first)
      for (const i of filled()) {
        const lowFirst = minAt[i]! <= maxAt[i]!
        const pair = [[minAt[i]!, min[i]!], [maxAt[i]!, max[i]!]] as const
        for (const [time, value] of lowFirst ? pair : [pair[1], pair[0]]) put(time, value)
      }
      if (total.count > 0) put(total.lastAt, total.last)
      if (edge.afterAt < Infinity) put(edge.afterAt, edge.after)
      return { at, v }
    },
    means() {
      const some = filled()
      return { at: some.map((i) => start + i * stepMs), mean: some.map((i) => sum[i]! / counts[i]!), min: some.map((i) => min[i]!), max: some.map((i) => max[i]!) }
    },
    spans() {
      const inside = filled().map((i) => ({ first: first[i]!, last: last[i]! }))
      const beside = (at: number) => (Number.isFinite(at) ? [{ first: at, last: at }] : [])
      return [...beside(edge.beforeAt), ...inside, ...beside(edge.afterAt)]
    },
    sums() {
      if (total.count === 0) return null
      const { firstAt: _, lastAt: __, ...sums } = total
      return { ...sums, min: min.reduce((a, b) => Math.min(a, b)), max: max.reduce((a, b) => Math.max(a, b)) }
    },
  }
}

/** What a plot of the grid's width shows of readings. */
export function thin(t: ArrayLike<number>, v: ArrayLike<number>, grid: Grid): Points {
  const one = thinner(grid)
  for (let i = 0; i < t.length; i++) one.add(t[i]!, v[i]!)
  return one.points()
}
