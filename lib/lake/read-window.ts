import { numbersAt } from '@/lib/adapters/telemetry/binary-array'
import { binaryRows } from '@/lib/copy-out'
import type { Database } from '@/lib/db'
import type { Window } from '@/lib/lake/next-window'
import type { ReadingSink } from '@/lib/lake/parquet-writer'

/**
 * Every reading that was stored in time for this window: what there is of it without what came late. A chunk lies within
 * one hour. Asked signal by signal, for which the chunks have their index.
 */
export async function readWindow(db: Database, tenantId: string, { from, to }: Window, give: ReadingSink): Promise<void> {
  const late = await lateTimes(db, tenantId, { from, to })
  const [first, last] = [from, to].map((ms) => `'${new Date(ms).toISOString()}'::timestamptz`)
  const query = `COPY (
    SELECT l.signal_id, (extract(epoch FROM c.starts_at) * 1000)::float8, c.offsets_ms, c.vals
    FROM signal_latest l JOIN telemetry_chunk c ON c.tenant_id = l.tenant_id AND c.signal_id = l.signal_id
      AND c.starts_at > ${first} - interval '1 hour' AND c.starts_at < ${last} AND c.ends_at >= ${first}
    WHERE l.t >= ${first}
  ) TO STDOUT (FORMAT binary)`
  const rows = binaryRows((view, starts, bytes) => {
    const row = rowOf(view, starts, bytes)
    const kept = within(row, { from, to }, late.get(row.signal))
    if (kept.times.length > 0) give.add(row.signal, kept.times, kept.values)
  })
  await db.copyInTenant(tenantId, query, rows)
}

interface ChunkRow {
  signal: string
  times: Float64Array
  values: Float64Array
}

function rowOf(view: DataView, [signalAt, startAt, offsets, values]: number[], bytes: Buffer): ChunkRow {
  const start = view.getFloat64(startAt!)
  return {
    signal: bytes.toString('utf8', signalAt, signalAt! + view.getInt32(signalAt! - 4)),
    times: numbersAt(view, offsets!).map((offset) => start + offset),
    values: numbersAt(view, values!),
  }
}

function within({ times, values }: ChunkRow, { from, to }: Window, late: Set<number> | undefined): { times: Float64Array; values: Float64Array } {
  if (!late && times.every((t) => t >= from && t < to)) return { times, values }
  const keep = (t: number) => t >= from && t < to && !late?.has(t)
  return { times: times.filter(keep), values: values.filter((_, i) => keep(times[i]!)) }
}

async function lateTimes({ operatorPool }: Database, tenantId: string, { from, to }: Window): Promise<Map<string, Set<number>>> {
  const { rows } = await operatorPool.query<{ signal: string; t: number }>(
    `SELECT signal_id AS signal, t FROM lake_late, unnest(times) AS t WHERE tenant_id = $1 AND day = ($2::timestamptz AT TIME ZONE 'UTC')::date AND t >= $3 AND t < $4`,
    [tenantId, new Date(from).toISOString(), from, to],
  )
  const late = new Map<string, Set<number>>()
  for (const { signal, t } of rows) late.set(signal, (late.get(signal) ?? new Set()).add(t))
  return late
}
