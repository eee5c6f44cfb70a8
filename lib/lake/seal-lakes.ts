import { sealTenant } from '@/lib/lake/seal-tenant'
import type { System } from '@/lib/system'

/** Every tenant that has readings, one after the other; one that fails does not hold up the next, and is tried again in a minute. */
export async function sealLakes(system: System): Promise<void> {
  if (!system.settings.lake.cryptoFile) return system.log.warn('history is not sealed: DuckDB has no cryptography to write with (LAKE_CRYPTO_FILE)')
  const { rows } = await system.db.operatorPool.query<{ id: string }>(`
    SELECT t.id FROM tenant t WHERE t.wrapped_data_key IS NOT NULL AND (EXISTS (SELECT FROM signal_latest l WHERE l.tenant_id = t.id) OR EXISTS (SELECT FROM lake_file f WHERE f.tenant_id = t.id)) ORDER BY t.id`)
  const client = await system.db.operatorClient()
  try {
    for (const { id } of rows) {
      // Held by the session: a worker that is killed lets go of it.
      const { rows: locked } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(hashtext('lake'), hashtext($1)) AS got`, [id])
      if (!locked[0]!.got) continue
      await sealTenant(system, id).catch((error: unknown) => system.log.error({ tenant: id, err: error }, 'lake not sealed; tried again in a minute'))
      await client.query(`SELECT pg_advisory_unlock(hashtext('lake'), hashtext($1))`, [id])
    }
  } finally {
    await client.end()
  }
}
