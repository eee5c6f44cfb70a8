import { numbersAt } from '@/lib/adapters/telemetry/binary-array'
import { binaryRows } from '@/lib/copy-out'
import type { Database } from '@/lib/db'
import type { Window } from '@/lib/lake/next-window'
import type { ReadingSink } from '@/lib/lake/parquet-writer'

/**
 * Every reading that was stored in time for this window: what there is of it without what came late. Both are asked in one
 * statement: what comes late while this is read is seen in both places or in none, and so is in one file. A chunk lies
 * within one hour. Asked signal by signal, for which the chunks have their index.
 */
export async function readWindow(db: Database, tenantId: string, { from, to }: Window, give: ReadingSink): Promise<void> {
  const [first, last] = [from, to].map((ms) => `'${new Date(ms).toISOString()}'::timestamptz`)
  const query = `COPY (
    WITH late AS MATERIALIZED (
      SELECT signal_id, array_agg(t) AS times FROM lake_late, unnest(times) AS t
      WHERE day = (${first} AT TIME ZONE 'UTC')::date AND t >= ${Number(from)} AND t < ${Number(to)} GROUP BY 1)
    SELECT l.signal_id, (extract(epoch FROM c.starts_at) * 1000)::float8, c.offsets_ms, c.vals,
      (SELECT coalesce(array_agg(t), '{}') FROM unnest(late.times) AS t WHERE t BETWEEN extract(epoch FROM c.starts_at) * 1000 AND extract(epoch FROM c.ends_at) * 1000)
    FROM signal_latest l JOIN telemetry_chunk c ON c.tenant_id = l.tenant_id AND c.signal_id = l.signal_id
      AND c.starts_at > ${first} - interval '1 hour' AND c.starts_at < ${last} AND c.ends_at >= ${first}
    LEFT JOIN late ON late.signal_id = l.signal_id
    WHERE l.t >= ${first}
  ) TO STDOUT (FORMAT binary)`
  const rows = binaryRows((view, starts, bytes) => {
    const row = rowOf(view, starts, bytes)
    const kept = within(row, { from, to })
    if (kept.times.length > 0) give.add(row.signal, kept.times, kept.values)
  })
  await db.copyInTenant(tenantId, query, rows)
}

interface ChunkRow {
  signal: string
  times: Float64Array
  values: Float64Array
  /** Of these times what came late. */
  late: Float64Array
}

function rowOf(view: DataView, [signalAt, startAt, offsets, values, late]: number[], bytes: Buffer): ChunkRow {
  const start = view.getFloat64(startAt!)
  return {
    signal: bytes.toString('utf8', signalAt, signalAt! + view.getInt32(signalAt! - 4)),
    times: numbersAt(view, offsets!).map((offset) => start + offset),
    values: numbersAt(view, values!),
    late: numbersAt(view, late!),
  }
}

function within({ times, values, late }: ChunkRow, { from, to }: Window): { times: Float64Array; values: Float64Array } {
  if (late.length === 0 && times.every((t) => t >= from && t < to)) return { times, values }
  const cameLate = new Set(late)
  const keep = (t: number) => t >= from && t < to && !cameLate.has(t)
  return { times: times.filter(keep), values: values.filter((_, i) => keep(times[i]!)) }
}
