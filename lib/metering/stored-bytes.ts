import type { System } from '@/lib/system'

/**
 * What these tenants keep: rows as PostgreSQL stores them (`pg_column_size`, compressed values as they lie), without
 * indexes, and objects without their encryption. A tenant whose objects do not answer is left out: it is asked again.
 */
export async function storedBytes(system: System, tenantIds: string[]): Promise<Map<string, number>> {
  if (tenantIds.length === 0) return new Map()
  const bytes = await rowBytes(system, tenantIds)
  for (const id of tenantIds) {
    const objects = await system.objects.list(id).catch(() => null)
    if (objects?.ok) bytes.set(id, (bytes.get(id) ?? 0) + objects.value.reduce((sum, object) => sum + object.bytes, 0))
    else bytes.delete(id)
  }
  return bytes
}

async function rowBytes({ db }: System, tenantIds: string[]): Promise<Map<string, number>> {
  const bytes = new Map(tenantIds.map((id) => [id, 0]))
  const { rows: tables } = await db.operatorPool.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'meter\\_%'`)
  for (const { name } of tables) {
    const { rows } = await db.operatorPool.query<{ id: string; bytes: string }>(`SELECT tenant_id AS id, sum(pg_column_size(t.*)) AS bytes FROM "${name}" t WHERE tenant_id = ANY($1) GROUP BY tenant_id`, [tenantIds])
    for (const { id, bytes: size } of rows) bytes.set(id, (bytes.get(id) ?? 0) + Number(size))
  }
  return bytes
}
