import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Database, Tx } from '@/lib/db'

/** Class of the advisory locks by which living workers are known. */
const livenessClass = 4711

export interface Liveness {
  workerId: string
  /** Says the same of another name under which this process holds work. */
  alsoAs(name: string): Promise<unknown>
  end(): Promise<void>
}

/**
 * Says "this process lives" by a session-level advisory lock: PostgreSQL lets go of it in the moment the process dies,
 * however it dies, so nobody waits for a heartbeat to run out.
 */
export async function proclaimLife(db: Database): Promise<Liveness> {
  const workerId = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const client = await db.operatorClient()
  client.on('error', () => undefined)
  // One connection answers one query at a time.
  let last: Promise<unknown> = Promise.resolve()
  const proclaim = (name: string) =>
    (last = last.then(() => client.query('SELECT pg_advisory_lock($1, hashtext($2))', [livenessClass, name])))
  await proclaim(workerId)
  return { workerId, alsoAs: proclaim, end: () => client.end() }
}

/** Of these worker ids, those whose process is gone. */
export async function listDead(tx: Tx, workerIds: string[]): Promise<string[]> {
  if (workerIds.length === 0) return []
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM unnest(${workerIds}::text[]) AS id
    WHERE NOT EXISTS (
      SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = ${livenessClass}::int::oid AND objsubid = 2
        AND objid = (hashtext(id)::bigint & 4294967295)::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`
  return rows.map((row) => row.id)
}
