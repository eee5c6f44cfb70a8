import type pg from 'pg'
import { float8Array, int4Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import type { Appended, Telemetry } from '@/lib/adapters/telemetry/port'
import type { Database } from '@/lib/db'
import { count } from '@/lib/metering/count'
import { holdTenants } from '@/lib/tenancy/hold-tenants'
import { storeEvents } from '@/lib/telemetry/events/store-events'
import { foldRollups, type RollupPart } from '@/lib/telemetry/fold-rollups'
import type { Position } from '@/lib/telemetry/journal'
import type { IngestRecord } from '@/lib/telemetry/record'

/** Days that raw readings, and one-minute roll-ups, are kept; coarser roll-ups stay. */
const rawDays = 31
const minuteDays = 120
const hourMs = 3_600_000
const deadlineMs = 60_000

interface Series {
  tenantId: string
  signal: string
  t: Float64Array
  v: Float64Array
}

/** PostgreSQL without extensions: chunks of readings in daily partitions, roll-ups in a table of their own. */
export function embeddedTelemetry(db: Database): Telemetry {
  return {
    async stored(journal) {
      const { rows } = await db.operatorPool.query<Position>(`SELECT segment, "offset" FROM journal_position WHERE tenant_id = 'platform' AND journal = $1`, [journal])
      return rows[0] ?? { segment: 0, offset: 0 }
    },
    append: (journal, from, next, records) => inTransaction(db, (client) => append(client, journal, from, next, records)),
    async keep(now) {
      const day = (offset: number) => new Date(now.getTime() + offset * 24 * hourMs).toISOString().slice(0, 10)
      await db.operatorPool.query('SELECT ensure_chunk_partitions($1, $2)', [day(-rawDays), day(3)])
      const { rows } = await db.operatorPool.query<{ n: number }>('SELECT drop_chunk_partitions($1) AS n', [day(-rawDays)])
      await db.operatorPool.query('DELETE FROM signal_rollup WHERE level_seconds = 60 AND bucket_at < $1', [day(-minuteDays)])
      await db.operatorPool.query(`DELETE FROM webhook_delivery WHERE received_at < $1`, [day(-3)])
      return rows[0]!.n
    },
  }
}

async function inTransaction<T>(db: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await db.operatorPool.connect()
  let broken: Error | undefined
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${deadlineMs}`)
    const answer = await work(client)
    await client.query('COMMIT')
    return answer
  } catch (error) {
    broken = error as Error
    await client.query('ROLLBACK').then(() => (broken = undefined), () => undefined)
    throw error
  } finally {
    client.release(broken)
  }
}

async function append(client: pg.PoolClient, journal: string, from: Position, next: Position, records: IngestRecord[]): Promise<Appended> {
  await client.query(`INSERT INTO journal_position (tenant_id, journal, segment, "offset", updated_at) VALUES ('platform', $1, 0, 0, now()) ON CONFLICT DO NOTHING`, [journal])
  const moved = await client.query(
    `UPDATE journal_position SET segment = $4, "offset" = $5, updated_at = now() WHERE tenant_id = 'platform' AND journal = $1 AND segment = $2 AND "offset" = $3`,
    [journal, from.segment, from.offset, next.segment, next.offset],
  )
  if (moved.rowCount === 0) return { moved: false, stored: 0, duplicates: 0 }
  const living = await holdTenants(client, records.map(({ tenantId }) => tenantId))
  records = records.filter(({ tenantId }) => living.has(tenantId))
  await insertDeliveries(client, records)
  await insertDeadLetters(client, journal, from, records)
  await storeEvents(client, records)
  const all = seriesOf(records)
  const received = all.reduce((sum, { t }) => sum + t.length, 0)
  await withoutStored(client, all)
  const fresh = all.filter(({ t }) => t.length > 0)
  await insertChunks(client, fresh)
  await addRollups(client, fresh)
  await moveLatest(client, fresh)
  const stored = fresh.reduce((sum, { t }) => sum + t.length, 0)
  // In the transaction that stores: a reading is metered once, as it is stored once.
  await count(client, 'readings', byTenant(fresh), new Date())
  return { moved: true, stored, duplicates: received - stored }
}

function byTenant(all: Series[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { tenantId, t } of all) counts.set(tenantId, (counts.get(tenantId) ?? 0) + t.length)
  return counts
}

/** Readings by signal, ascending, one for each millisecond: the one that came first. Signals in one order in every transaction. */
function seriesOf(records: IngestRecord[]): Series[] {
  const bySignal = new Map<string, { tenantId: string; groups: IngestRecord['groups'] }>()
  for (const { tenantId, groups } of records) {
    for (const group of groups) {
      const key = `${tenantId}\n${group.signal}`
      const one = bySignal.get(key)
      if (one) one.groups.push(group)
      else bySignal.set(key, { tenantId, groups: [group] })
    }
  }
  return [...bySignal.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { tenantId, groups }]) => ascending(joined(tenantId, groups)))
}

function joined(tenantId: string, groups: IngestRecord['groups']): Series {
  const count = groups.reduce((sum, { t }) => sum + t.length, 0)
  const [t, v] = [new Float64Array(count), new Float64Array(count)]
  let at = 0
  for (const group of groups) {
    t.set(group.t, at)
    v.set(group.v, at)
    at += group.t.length
  }
  return { tenantId, signal: groups[0]!.signal, t, v }
}

function ascending(series: Series): Series {
  const { t, v } = series
  if (t.every((time, i) => i === 0 || time > t[i - 1]!)) return series
  const order = [...t.keys()].sort((a, b) => t[a]! - t[b]! || a - b)
  const kept = order.filter((index, i) => i === 0 || t[index] !== t[order[i - 1]!])
  return { ...series, t: Float64Array.from(kept, (i) => t[i]!), v: Float64Array.from(kept, (i) => v[i]!) }
}

/** Takes out what is stored already. Only what is not after the newest stored reading is compared with what there is. */
async function withoutStored(client: pg.PoolClient, all: Series[]): Promise<void> {
  if (all.length === 0) return
  // Tenants one after the other, in one order: two journals never wait for each other in a circle.
  for (const tenant of [...new Set(all.map(({ tenantId }) => tenantId))].sort()) await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`telemetry ${tenant}`])
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

async function addRollups(client: pg.PoolClient, all: Series[]): Promise<void> {
  const parts = all.flatMap(({ tenantId, signal, t, v }) => foldRollups(t, v).map((part) => ({ tenantId, signal, ...part })))
  if (parts.length === 0) return
  const column = <T>(of: (part: RollupPart & { tenantId: string; signal: string }) => T) => parts.map(of)
  await client.query(
    `INSERT INTO signal_rollup AS r (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::timestamptz[], $5::integer[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::timestamptz[], $13::timestamptz[])
     ON CONFLICT (tenant_id, signal_id, level_seconds, bucket_at) DO UPDATE SET
       count = r.count + excluded.count, sum = r.sum + excluded.sum, sum_squares = r.sum_squares + excluded.sum_squares,
       min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
       first = CASE WHEN excluded.first_at < coalesce(r.first_at, r.bucket_at) THEN excluded.first ELSE r.first END,
       last = CASE WHEN excluded.last_at > coalesce(r.last_at, r.bucket_at) THEN excluded.last ELSE r.last END,
       first_at = least(excluded.first_at, coalesce(r.first_at, r.bucket_at)), last_at = greatest(excluded.last_at, r.last_at)`,
    [
      column((p) => p.tenantId), column((p) => p.signal), int4Array(column((p) => p.level)), timestampArray(column((p) => p.bucketAt)), int4Array(column((p) => p.count)),
      float8Array(column((p) => p.sum)), float8Array(column((p) => p.sumSquares)), float8Array(column((p) => p.min)), float8Array(column((p) => p.max)),
      float8Array(column((p) => p.first)), float8Array(column((p) => p.last)), timestampArray(column((p) => p.firstAt)), timestampArray(column((p) => p.lastAt)),
    ],
  )
}

async function moveLatest(client: pg.PoolClient, all: Series[]): Promise<void> {
  if (all.length === 0) return
  await client.query(
    `INSERT INTO signal_latest AS l (tenant_id, signal_id, t, v) SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::float8[])
     ON CONFLICT (tenant_id, signal_id) DO UPDATE SET t = excluded.t, v = excluded.v WHERE excluded.t > l.t`,
    [all.map(({ tenantId }) => tenantId), all.map(({ signal }) => signal), timestampArray(all.map(({ t }) => t.at(-1)!)), float8Array(all.map(({ v }) => v.at(-1)!))],
  )
}

async function insertDeliveries(client: pg.PoolClient, records: IngestRecord[]): Promise<void> {
  const rows = records.flatMap((r): [string, string, string, string, number, string][] => (r.webhookId === null ? [] : [[r.tenantId, r.webhookId, r.sha256, iso(r.receivedAt), r.status, storable(r.answer)]]))
  if (rows.length === 0) return
  await client.query(
    `INSERT INTO webhook_delivery (tenant_id, id, sha256, received_at, status, answer)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::integer[], $6::jsonb[]) ON CONFLICT DO NOTHING`,
    columns(rows),
  )
}

async function insertDeadLetters(client: pg.PoolClient, journal: string, from: Position, records: IngestRecord[]): Promise<void> {
  const rows = records.flatMap((r, i): [string, string, string, string, string, number, string][] =>
    r.refused.length === 0 ? [] : [[r.tenantId, `${journal}-${from.segment}-${from.offset}-${i}`, r.sourceId, iso(r.receivedAt), storable(r.refused), r.refused.length, r.events ? 'events' : 'readings']],
  )
  if (rows.length === 0) return
  await client.query(
    `INSERT INTO dead_letter (tenant_id, id, source_id, received_at, items, count, what)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::integer[], $7::text[]) ON CONFLICT DO NOTHING`,
    columns(rows),
  )
}

/** As PostgreSQL keeps JSON: it has no NUL and no half of a surrogate pair. */
const storable = (value: unknown) => JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/gi, (found) => (found === '\\\\' ? found : '\\ufffd'))
const iso = (ms: number) => new Date(ms).toISOString()
const columns = (rows: unknown[][]): unknown[][] => rows[0]!.map((_, i) => rows.map((row) => row[i]))
