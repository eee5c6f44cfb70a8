import type { Tx } from '@/lib/db'
import { type Buckets, gridOf, type Span, type Sums, type TrendWindow } from '@/lib/telemetry/trend/thin'

export interface RolledUp extends Buckets {
  /** Length of a bucket as it is drawn: one roll-up or several. */
  stepMs: number
  /** Readings in each bucket. */
  counts: number[]
  spans: Span[]
  sums: Sums | null
}

interface Row {
  signal: string
  i: number[]
  count: number[]
  sum: number[]
  squares: number[]
  min: number[]
  max: number[]
  firstAt: number[]
  lastAt: number[]
  first: number
  last: number
}

/** Roll-ups of one level that touch the window, joined to about `width` buckets of whole roll-ups; their extremes are those of the readings. */
export async function loadRollups(tx: Tx, signalIds: string[], window: TrendWindow, width: number, levelSeconds: number): Promise<Map<string, RolledUp>> {
  const { start, stepMs } = gridOf(window, width, levelSeconds * 1000)
  const earliest = new Date(Math.floor(window.from / (levelSeconds * 1000)) * levelSeconds * 1000)
  const until = new Date(window.to)
  const rows = await tx.$queryRaw<Row[]>`
    SELECT drawn.*, f.first, l.last FROM (
      SELECT signal, array_agg(i ORDER BY i) AS i, array_agg(n ORDER BY i) AS count, array_agg(s ORDER BY i) AS sum, array_agg(q ORDER BY i) AS squares,
        array_agg(low ORDER BY i) AS min, array_agg(high ORDER BY i) AS max, array_agg(a ORDER BY i) AS "firstAt", array_agg(b ORDER BY i) AS "lastAt"
      FROM (
        SELECT signal_id AS signal, floor((extract(epoch FROM bucket_at)::float8 * 1000 - ${start}::float8) / ${stepMs}::float8)::int AS i,
          sum(count)::float8 AS n, sum(sum) AS s, sum(sum_squares) AS q, min(min) AS low, max(max) AS high,
          extract(epoch FROM min(coalesce(first_at, bucket_at)))::float8 * 1000 AS a,
          -- A bucket that was written whole is known to its end.
          extract(epoch FROM max(coalesce(last_at, bucket_at + make_interval(secs => level_seconds))))::float8 * 1000 AS b
        FROM telemetry_rollup
        WHERE signal_id = ANY(${signalIds}) AND level_seconds = ${levelSeconds} AND bucket_at >= ${earliest} AND bucket_at < ${until} AND count > 0
        GROUP BY 1, 2) buckets
      GROUP BY signal) drawn,
      -- By the index, instead of carrying both through every bucket.
      LATERAL (SELECT first FROM telemetry_rollup WHERE signal_id = signal AND level_seconds = ${levelSeconds} AND bucket_at >= ${earliest} AND bucket_at < ${until} AND count > 0 ORDER BY bucket_at LIMIT 1) f,
      LATERAL (SELECT last FROM telemetry_rollup WHERE signal_id = signal AND level_seconds = ${levelSeconds} AND bucket_at >= ${earliest} AND bucket_at < ${until} AND count > 0 ORDER BY bucket_at DESC LIMIT 1) l`
  const found = new Map(rows.map((row) => [row.signal, rolledUp(row, start, stepMs)]))
  return new Map(signalIds.map((id) => [id, found.get(id) ?? { stepMs, at: [], mean: [], min: [], max: [], counts: [], spans: [], sums: null }]))
}

function rolledUp({ i, count, sum, squares, min, max, firstAt, lastAt, first, last }: Row, start: number, stepMs: number): RolledUp {
  const total = (list: number[]) => list.reduce((a, b) => a + b, 0)
  return {
    stepMs,
    at: i.map((bucket) => start + bucket * stepMs),
    mean: sum.map((s, bucket) => s / count[bucket]!),
    min,
    max,
    counts: count,
    spans: firstAt.map((at, bucket) => ({ first: at, last: lastAt[bucket]! })),
    sums: { count: total(count), shift: 0, sum: total(sum), sumSquares: total(squares), min: Math.min(...min), max: Math.max(...max), first, last },
  }
}
