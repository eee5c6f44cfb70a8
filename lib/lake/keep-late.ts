import type pg from 'pg'
import { float8Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import type { Series } from '@/lib/adapters/telemetry/series'

const dayMs = 86_400_000

/** One who moves `sealed_until` waits for those who store, and they for it: see `closeWindow`. */
export const storingLock = `pg_advisory_xact_lock_shared(hashtext('lake storing'), hashtext($1))`
export const closingLock = `pg_advisory_xact_lock(hashtext('lake storing'), hashtext($1))`

/**
 * Of readings that have just been stored, keeps those whose time is sealed already for a correction; in the transaction
 * that stores, so that each reading is in exactly one file. `fresh` are ascending, each stored for the first time. What is
 * before `keptFrom` is in no table that a window is read from: it is late even where nothing was sealed yet.
 */
export async function keepLate(client: pg.PoolClient, fresh: Series[], keptFrom = -Infinity): Promise<void> {
  for (const tenant of [...new Set(fresh.map(({ tenantId }) => tenantId))].sort()) {
    await client.query(`SELECT ${storingLock}`, [tenant])
    // A statement of its own: it must see what was committed while the lock was waited for.
    const { rows } = await client.query<{ ms: number }>(`SELECT (extract(epoch FROM sealed_until) * 1000)::float8 AS ms FROM lake_progress WHERE tenant_id = $1`, [tenant])
    const lateBefore = Math.max(rows[0]?.ms ?? -Infinity, keptFrom)
    if (lateBefore > -Infinity) await insertLate(client, tenant, fresh.filter(({ tenantId }) => tenantId === tenant), lateBefore)
  }
}

async function insertLate(client: pg.PoolClient, tenantId: string, all: Series[], lateBefore: number): Promise<void> {
  for (const { signal, t, v } of all) {
    const end = t.findIndex((time) => time >= lateBefore)
    for (let from = 0, last = end < 0 ? t.length : end; from < last; ) {
      const day = Math.floor(t[from]! / dayMs) * dayMs
      let to = from
      while (to < last && t[to]! < day + dayMs) to++
      await client.query(`INSERT INTO lake_late (tenant_id, signal_id, day, times, vals) SELECT $1, $2, d::date, $4::float8[], $5::float8[] FROM unnest($3::timestamptz[]) AS d`, [
        tenantId, signal, timestampArray([day]), float8Array(t.slice(from, to)), float8Array(v.slice(from, to)),
      ])
      from = to
    }
  }
}
