import type pg from 'pg'
import { float8Array, int4Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import { appendRecords, columns, iso, moveLatest, oneAfterTheOther, storedPosition } from '@/lib/adapters/telemetry/append-records'
import { addRollups } from '@/lib/adapters/telemetry/add-rollups'
import { bringInHistory } from '@/lib/adapters/telemetry/bring-in'
import { forgetOld } from '@/lib/adapters/telemetry/forget-old'
import type { HistoryTelemetry } from '@/lib/adapters/telemetry/port'
import type { Series } from '@/lib/adapters/telemetry/series'
import type { Database } from '@/lib/db'
import { type Retention, usualRetention } from '@/lib/telemetry/retention'

const hourMs = 3_600_000

/** PostgreSQL without extensions: chunks of readings in daily partitions, roll-ups in a table of their own. */
export function embeddedTelemetry(db: Database, retention: Retention = usualRetention): HistoryTelemetry {
  return {
    stored: (journal) => storedPosition(db, journal),
    append: (journal, from, next, records) => appendRecords(db, journal, from, next, records, storeChunks),
    bringIn: (journal, from, next, record, now, settle) => bringInHistory({ db, retention, now, storeReadings: storeChunks }, { journal, from, next, record, settle }),
    keep: (now) => forgetOld(db, retention, now),
  }
}

async function storeChunks(client: pg.PoolClient, all: Series[]): Promise<Series[]> {
  await withoutStored(client, all)
  const fresh = all.filter(({ t }) => t.length > 0)
  if (fresh.length === 0) return []
  await insertChunks(client, fresh)
  await addRollups(client, fresh)
  await moveLatest(client, fresh)
  return fresh
}

/** Takes out what is stored already. Only what is not after the newest stored reading is compared with what there is. */
async function withoutStored(client: pg.PoolClient, all: Series[]): Promise<void> {
  await oneAfterTheOther(client, all)
  const { rows } = await client.query<{ i: number; ms: string }>(
    `SELECT q.i, (extract(epoch FROM l.t) * 1000)::bigint AS ms FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS q(tenant, signal, i)
     JOIN signal_latest l ON l.tenant_id = q.tenant AND l.signal_id = q.signal`,
    [all.map(({ tenantId }) => tenantId), all.map(({ signal }) => signal)],
  )
  const late = rows.map(({ i, ms }) => ({ series: all[i - 1]!, latest: Number(ms) })).filter(({ series, latest }) => series.t[0]! <= latest)
  if (late.length === 0) return
  const stored = await client.query<{ i: number; start: string; offsets: number[] }>(
    `SELECT q.i, (extract(epoch FROM c.starts_at) * 1000)::bigint AS start, c.offsets_ms AS offsets
     FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS q(tenant, signal, first, last, i)
     JOIN reading_chunk c ON c.tenant_id = q.tenant AND c.signal_id = q.signal
       AND c.starts_at <= q.last AND c.starts_at > q.first - interval '1 hour' AND c.ends_at >= q.first`,
    [late.map(({ series }) => series.tenantId), late.map(({ series }) => series.signal), late.map(({ series }) => iso(series.t[0]!)), late.map(({ series, latest }) => iso(Math.min(series.t.at(-1)!, latest)))],
  )
  const times = late.map(() => new Set<number>())
  for (const { i, start, offsets } of stored.rows) for (const offset of offsets) times[i - 1]!.add(Number(start) + offset)
  late.forEach(({ series }, i) => {
    const { t } = series
    series.v = series.v.filter((_, at) => !times[i]!.has(t[at]!))
    series.t = t.filter((time) => !times[i]!.has(time))
  })
}

/** All readings in two arrays, and of which stretch of them each chunk is made. */
async function insertChunks(client: pg.PoolClient, all: Series[]): Promise<void> {
  const count = all.reduce((sum, { t }) => sum + t.length, 0)
  if (count === 0) return
  const [offsets, values] = [new Int32Array(count), new Float64Array(count)]
  const rows: [string, string, number, number, number, number][] = []
  let base = 0
  for (const { tenantId, signal, t, v } of all) {
    values.set(v, base)
    for (let from = 0; from < t.length; ) {
      const start = t[from]!
      const hourEnd = Math.floor(start / hourMs) * hourMs + hourMs
      let to = from
      while (to < t.length && t[to]! < hourEnd) offsets[base + to] = t[to++]! - start
      rows.push([tenantId, signal, start, t[to - 1]!, base + from + 1, base + to])
      from = to
    }
    base += t.length
  }
  const [tenants, signals, starts, ends, firsts, lasts] = columns(rows) as [string[], string[], number[], number[], number[], number[]]
  await client.query(
    `INSERT INTO reading_chunk (tenant_id, signal_id, starts_at, ends_at, offsets_ms, vals)
     SELECT tenant, signal, starts, ends, ($1::integer[])[first:last], ($2::float8[])[first:last]
     FROM unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::integer[], $8::integer[]) AS q(tenant, signal, starts, ends, first, last)`,
    [int4Array(offsets), float8Array(values), tenants, signals, timestampArray(starts), timestampArray(ends), int4Array(firsts), int4Array(lasts)],
  )
}
