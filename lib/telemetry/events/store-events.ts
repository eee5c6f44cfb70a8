import type pg from 'pg'
import { type PlantEvent, placeOf } from '@/lib/telemetry/events/read-events'
import type { IngestRecord } from '@/lib/telemetry/record'

/** Length of a production count's bucket, in seconds. */
const bucketSeconds = 900

type Of<T extends PlantEvent['type']> = Extract<PlantEvent, { type: T }>

/** Applies every event that was not applied before, in the order in which they were taken, in the caller's transaction. @returns how many. */
export async function storeEvents(client: pg.PoolClient, records: IngestRecord[]): Promise<number> {
  let applied = 0
  for (const { tenantId, sourceId, receivedAt, events = [] } of records) {
    if (events.length === 0) continue
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO plant_event (tenant_id, id, source_id, type, place, t, received_at, body)
       SELECT $1, q.id, $2, q.type, q.place, q.t, $3, q.body FROM unnest($4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::jsonb[]) AS q(id, type, place, t, body)
       ON CONFLICT DO NOTHING RETURNING id`,
      [tenantId, sourceId, at(receivedAt), events.map(({ id }) => id), events.map(({ type }) => type), events.map(placeOf), events.map(({ t }) => at(t)), events.map((event) => JSON.stringify(event))],
    )
    const fresh = new Set(rows.map(({ id }) => id))
    applied += fresh.size
    // The same id twice in one body is one event as well.
    for (const event of events) if (fresh.delete(event.id)) await apply(client, tenantId, event)
  }
  return applied
}

const at = (ms: number) => new Date(ms).toISOString()
/** At the column's end it stays: one more piece must not keep out what came with it. */
const added = (column: 'total' | 'reject' | 'rework') => `least(c.${column}::bigint + excluded.${column}, 2147483647)::integer`
const orNull = (ms: number | null | undefined) => (ms == null ? null : at(ms))

function apply(client: pg.PoolClient, tenantId: string, event: PlantEvent): Promise<unknown> {
  switch (event.type) {
    case 'count':
      return client.query(
        `INSERT INTO production_count AS c (tenant_id, line_id, bucket_at, product_id, run_id, total, reject, rework)
         VALUES ($1, $2, date_bin(make_interval(secs => ${bucketSeconds}), $3::timestamptz, 'epoch'), $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, line_id, bucket_at, run_id) DO UPDATE SET total = ${added('total')}, reject = ${added('reject')}, rework = ${added('rework')}`,
        [tenantId, event.line, at(event.t), event.product, event.run, event.total, event.reject, event.rework],
      )
    case 'run':
      return client.query(
        `INSERT INTO production_run (tenant_id, id, line_id, product_id, batch_id, starts_at, ends_at, ideal_rate_per_minute) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, id) DO UPDATE SET product_id = excluded.product_id, batch_id = coalesce(excluded.batch_id, production_run.batch_id), starts_at = excluded.starts_at,
           ends_at = coalesce(excluded.ends_at, production_run.ends_at), ideal_rate_per_minute = excluded.ideal_rate_per_minute`,
        [tenantId, event.run, event.line, event.product, event.batch ?? null, at(event.t), orNull(event.endsAt), event.idealRatePerMinute],
      )
    case 'state':
      return changeState(client, tenantId, event)
    case 'stop':
      return stop(client, tenantId, event)
    case 'lab-result':
      return client.query(
        `INSERT INTO lab_result (tenant_id, id, batch_id, node_id, taken_at, analyte, value, unit, lsl, usl) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (tenant_id, id) DO UPDATE SET value = excluded.value, unit = excluded.unit, lsl = excluded.lsl, usl = excluded.usl, taken_at = excluded.taken_at`,
        [tenantId, event.sample, event.batch ?? null, event.place, at(event.t), event.analyte, event.value, event.unit, event.lsl ?? null, event.usl ?? null],
      )
    case 'maintenance':
      return client.query(
        `INSERT INTO maintenance_entry (tenant_id, id, node_id, kind, opened_at, closed_at, title, detail, technician) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (tenant_id, id) DO UPDATE SET closed_at = coalesce(excluded.closed_at, maintenance_entry.closed_at), title = excluded.title, detail = excluded.detail, technician = excluded.technician`,
        [tenantId, event.entry, event.place, event.kind, at(event.t), orNull(event.endsAt), event.title, event.detail, event.technician],
      )
  }
}

/** A reason that a person gave stays; everything else follows the sender. */
const stop = (client: pg.PoolClient, tenantId: string, event: Of<'stop'>) =>
  client.query(
    `INSERT INTO stop AS s (tenant_id, id, line_id, equipment_id, kind, reason_code, starts_at, ends_at, note)
     SELECT $1, $2, $3, $4, r.kind, r.code, $6, $7, $8 FROM stop_reason r WHERE r.tenant_id = $1 AND r.code = $5
     ON CONFLICT (tenant_id, id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = coalesce(excluded.ends_at, s.ends_at), note = coalesce(excluded.note, s.note),
       equipment_id = coalesce(excluded.equipment_id, s.equipment_id),
       kind = CASE WHEN EXISTS (SELECT FROM stop_coding c WHERE c.tenant_id = s.tenant_id AND c.stop_id = s.id) THEN s.kind ELSE excluded.kind END,
       reason_code = CASE WHEN EXISTS (SELECT FROM stop_coding c WHERE c.tenant_id = s.tenant_id AND c.stop_id = s.id) THEN s.reason_code ELSE excluded.reason_code END`,
    [tenantId, event.stop, event.line, event.equipment ?? null, event.reason, at(event.t), orNull(event.endsAt), event.note ?? null],
  )

/**
 * Spans of a machine never lie over each other, in whatever order they are told: what covers the moment ends there, and
 * the new one ends where the next begins, `working` included, of which only the event itself is kept.
 */
async function changeState(client: pg.PoolClient, tenantId: string, { equipment, t, state, reason }: Of<'state'>): Promise<void> {
  const values = [tenantId, equipment, at(t)]
  await client.query('DELETE FROM equipment_state WHERE tenant_id = $1 AND equipment_id = $2 AND starts_at = $3', values)
  await client.query('UPDATE equipment_state SET ends_at = $3 WHERE tenant_id = $1 AND equipment_id = $2 AND starts_at < $3 AND (ends_at IS NULL OR ends_at > $3)', values)
  if (state === 'working') return
  await client.query(
    `INSERT INTO equipment_state (tenant_id, equipment_id, line_id, state, reason_code, starts_at, ends_at)
     SELECT $1, $2, e.parent_id, $4::machine_state, $5, $3, least(
       (SELECT min(n.starts_at) FROM equipment_state n WHERE n.tenant_id = $1 AND n.equipment_id = $2 AND n.starts_at > $3),
       (SELECT min(w.t) FROM plant_event w WHERE w.tenant_id = $1 AND w.place = $2 AND w.type = 'state' AND w.t > $3))
     FROM plant_node e WHERE e.tenant_id = $1 AND e.id = $2`,
    [...values, state, reason ?? null],
  )
}
