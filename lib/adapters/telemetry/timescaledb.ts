import type pg from 'pg'
import { appendRecords, iso, moveLatest, storedPosition } from '@/lib/adapters/telemetry/append-records'
import { bringInHistory } from '@/lib/adapters/telemetry/bring-in'
import { forgetOld } from '@/lib/adapters/telemetry/forget-old'
import type { HistoryTelemetry } from '@/lib/adapters/telemetry/port'
import type { Series } from '@/lib/adapters/telemetry/series'
import type { Database } from '@/lib/db'
import { type Retention, usualRetention } from '@/lib/telemetry/retention'

/**
 * A hypertable with a row for each reading, and continuous aggregates of every tier (migration `timescaledb`). Roll-ups
 * follow late readings within a minute, not in the same step: TimescaleDB's own jobs refresh them.
 */
export function timescaleTelemetry(db: Database, retention: Retention = usualRetention): HistoryTelemetry {
  return {
    stored: (journal) => storedPosition(db, journal),
    append: (journal, from, next, records) => appendRecords(db, journal, from, next, records, storeRows),
    bringIn: (journal, from, next, record, now, settle) => bringInHistory({ db, retention, now, storeReadings: storeRows }, { journal, from, next, record, settle }),
    async keep(now) {
      await db.operatorPool.query('SELECT ensure_timescale($1)', [retention.readingsDays])
      // What was stored before the extension came, and what a store does not know.
      await forgetOld(db, retention, now)
      const { readingsDays, minutesDays, quartersDays, hoursDays } = retention
      const { rows } = await db.operatorPool.query<{ n: number }>('SELECT forget_timescale($1, $2, $3, $4, $5) AS n', [iso(now.getTime()).slice(0, 10), readingsDays, minutesDays, quartersDays, hoursDays])
      return rows[0]!.n
    },
  }
}

async function storeRows(client: pg.PoolClient, all: Series[]): Promise<Series[]> {
  const flat = all.flatMap(({ tenantId, signal, t, v }) => Array.from(t, (time, i) => ({ tenantId, signal, t: iso(time), v: v[i]! })))
  const { rows } = await client.query<{ tenantId: string; signal: string; t: number[]; v: number[] }>(
    `WITH stored AS (
       INSERT INTO timescale_reading (tenant_id, signal_id, t, v) SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::float8[]) ON CONFLICT DO NOTHING RETURNING tenant_id, signal_id, t, v)
     SELECT tenant_id AS "tenantId", signal_id AS signal, array_agg((extract(epoch FROM t) * 1000)::float8 ORDER BY t) AS t, array_agg(v ORDER BY t) AS v FROM stored GROUP BY 1, 2`,
    [flat.map(({ tenantId }) => tenantId), flat.map(({ signal }) => signal), flat.map(({ t }) => t), flat.map(({ v }) => v)],
  )
  await moveLatest(client, all)
  return rows.map(({ tenantId, signal, t, v }) => ({ tenantId, signal, t: Float64Array.from(t), v: Float64Array.from(v) }))
}
