import type pg from 'pg'
import { float8Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import type { Appended, Settle } from '@/lib/adapters/telemetry/port'
import { type Series, seriesOf } from '@/lib/adapters/telemetry/series'
import { type Database, withClient } from '@/lib/db'
import { keepLate } from '@/lib/lake/keep-late'
import { count } from '@/lib/metering/count'
import { holdTenants } from '@/lib/tenancy/hold-tenants'
import { storeEvents } from '@/lib/telemetry/events/store-events'
import type { Position } from '@/lib/telemetry/journal'
import type { IngestRecord } from '@/lib/telemetry/record'

const deadlineMs = 60_000

/** Keeps those of the readings that are not stored yet, in any form; answers them. */
export type StoreReadings = (client: pg.PoolClient, series: Series[]) => Promise<Series[]>

interface Beside {
  /** Readings before this are in no table of readings: they go to the lake whatever is sealed. */
  keptFrom?: number
  /** Runs in the transaction, when the position moved. */
  settle?: Settle
}

/** What every store has in common: the journal's position, the answers of webhooks, what was refused, and events; in one transaction. */
export const appendRecords = (db: Database, journal: string, from: Position, next: Position, records: IngestRecord[], storeReadings: StoreReadings, { keptFrom, settle }: Beside = {}): Promise<Appended> =>
  inTransaction(db, async (client) => {
    if (!(await movePosition(client, journal, from, next))) return { moved: false, stored: 0, duplicates: 0 }
    const living = await holdTenants(client, records.map(({ tenantId }) => tenantId))
    const kept = records.filter(({ tenantId }) => living.has(tenantId))
    await insertDeliveries(client, kept)
    await insertDeadLetters(client, journal, from, kept)
    const events = await storeEvents(client, kept)
    const series = seriesOf(kept)
    const received = kept.reduce((sum, { groups }) => sum + groups.reduce((n, { t }) => n + t.length, 0), 0)
    const fresh = series.length === 0 ? [] : await storeReadings(client, series)
    const counts = byTenant(fresh)
    await keepLate(client, fresh, keptFrom)
    // In the transaction that stores: a reading is metered once, as it is stored once.
    await count(client, 'readings', counts, new Date())
    const stored = [...counts.values()].reduce((sum, n) => sum + n, 0)
    const duplicates = received - stored
    await settle?.(client, { stored, duplicates, events })
    return { moved: true, stored, duplicates }
  })

function byTenant(all: Series[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { tenantId, t } of all) counts.set(tenantId, (counts.get(tenantId) ?? 0) + t.length)
  return counts
}

export async function storedPosition(db: Database, journal: string): Promise<Position> {
  const { rows } = await db.operatorPool.query<Position>(`SELECT segment, "offset" FROM journal_position WHERE tenant_id = 'platform' AND journal = $1`, [journal])
  return rows[0] ?? { segment: 0, offset: 0 }
}

const inTransaction = <T>(db: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  withClient(db.operatorPool, async (client) => {
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${deadlineMs}`)
    const answer = await work(client)
    await client.query('COMMIT')
    return answer
  })

async function movePosition(client: pg.PoolClient, journal: string, from: Position, next: Position): Promise<boolean> {
  await client.query(`INSERT INTO journal_position (tenant_id, journal, segment, "offset", updated_at) VALUES ('platform', $1, 0, 0, now()) ON CONFLICT DO NOTHING`, [journal])
  const moved = await client.query(
    `UPDATE journal_position SET segment = $4, "offset" = $5, updated_at = now() WHERE tenant_id = 'platform' AND journal = $1 AND segment = $2 AND "offset" = $3`,
    [journal, from.segment, from.offset, next.segment, next.offset],
  )
  return moved.rowCount === 1
}

/** The newest reading of each signal. */
export async function moveLatest(client: pg.PoolClient, all: Series[]): Promise<void> {
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
export const iso = (ms: number) => new Date(ms).toISOString()
export const columns = (rows: unknown[][]): unknown[][] => rows[0]!.map((_, i) => rows.map((row) => row[i]))

/** Of one tenant one transaction at a time compares with what is stored; tenants in one order, so that two journals never wait for each other in a circle. */
export async function oneAfterTheOther(client: pg.PoolClient, all: Series[]): Promise<void> {
  for (const tenant of [...new Set(all.map(({ tenantId }) => tenantId))].sort()) await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`telemetry ${tenant}`])
}
