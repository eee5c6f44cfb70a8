import pg from 'pg'
import { numbersAt } from '@/lib/adapters/telemetry/binary-array'
import { binaryRows } from '@/lib/copy-out'
import type { Database } from '@/lib/db'
import type { Reach } from '@/lib/tenancy/reach'
import { moment } from '@/lib/telemetry/trend/raw-readings'
import { type Buckets, gridOf, type Span, type Sums, type TrendWindow } from '@/lib/telemetry/trend/thin'

export interface RolledUp extends Buckets {
  /** Length of a bucket as it is drawn: one roll-up or several. */
  stepMs: number
  /** Readings in each bucket. */
  counts: number[]
  spans: Span[]
  sums: Sums | null
}

/** Of one signal, ascending. Times in epoch milliseconds. */
interface Rollups {
  at: Float64Array
  count: Float64Array
  sum: Float64Array
  squares: Float64Array
  min: Float64Array
  max: Float64Array
  firstAt: Float64Array
  lastAt: Float64Array
  first: number
  last: number
}

/**
 * Roll-ups of one level that touch the window, joined to about `width` buckets of whole roll-ups; their extremes are those
 * of the readings. They come as arrays in binary and are joined here: grouped and written as text by the server, a month of
 * eight signals took it four times as long.
 */
export async function loadRollups(db: Database, reach: Reach, signalIds: string[], window: TrendWindow, width: number, levelSeconds: number): Promise<Map<string, RolledUp>> {
  const grid = gridOf(window, width, levelSeconds * 1000)
  const found = new Map<string, RolledUp>()
  const rows = binaryRows((view, [i, ...fields]) => found.set(signalIds[view.getInt32(i!)]!, join(rollupsOf(view, fields), grid, levelSeconds * 1000)))
  await db.copyInTenant(reach, rollupQuery(signalIds, window, levelSeconds), rows)
  return new Map(signalIds.map((id) => [id, found.get(id) ?? { stepMs: grid.stepMs, at: [], mean: [], min: [], max: [], counts: [], spans: [], sums: null }]))
}

/** COPY takes no parameters. The inner order is the index's, and that of the arrays. */
function rollupQuery(signalIds: string[], window: TrendWindow, levelSeconds: number): string {
  const ids = `ARRAY[${signalIds.map((id) => pg.escapeLiteral(id)).join(', ')}]::text[]`
  const earliest = Math.floor(window.from / (levelSeconds * 1000)) * levelSeconds * 1000
  return `COPY (
    SELECT (array_position(${ids}, signal_id) - 1)::integer, (array_agg(first))[1], (array_agg(last))[count(*)],
      array_agg(bucket_at::timestamptz), array_agg(count), array_agg(sum), array_agg(sum_squares), array_agg(min), array_agg(max), array_agg(first_at::timestamptz), array_agg(last_at::timestamptz)
    FROM (
      SELECT * FROM telemetry_rollup
      WHERE signal_id = ANY(${ids}) AND level_seconds = ${Number(levelSeconds)} AND bucket_at >= ${moment(earliest)} AND bucket_at < ${moment(window.to)} AND count > 0
      ORDER BY signal_id, bucket_at) ascending
    GROUP BY signal_id
  ) TO STDOUT (FORMAT binary)`
}

function rollupsOf(view: DataView, [first, last, ...arrays]: number[]): Rollups {
  const [at, count, sum, squares, min, max, firstAt, lastAt] = arrays.map((start) => numbersAt(view, start)) as EightLists
  return { at, count, sum, squares, min, max, firstAt, lastAt, first: view.getFloat64(first!), last: view.getFloat64(last!) }
}

type List = Float64Array
type EightLists = [List, List, List, List, List, List, List, List]

function join(rollups: Rollups, { start, stepMs }: { start: number; stepMs: number }, levelMs: number): RolledUp {
  const joined: RolledUp = { stepMs, at: [], mean: [], min: [], max: [], counts: [], spans: [], sums: null }
  const { at, mean, min, max, counts, spans } = joined
  const totals = { count: 0, sum: 0, sumSquares: 0, min: Infinity, max: -Infinity }
  let bucketSum = 0
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
  joined.mean = shortened(mean, Math.max(Math.abs(totals.min), Math.abs(totals.max)))
  if (totals.count > 0) joined.sums = { ...totals, shift: 0, first: rollups.first, last: rollups.last }
  return joined
}

/** Nine digits of the greatest value: more than a plot or a sensor shows, and half of what the quotients of two sums take on the wire. */
function shortened(means: number[], greatest: number): number[] {
  const scale = 10 ** (8 - Math.floor(Math.log10(greatest)))
  return Number.isFinite(scale) && scale > 0 ? means.map((mean) => Math.round(mean * scale) / scale) : means
}

const orElse = (time: number, other: number) => (Number.isNaN(time) ? other : time)
