import type { Database } from '@/lib/db'
import type { Reach } from '@/lib/tenancy/reach'
import { readRollups, type RollupQuestion, type RollupRows } from '@/lib/telemetry/trend/rollup-rows'
import { type Buckets, gridOf, type Span, type Sums } from '@/lib/telemetry/trend/thin'

export interface RolledUp extends Buckets {
  /** Length of a bucket as it is drawn: one roll-up or several. */
  stepMs: number
  /** Readings in each bucket. */
  counts: number[]
  spans: Span[]
  sums: Sums | null
}

/** Roll-ups of one level that touch the window, joined to about `width` buckets of whole roll-ups; their extremes are those of the readings. */
export async function loadRollups(db: Database, reach: Reach, question: RollupQuestion, width: number): Promise<Map<string, RolledUp>> {
  const levelMs = question.levelSeconds * 1000
  const grid = gridOf(question.window, width, levelMs)
  const rows = await readRollups(db, reach, question)
  return new Map([...rows].map(([id, pieces]) => [id, join(pieces, grid, levelMs)]))
}

function join(pieces: RollupRows[], { start, stepMs }: { start: number; stepMs: number }, levelMs: number): RolledUp {
  const joined: RolledUp = { stepMs, at: [], mean: [], min: [], max: [], counts: [], spans: [], sums: null }
  const { at, mean, min, max, counts, spans } = joined
  const totals = { count: 0, sum: 0, sumSquares: 0, min: Infinity, max: -Infinity }
  let bucketSum = 0
  for (const rollups of pieces) {
    for (let i = 0; i < rollups.at.length; i++) {
      const bucketAt = start + Math.floor((rollups.at[i]! - start) / stepMs) * stepMs
      let b = at.length - 1
      if (b < 0 || at[b] !== bucketAt) {
        b = at.push(bucketAt) - 1
        mean.push(0)
        min.push(Infinity)
        max.push(-Infinity)
        counts.push(0)
        spans.push({ first: Infinity, last: -Infinity })
        bucketSum = 0
      }
      const [low, high, count, sum] = [rollups.min[i]!, rollups.max[i]!, rollups.count[i]!, rollups.sum[i]!]
      bucketSum += sum
      counts[b]! += count
      mean[b] = bucketSum / counts[b]!
      if (low < min[b]!) min[b] = low
      if (high > max[b]!) max[b] = high
      const span = spans[b]!
      span.first = Math.min(span.first, orElse(rollups.firstAt[i]!, rollups.at[i]!))
      // A roll-up that was written whole is known to its end.
      span.last = Math.max(span.last, orElse(rollups.lastAt[i]!, rollups.at[i]! + levelMs))
      totals.count += count
      totals.sum += sum
      totals.sumSquares += rollups.squares[i]!
      if (low < totals.min) totals.min = low
      if (high > totals.max) totals.max = high
    }
  }
  joined.mean = shortened(mean, Math.max(Math.abs(totals.min), Math.abs(totals.max)))
  if (totals.count > 0) joined.sums = { ...totals, shift: 0, first: pieces[0]!.first[0]!, last: pieces.at(-1)!.last.at(-1)! }
  return joined
}

/** Nine digits of the greatest value: more than a plot or a sensor shows, and half of what the quotients of two sums take on the wire. */
function shortened(means: number[], greatest: number): number[] {
  const scale = 10 ** (8 - Math.floor(Math.log10(greatest)))
  return Number.isFinite(scale) && scale > 0 ? means.map((mean) => Math.round(mean * scale) / scale) : means
}

const orElse = (time: number, other: number) => (Number.isNaN(time) ? other : time)
