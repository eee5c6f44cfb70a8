import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'

const ask = async (connectionString: string, sql: string) => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('a database made for tests', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())

  it('speaks UTC', async () => {
    expect(await ask(database.appUrl, 'SHOW timezone')).toEqual([{ TimeZone: 'UTC' }])
  })

  it('has roles that neither own nor bypass anything', async () => {
    const rights = `SELECT rolname FROM pg_roles WHERE rolname IN ('millrace_app', 'millrace_operator') AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole)`
    expect(await ask(database.ownerUrl, rights)).toEqual([])
    const owned = `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner <> 'millrace_owner'::regrole`
    expect(await ask(database.ownerUrl, owned)).toEqual([])
  })

  it('lets the operator make jobs', async () => {
    expect(await ask(database.operatorUrl, `SELECT count(*)::int AS jobs FROM graphile_worker.jobs`)).toEqual([{ jobs: 0 }])
  })

  it('shows no row without a tenant', async () => {
    await ask(database.operatorUrl, `INSERT INTO tenant (id, kind, name, created_at) VALUES ('platform', 'platform', 'Millrace', now()) ON CONFLICT DO NOTHING`)
    expect(await ask(database.operatorUrl, 'SELECT id FROM tenant')).toHaveLength(1)
    expect(await ask(database.appUrl, 'SELECT id FROM tenant')).toEqual([])
  })
})
