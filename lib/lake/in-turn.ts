import type { System } from '@/lib/system'

/** Does the work when nobody else in the installation does the same for this tenant; waits until then. */
export async function inTurn<T>(system: System, what: 'lake tables' | 'lake marts', tenantId: string, work: () => Promise<T>): Promise<T> {
  const client = await system.db.operatorClient()
  try {
    // Held by the session: a worker that is killed lets go of it.
    await client.query('SELECT pg_advisory_lock(hashtext($1), hashtext($2))', [what, tenantId])
    return await work()
  } finally {
    await client.end()
  }
}
