import type pg from 'pg'
import { addRollups } from '@/lib/adapters/telemetry/add-rollups'
import { appendRecords, iso, moveLatest, oneAfterTheOther, type StoreReadings } from '@/lib/adapters/telemetry/append-records'
import type { Appended, Settle } from '@/lib/adapters/telemetry/port'
import type { Series } from '@/lib/adapters/telemetry/series'
import type { Database } from '@/lib/db'
import type { Position } from '@/lib/telemetry/journal'
import type { IngestRecord } from '@/lib/telemetry/record'
import { type Retention, rollupDays } from '@/lib/telemetry/retention'

const [hourMs, dayMs] = [3_600_000, 86_400_000]

interface Store {
  db: Database
  retention: Retention
  now: Date
  /** Of the days that are kept. */
  storeReadings: StoreReadings
}

interface Stretch {
  journal: string
  from: Position
  next: Position
  record: IngestRecord
  settle: Settle
}

/** `bringIn` of the port, for every store: what is older than the readings that are kept goes the same way in all of them. */
export function bringInHistory({ db, retention, now, storeReadings }: Store, { journal, from, next, record, settle }: Stretch): Promise<Appended> {
  const midnight = (daysAgo: number) => Math.floor(now.getTime() / dayMs) * dayMs - daysAgo * dayMs
  const keptFrom = midnight(retention.readingsDays)
  const store: StoreReadings = async (client, series) => {
    const [old, recent] = [series.map((one) => between(one, -Infinity, keptFrom)), series.map((one) => between(one, keptFrom, Infinity))]
    const stored = await storeReadings(client, recent.filter(({ t }) => t.length > 0))
    const added = await storeOld(client, old.filter(({ t }) => t.length > 0), (levelSeconds) => midnight(rollupDays(retention, levelSeconds)))
    return [...added, ...stored]
  }
  return appendRecords(db, journal, from, next, [record], store, { keptFrom, settle })
}

function between(series: Series, from: number, to: number): Series {
  const keep = (time: number) => time >= from && time < to
  return { ...series, t: series.t.filter(keep), v: series.v.filter((_, i) => keep(series.t[i]!)) }
}

/** Fills hours of which there is nothing yet. @returns what of it was new. */
async function storeOld(client: pg.PoolClient, all: Series[], keptSince: (levelSeconds: number) => number): Promise<Series[]> {
  if (all.length === 0) return []
  await oneAfterTheOther(client, all)
  const taken = await hoursWithReadings(client, all)
  const fresh = all.map((series) => withoutHours(series, taken)).filter(({ t }) => t.length > 0)
  if (fresh.length === 0) return []
  await addRollups(client, fresh, ({ level, bucketAt }) => bucketAt >= keptSince(level))
  await moveLatest(client, fresh)
  return fresh
}

const keyOf = (signal: string, hourAt: number) => `${hourAt} ${signal}`

/** Of one tenant: an import has no other. */
async function hoursWithReadings(client: pg.PoolClient, all: Series[]): Promise<Set<string>> {
  const { tenantId } = all[0]!
  const [first, last] = [Math.min(...all.map(({ t }) => t[0]!)), Math.max(...all.map(({ t }) => t.at(-1)!))]
  // TimescaleDB's roll-ups are seen through a view that asks for the tenant.
  await client.query(`SELECT set_config('millrace.tenant', $1, true)`, [tenantId])
  const { rows } = await client.query<{ signal: string; at: number }>(
    `SELECT signal_id AS signal, (extract(epoch FROM bucket_at) * 1000)::float8 AS at FROM telemetry_rollup
     WHERE tenant_id = $1 AND signal_id = ANY($2) AND level_seconds = 3600 AND bucket_at >= $3 AND bucket_at <= $4`,
    [tenantId, all.map(({ signal }) => signal), iso(first - hourMs), iso(last)],
  )
  return new Set(rows.map(({ signal, at }) => keyOf(signal, at)))
}

function withoutHours(series: Series, taken: Set<string>): Series {
  const isFree = (time: number) => !taken.has(keyOf(series.signal, Math.floor(time / hourMs) * hourMs))
  return { ...series, t: series.t.filter(isFree), v: series.v.filter((_, i) => isFree(series.t[i]!)) }
}
