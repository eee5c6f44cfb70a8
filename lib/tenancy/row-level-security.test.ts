import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'

interface Column {
  table: string
  name: string
  type: string
  kind: string
}

const policyRefusal = /row-level security|permission denied/

let database: TestDatabase
let owner: pg.Client
let operator: pg.Client
let app: pg.Client
let tables: string[]
let columns: Column[]

const connect = async (connectionString: string) => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
}
beforeAll(async () => {
  database = await testDatabase()
  ;[owner, operator, app] = await Promise.all([database.ownerUrl, database.operatorUrl, database.appUrl].map(connect)) as [pg.Client, pg.Client, pg.Client]
  await operator.query(`SELECT ensure_reading_partitions('2026-03-09', '2026-03-09')`)
  // Asked of the catalogue, so that a table that is added later is tested too.
  const found = await owner.query<Column>(`
    SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, t.typtype AS kind
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> '_prisma_migrations' AND a.attnotnull AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum`)
  columns = found.rows
  tables = [...new Set(columns.map((column) => column.table))]
  for (const tenant of ['demo-a', 'demo-b']) for (const table of tables) await operator.query(insertion(table, tenant))
})
afterAll(async () => {
  await Promise.all([owner, operator, app].map((client) => client?.end()))
  await database.drop()
})

const tenantColumn = (table: string) => (table === 'tenant' ? 'id' : 'tenant_id')

/** A row with something in every column that must not be empty. */
function insertion(table: string, tenant: string): string {
  const own = columns.filter((column) => column.table === table)
  const values = own.map(({ name, type, kind }) => {
    if (name === tenantColumn(table)) return `'${tenant}'`
    if (kind === 'e') return `(enum_range(NULL::${type}))[1]`
    // Unique over all tenants in some tables: the tenant in it keeps two rows apart.
    return sampleOf(type, `${tenant} ${name}`)
  })
  return `INSERT INTO "${table}" (${own.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${values.join(', ')})`
}

function sampleOf(type: string, text: string): string {
  if (type.endsWith('[]')) return `'{}'::${type}`
  if (/^(text|character)/.test(type)) return `'${text}'`
  if (/^timestamp|^date/.test(type)) return `'2026-03-09T12:00:00Z'::${type}`
  if (/^json/.test(type)) return `'{}'::${type}`
  if (type === 'bytea') return `'\\x00'::bytea`
  if (type === 'boolean') return 'false'
  return `1::${type}`
}

/** As the portal's role in a transaction of a tenant, or of none; undone afterwards. */
async function asApp<T>(tenant: string | null, work: () => Promise<T>): Promise<T> {
  await app.query('BEGIN')
  try {
    if (tenant) await app.query(`SELECT set_config('millrace.tenant', $1, true), set_config('millrace.places', '*', true)`, [tenant])
    return await work()
  } finally {
    await app.query('ROLLBACK')
  }
}
/** How many rows a statement touches; 0 when the role may not do it at all. */
const touched = (tenant: string | null, sql: string) =>
  asApp(tenant, () => app.query(sql)).then(
    (result) => result.rowCount,
    (error: Error) => (/permission denied/.test(error.message) ? 0 : Promise.reject(error)),
  )
const forEachTable = async <T>(work: (table: string) => Promise<T>) => {
  const answers: Record<string, T> = {}
  for (const table of tables) answers[table] = await work(table)
  return answers
}
const everywhere = <T>(answer: T) => Object.fromEntries(tables.map((table) => [table, answer]))

describe('row-level security', () => {
  it('every table says whose its rows are', async () => {
    expect(tables.length).toBeGreaterThan(25)
    expect(tables.filter((table) => !columns.some((column) => column.table === table && column.name === tenantColumn(table)))).toEqual([])
  })

  it('is enabled and forced on every table, its partitions included where they can be asked', async () => {
    const { rows } = await owner.query<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND (NOT c.relispartition OR has_table_privilege('millrace_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE'))`)
    expect(rows).toEqual([])
  })

  it('has one way in for the portal: the tenant of the transaction, for reading and for writing', async () => {
    const { rows } = await owner.query<{ table: string; policies: number }>(`
      SELECT tablename AS table, count(*)::int AS policies FROM pg_policies
      WHERE ('millrace_app' = ANY (roles) OR 'public' = ANY (roles)) AND permissive = 'PERMISSIVE' GROUP BY tablename`)
    expect(Object.fromEntries(rows.map(({ table, policies }) => [table, policies]))).toEqual(everywhere(1))
  })

  it('the portal sees no view and no function that runs with more than its own rights', async () => {
    const { rows: views } = await owner.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
      AND NOT coalesce('security_invoker=true' = ANY(reloptions), false) AND has_table_privilege('millrace_app', oid, 'SELECT')`)
    const { rows: functions } = await owner.query(`SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
      AND has_function_privilege('millrace_app', oid, 'EXECUTE')`)
    expect([...views, ...functions]).toEqual([])
  })

  it('without a tenant no row is seen, changed or removed', async () => {
    expect(await forEachTable((table) => touched(null, `SELECT FROM "${table}"`))).toEqual(everywhere(0))
    expect(await forEachTable((table) => touched(null, `UPDATE "${table}" SET "${tenantColumn(table)}" = 'demo-c'`))).toEqual(everywhere(0))
    expect(await forEachTable((table) => touched(null, `DELETE FROM "${table}"`))).toEqual(everywhere(0))
  })

  it('without a tenant none can be written', async () => {
    for (const table of tables) await expect(asApp(null, () => app.query(insertion(table, 'demo-c'))), table).rejects.toThrow(policyRefusal)
  })

  it('a tenant sees its own rows and none of another', async () => {
    const seen = (table: string) =>
      asApp('demo-a', () => app.query<{ tenant: string }>(`SELECT DISTINCT "${tenantColumn(table)}" AS tenant FROM "${table}"`))
    expect(await forEachTable(async (table) => (await seen(table)).rows)).toEqual(everywhere([{ tenant: 'demo-a' }]))
  })

  it('a tenant changes and removes no row of another', async () => {
    const others = (table: string) => `"${tenantColumn(table)}" = 'demo-b'`
    expect(await forEachTable((table) => touched('demo-a', `UPDATE "${table}" SET "${tenantColumn(table)}" = 'demo-a' WHERE ${others(table)}`))).toEqual(everywhere(0))
    expect(await forEachTable((table) => touched('demo-a', `DELETE FROM "${table}" WHERE ${others(table)}`))).toEqual(everywhere(0))
  })

  it('a tenant writes no row for another, and gives none of its own away', async () => {
    for (const table of tables) {
      await expect(asApp('demo-a', () => app.query(insertion(table, 'demo-c'))), table).rejects.toThrow(policyRefusal)
      const give = `UPDATE "${table}" SET "${tenantColumn(table)}" = 'demo-c'`
      await expect(asApp('demo-a', () => app.query(give)), table).rejects.toThrow(policyRefusal)
    }
  })

  it('a name that is no tenant of ours, or one with a wildcard, shows nothing', async () => {
    for (const name of ['', '%', 'demo-%', "demo-a' OR true --", 'DEMO-A']) {
      expect(await forEachTable((table) => touched(name, `SELECT FROM "${table}"`)), name).toEqual(everywhere(0))
    }
  })

  it('the tenant of one transaction is forgotten in the next on the same connection', async () => {
    await asApp('demo-a', () => app.query('SELECT FROM lease'))
    expect(await forEachTable((table) => touched(null, `SELECT FROM "${table}"`))).toEqual(everywhere(0))
  })

  it('the audit trail and the certificates are changed and removed by nobody', async () => {
    for (const table of ['audit_entry', 'deletion_certificate']) {
      for (const client of [app, operator]) await expect(client.query(`UPDATE ${table} SET tenant_id = tenant_id`)).rejects.toThrow('permission denied')
    }
    await expect(operator.query('DELETE FROM deletion_certificate')).rejects.toThrow('permission denied')
  })
})
