import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeBiContract } from '@/lib/adapters/bi/contract'
import { supersetBi, type SupersetOptions } from '@/lib/adapters/bi/superset'
import { SupersetApi } from '@/lib/adapters/bi/superset-api'
import { value } from '@/lib/adapters/contract-checks'
import { openDatabase } from '@/lib/db'
import { biLogins } from '@/lib/tenancy/bi-logins'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'
import { faultyProxy } from '@/lib/testing/faulty-proxy'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('superset')

describe.skipIf(!server.settings)('Superset', () => {
  const settings = server.settings!
  const account = { url: settings.SUPERSET_URL!, user: 'millrace-portal', password: settings.SUPERSET_PASSWORD! }
  const optionsFor = (database: TestDatabase, db: ReturnType<typeof openDatabase>, prefix: string): SupersetOptions => ({
    ...account, prefix, databaseUrl: database.appUrl, logins: biLogins(db, 'only-for-tests'), lakePassword: (tenantId) => `nobody-${tenantId}`,
    assetsFolder: path.resolve('platform/superset/assets'), portalKey: settings.SUPERSET_PORTAL_KEY!, portalUrl: 'http://localhost:3000',
  })

  describeBiContract('Superset’s', async () => {
    const database = await testDatabase()
    const db = openDatabase(database)
    const prefix = `contract-${process.pid}-`
    const api = new SupersetApi(account)
    const bi = supersetBi(optionsFor(database, db, prefix))
    return {
      port: bi,
      made: [
        { id: 'downtime', name: 'Downtime', summary: 'Stops of the last 30 days by reason, line and day.' },
        { id: 'energy', name: 'Energy', summary: 'Electric energy and peak power of the last 30 days, by line.' },
        { id: 'material-use', name: 'Material use', summary: 'Material that batches took and gave in the last 30 days.' },
        { id: 'oee', name: 'OEE', summary: 'Availability, performance and quality of the last 30 days, by line and production day.' },
        { id: 'production-volume', name: 'Production volume', summary: 'Pieces made in the last 30 days, by day, line and product.' },
        { id: 'quality', name: 'Quality', summary: 'First-pass yield and defects of the last 30 days.' },
      ],
      draw: async (tenantId, { id, name }) => {
        await api.ask('POST', '/dashboard/', AbortSignal.timeout(15_000), { dashboard_title: name, slug: `${prefix}${tenantId}_${id}` })
      },
      async stop() {
        for (const holder of value(await bi.listHolders(''))) value(await bi.removeDashboards(holder))
        await db.close()
        await database.drop()
      },
    }
  })

  describe('as a neighbour', () => {
    let database: TestDatabase
    let db: ReturnType<typeof openDatabase>
    const prefix = `faults-${process.pid}-`
    beforeAll(async () => {
      database = await testDatabase()
      db = openDatabase(database)
    })
    afterAll(async () => {
      const bi = supersetBi(optionsFor(database, db, prefix))
      for (const holder of value(await bi.listHolders(''))) value(await bi.removeDashboards(holder))
      await db?.close()
      await database?.drop()
    })
    const loginExists = async () => {
      const client = new pg.Client({ connectionString: database.ownerUrl })
      await client.connect()
      const { rowCount } = await client.query(`SELECT FROM pg_roles WHERE rolname IN (SELECT role_name FROM bi.login WHERE tenant_id = 'demo-a')`)
      await client.end()
      return rowCount === 1
    }

    it('breaking off in the middle leaves what the next try completes, and what the LIST knows', async () => {
      const proxy = await faultyProxy(new URL(account.url).origin)
      const behind = supersetBi({ ...optionsFor(database, db, prefix), url: `${proxy.url}/bi/superset` })
      proxy.plan = { status: 503 }
      expect(await behind.ensureDashboards('demo-a', 'story-x')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
      expect(await loginExists()).toBe(true)
      proxy.plan = 'pass'
      expect(value(await behind.listHolders('demo-'))).toEqual(['demo-a'])
      expect(value(await behind.ensureDashboards('demo-a', 'story-x'))).toBe(6)
      proxy.plan = { status: 500 }
      expect(await behind.removeDashboards('demo-a')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
      // What is left in Superset opens nothing any more, and is found.
      expect(await loginExists()).toBe(false)
      proxy.plan = 'pass'
      expect(value(await behind.listHolders('demo-'))).toEqual(['demo-a'])
      value(await behind.removeDashboards('demo-a'))
      expect(value(await behind.listHolders('demo-'))).toEqual([])
      await proxy.stop()
    })

    it('that does not answer in time is a timeout, and with a wrong password a refusal', async () => {
      const proxy = await faultyProxy(new URL(account.url).origin)
      proxy.plan = { slowMs: 60_000 }
      const slow = supersetBi({ ...optionsFor(database, db, prefix), url: `${proxy.url}/bi/superset`, deadlineMs: { ask: 300, make: 300 } })
      expect(await slow.listHolders('demo-')).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
      await proxy.stop()
      expect(await supersetBi({ ...optionsFor(database, db, prefix), password: 'wrong' }).listHolders('demo-')).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    })
  })
})
