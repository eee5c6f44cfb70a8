/** Lengths of the roll-ups that are kept, in seconds. One-second figures are made from the readings themselves. */
export const rollupLevels = [60, 900, 3600, 86_400] as const

export interface RollupPart {
  level: number
  /** Start, epoch milliseconds, a multiple of the level since the epoch. */
  bucketAt: number
  count: number
  sum: number
  sumSquares: number
  min: number
  max: number
  first: number
  last: number
  firstAt: number
  lastAt: number
}

/** What readings in ascending order add to each bucket of each level. Parts of one bucket add up, whatever their order. */
export function foldRollups(t: ArrayLike<number>, v: ArrayLike<number>): RollupPart[] {
  const parts: RollupPart[] = []
  for (const level of rollupLevels) {
    let part: RollupPart | undefined
    for (let i = 0; i < t.length; i++) {
      const time = t[i]!
      const value = v[i]!
      const bucketAt = Math.floor(time / (level * 1000)) * level * 1000
      if (!part || part.bucketAt !== bucketAt) {
        part = { level, bucketAt, count: 0, sum: 0, sumSquares: 0, min: value, max: value, first: value, last: value, firstAt: time, lastAt: time }
        parts.push(part)
      }
      part.count++
      part.sum += value
      part.sumSquares += value * value
      if (value < part.min) part.min = value
      if (value > part.max) part.max = value
      part.last = value
      part.lastAt = time
    }
  }
  return parts
}
