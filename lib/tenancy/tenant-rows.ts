import { keepInvoicesIn } from '@/lib/billing/kept-invoices'
import type { Database, Tx } from '@/lib/db'

/**
 * Every table that holds rows of tenants, asked of PostgreSQL itself: a table that somebody adds later is counted and
 * emptied without anybody having to remember it.
 */
export const tenantTables = async (tx: Tx): Promise<string[]> => {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      -- Certificates are the platform's own and can be deleted by nobody.
      AND c.relname <> 'deletion_certificate'
    ORDER BY c.relname`
  return rows.map((row) => row.name)
}

/** Removes every row of the tenant and the tenant itself; its bills become the platform's. Removing who is not there succeeds. */
export const removeTenantRows = (db: Database, tenantId: string): Promise<void> => db.asOperator((tx) => removeTenantRowsIn(tx, tenantId))

/** As `removeTenantRows`, in the caller's transaction. */
export async function removeTenantRowsIn(tx: Tx, tenantId: string): Promise<void> {
  if (tenantId === 'platform') throw new Error('the platform itself is never removed')
  // Whoever writes for the tenant in the background holds it meanwhile, and finds it gone afterwards.
  await tx.$queryRaw`SELECT id FROM tenant WHERE id = ${tenantId} FOR UPDATE`
  await keepInvoicesIn(tx, tenantId)
  for (const table of await tenantTables(tx)) await tx.$executeRawUnsafe(`DELETE FROM ${table} WHERE tenant_id = $1`, tenantId)
  await tx.tenant.deleteMany({ where: { id: tenantId } })
}

/** How many rows of the tenant there are, over all tables. */
export const countTenantRows = (db: Database, tenantId: string): Promise<number> => db.asOperator((tx) => countTenantRowsIn(tx, tenantId))

/** As `countTenantRows`, in the caller's transaction. */
export async function countTenantRowsIn(tx: Tx, tenantId: string): Promise<number> {
  const parts = (await tenantTables(tx)).map((table) => `SELECT count(*) AS n FROM ${table} WHERE tenant_id = $1`)
  parts.push('SELECT count(*) AS n FROM tenant WHERE id = $1')
  const [sum] = await tx.$queryRawUnsafe<{ n: number }[]>(`SELECT sum(n)::int AS n FROM (${parts.join(' UNION ALL ')}) t`, tenantId)
  return sum?.n ?? 0
}

/** Ids that begin with `prefix` and have any row, in whatever table, also when there is no such tenant any more; sorted. */
export async function listTenantsWithRows(db: Database, prefix: string): Promise<string[]> {
  return db.asOperator(async (tx) => {
    const ids = new Set<string>()
    const places = (await tenantTables(tx)).map((table) => [table, 'tenant_id'])
    for (const [table, column] of [['tenant', 'id'], ...places]) {
      // One look into the index per tenant instead of one per row: some tables have millions.
      const rows = await tx.$queryRawUnsafe<{ id: string }[]>(`
        WITH RECURSIVE found AS (
          SELECT min(${column}) AS id FROM ${table}
          UNION ALL
          SELECT (SELECT min(${column}) FROM ${table} WHERE ${column} > found.id) FROM found WHERE found.id IS NOT NULL
        ) SELECT id FROM found WHERE id IS NOT NULL`)
      for (const { id } of rows) if (id.startsWith(prefix)) ids.add(id)
    }
    return [...ids].sort()
  })
}
