import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { json } from 'node:stream/consumers'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { supersetBi } from '@/lib/adapters/bi/superset'
import { ofDatabase, startsWith, SupersetApi } from '@/lib/adapters/bi/superset-api'
import { value } from '@/lib/adapters/contract-checks'
import { s3Objects } from '@/lib/adapters/objects/s3'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import { usualLake } from '@/lib/lake/lake-settings'
import { askEngine, describeLakeEngine, sameQueries } from '@/lib/lake/query/contract'
import { duckDbEngine } from '@/lib/lake/query/engines'
import { lakePassword, openForBi } from '@/lib/lake/query/open-for-bi'
import type { LakeEngine } from '@/lib/lake/query/port'
import type { Cell } from '@/lib/lake/query/protocol'
import { stopSpareQuery } from '@/lib/lake/query/query-process'
import { trinoEngine } from '@/lib/lake/query/trino'
import { ask } from '@/lib/lake/query/trino-client'
import { exportTables } from '@/lib/lake/tables/export-tables'
import { answerIceberg, icebergNotSignedIn, plantOfTrino } from '@/lib/lake/tables/iceberg-catalog'
import { listOpenTables } from '@/lib/lake/tables/open-tables'
import { dropRunCatalog, ensurePlantCatalog, makeRunCatalog } from '@/lib/lake/tables/trino-catalogs'
import { type PolicyQuestion, runCatalogsOf, trinoAdministrator, trinoAllows, trinoRun, trinoUser } from '@/lib/lake/tables/trino-policy'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import type { System } from '@/lib/system'
import { biLogins } from '@/lib/tenancy/bi-logins'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { memoryCredentials } from '@/lib/testing/memory-credentials'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'
import { runDbt } from '@/lib/transformations/run-dbt'
import { bearerIs } from '@/lib/auth/bearer-is'
import { checkout } from '@/scripts/checkout'
import { installDbt } from '@/scripts/dbt/install-dbt'
import { testServer } from '@/scripts/stack/test-stack'

const python = await installDbt().catch((error: Error) => {
  process.stderr.write(`\n!! SKIPPED: pyiceberg and deltalake cannot be had here: ${error.message}\n`)
  return null
})
const store = await testServer('s3')
const server = await testServer('trino')
const superset = await testServer('superset')
const [mine, other] = ['demo-dairy', 'demo-other']
const whole = (tenantId: string) => ({ tenantId, places: null })

describe.skipIf(!server.settings || !store.settings || python === null)('a real Trino', () => {
  const trino = { url: server.settings?.TRINO_URL ?? '', secret: server.settings?.TRINO_SECRET ?? '' }
  const portalUrl = server.settings ? server.portalUrl : ''
  let system: Awaited<ReturnType<typeof testSystem>>
  let engine: LakeEngine
  let portal: Server
  let others: string

  beforeAll(async () => {
    const made = await testSystem()
    system = { ...made, settings: { ...made.settings, portalUrl, dbtPython: python, lake: { ...usualLake, tables: 'sealed', trino } }, objects: objectsOf(made) }
    portal = await listen(system, Number(new URL(portalUrl).port))
    for (const tenantId of [mine, other]) {
      await plantWithStory(system, tenantId, 'dairy', '2026-03-09')
      await ensureDataKey(system.db, system.keys, tenantId)
      value(await system.objects.ensureSpace(tenantId))
      await refreshDays(system, tenantId)
      await exportTables(system, tenantId, await noMarts())
    }
    engine = trinoEngine(system, trino)
    for (const tenantId of [mine, other]) expect((await askEngine(engine, whole(tenantId), 'SELECT count(*) FROM gold.oee')).end).toEqual({ state: 'answered', rows: 1, isCut: false })
    const catalogs = await as(trinoAdministrator, 'SHOW CATALOGS')
    others = `${String(catalogs.flat().find((name) => String(name).startsWith(trinoUser(other))))}.gold.oee`
  }, 300_000)
  afterAll(async () => {
    stopSpareQuery()
    portal?.close()
    for (const tenantId of [mine, other]) await system?.objects.removeSpace(tenantId)
    await system?.stop()
  })

  describeLakeEngine('Trino', () => Promise.resolve({ engine, tenantId: mine, others, stop: () => Promise.resolve() }))

  it.each(sameQueries)('gives the same rows as DuckDB for %s', async (sql) => {
    const [a, b] = [await askEngine(engine, whole(mine), sql), await askEngine(duckDbEngine(system), whole(mine), sql)]
    expect(a.columns.map(({ name }) => name)).toEqual(b.columns.map(({ name }) => name))
    expect(a.rows.map(rounded)).toEqual(b.rows.map(rounded))
  }, 120_000)

  it('lets a plant read no other plant, look at nobody’s queries and write nothing, also when it is asked past the product', async () => {
    expect(await as(trinoUser(other), `SELECT count(*) FROM ${others}`)).toHaveLength(1)
    for (const sql of [`SELECT * FROM ${others}`, 'SELECT * FROM system.runtime.queries', `SHOW TABLES FROM ${others.replace('.oee', '')}`, 'CREATE CATALOG mine USING iceberg', `DROP CATALOG ${others.split('.')[0]}`, `SHOW CREATE CATALOG ${others.split('.')[0]}`, `DELETE FROM ${others}`]) {
      await expect(as(trinoUser(mine), sql), sql).rejects.toThrow(/Access Denied|not support|mismatched/)
    }
    expect((await as(trinoUser(mine), 'SHOW CATALOGS')).flat().every((name) => String(name).startsWith(`${trinoUser(mine)}__`))).toBe(true)
    await expect(as(trinoUser(other), `DELETE FROM ${others}`)).rejects.toThrow('Access Denied')
    await expect(as(trinoAdministrator, `SELECT * FROM ${others}`)).rejects.toThrow('Access Denied')
  })

  it('takes nobody who shows no token of the product', async () => {
    const answer = await fetch(`${trino.url}/v1/statement`, { method: 'POST', body: 'SELECT 1', headers: { 'x-trino-user': trinoUser(mine), 'x-forwarded-proto': 'https' } })
    expect(answer.status).toBe(401)
    await expect(as(trinoUser(mine), 'SELECT 1', { ...trino, secret: 'x'.repeat(64) })).rejects.toThrow('401')
  })

  it('answers nobody who sees a part of the plant, and says that it opens no sealed readings', async () => {
    const [line] = await system.db.inTenant(mine, (tx) => tx.plantNode.findMany({ where: { level: 'line' } }))
    expect((await askEngine(engine, { tenantId: mine, places: { own: [line!.id], ways: [] } }, 'SELECT * FROM gold.oee')).end).toMatchObject({ state: 'refused', reason: expect.stringContaining('Ask DuckDB') })
    expect((await askEngine(engine, whole(mine), 'SELECT * FROM bronze.readings')).end).toMatchObject({ state: 'refused', reason: expect.stringContaining('Ask DuckDB') })
  })

  it('reads tables that lie under the key of their plant: without it, or with another’s, nobody does, deltalake with it does', async () => {
    const [table] = (await listOpenTables(system, whole(mine))).filter(({ name }) => name === 'gold.oee')
    const access = value(await system.objects.access(mine))!
    const s3 = new S3Client({ endpoint: access.endpoint, region: access.region, forcePathStyle: true, credentials: access })
    const object = { Bucket: access.bucket, Key: table!.metadata.slice(`s3://${access.bucket}/`.length) }
    await expect(s3.send(new GetObjectCommand(object))).rejects.toThrow()
    await expect(s3.send(new GetObjectCommand({ ...object, SSECustomerAlgorithm: 'AES256', SSECustomerKey: value(await lakeKeyOf(system, other)) }))).rejects.toThrow()
    const othersKey = value(await lakeKeyOf(system, other))
    const options = (key: string) => ({ AWS_ENDPOINT_URL: access.endpoint, AWS_REGION: access.region, AWS_ACCESS_KEY_ID: access.accessKeyId, AWS_SECRET_ACCESS_KEY: access.secretAccessKey, AWS_ALLOW_HTTP: 'true', aws_server_side_encryption: 'sse-c', aws_sse_customer_key_base64: key })
    const read = (key: string) => JSON.parse(execFileSync(python!, [path.join(checkout, 'platform/lake/read_delta.py'), table!.delta, '-'], { input: JSON.stringify(options(key)), stdio: ['pipe', 'pipe', 'ignore'] }).toString()) as unknown[]
    expect(read(value(await lakeKeyOf(system, mine)))).toHaveLength(table!.rows)
    expect(() => read(othersKey)).toThrow()
  }, 60_000)

  describe('on which dbt builds the marts', () => {
    const dbt = { python: python!, project: path.join(checkout, 'platform/dbt'), deadlineMs: 240_000 }
    const to = new Date('2026-03-12T13:37:21.250Z')
    const period = { from: new Date(to.getTime() - 9 * 86_400_000), to }
    const withLake = (lake: Partial<System['settings']['lake']>) => ({ ...system, settings: { ...system.settings, lake: { ...system.settings.lake, ...lake } } })
    const runs = async () => runCatalogsOf(mine, (await as(trinoAdministrator, 'SHOW CATALOGS')).flat().map(String))
    const never = () => Promise.reject(new Error('there are no marts'))

    it('makes those that DuckDB makes, to nine digits, with the same rules broken by as many rows, and leaves nothing behind', async () => {
      await system.db.inTenant(mine, async (tx) => {
        const { id } = await tx.productionRun.findFirstOrThrow({ where: { startsAt: { gt: period.from, lt: new Date(to.getTime() - 86_400_000) } } })
        await tx.$executeRaw`UPDATE production_count SET reject = total + 1 WHERE run_id = ${id}`
      })
      const [onTrino, onDuckDb] = [await runDbt(system, mine, period, dbt, readMarts), await runDbt(withLake({ trino: null }), mine, period, dbt, readMarts)]
      const said = ({ results }: typeof onTrino) => results.map(({ name, kind, status, failures }) => `${kind} ${name} ${status} ${failures}`).toSorted()
      expect(said(onTrino)).toEqual(said(onDuckDb))
      expect(onTrino.results.find(({ name }) => name === 'counts_are_possible')!.failures).toBeGreaterThan(0)
      expect(Object.keys(onTrino.made)).toHaveLength(6)
      for (const [name, rows] of Object.entries(onDuckDb.made)) {
        expect(rows.length, name).toBeGreaterThan(0)
        expect(onTrino.made[name], name).toEqual(rows)
      }
      expect(await runs()).toEqual([])
    }, 300_000)

    it('lets a run fill its own catalogue and nothing else; one that was killed is removed by the next', async () => {
      const [killed, next] = [trinoRun(mine, '0123abcd'), trinoRun(mine, '4567abcd')]
      await makeRunCatalog(trino, mine, killed, AbortSignal.timeout(60_000))
      const plant = await ensurePlantCatalog(system, trino, { tenantId: mine, isSealed: true, signal: AbortSignal.timeout(60_000) })
      if (!plant.ok) throw new Error(plant.reason)
      await as(killed, `CREATE TABLE ${killed}."default".t AS SELECT count(*) AS stops FROM ${plant.catalog}.input.stops`)
      for (const sql of [`SELECT * FROM ${others}`, `CREATE TABLE ${plant.catalog}.gold.t AS SELECT 1 AS one`, `DROP TABLE ${plant.catalog}.gold.oee`, `DROP CATALOG ${killed}`, 'SELECT * FROM system.runtime.queries']) await expect(as(killed, sql), sql).rejects.toThrow(/Access Denied/)
      for (const user of [trinoUser(mine), trinoUser(other), next, trinoAdministrator]) await expect(as(user, `SELECT * FROM ${killed}."default".t`), user).rejects.toThrow('Access Denied')
      await makeRunCatalog(trino, mine, next, AbortSignal.timeout(60_000))
      expect(await runs()).toEqual([next])
      await dropRunCatalog(trino, next, AbortSignal.timeout(60_000))
    }, 60_000)

    it('says when Trino does not answer, and when it took too long, and leaves nothing behind then either', async () => {
      await expect(runDbt(withLake({ trino: { ...trino, url: 'http://127.0.0.1:9' } }), mine, period, dbt, never)).rejects.toThrow('did not answer. Those of the run before are still there')
      await expect(runDbt(system, mine, period, { ...dbt, deadlineMs: 5000 }, never)).rejects.toThrow('ended after 5 s')
      expect(await runs()).toEqual([])
    }, 120_000)
  })

  describe.skipIf(!superset.settings)('below Superset', () => {
    const account = { url: superset.settings?.SUPERSET_URL ?? '', user: 'millrace-portal', password: superset.settings?.SUPERSET_PASSWORD ?? '' }
    const portalKey = superset.settings?.SUPERSET_PORTAL_KEY ?? ''
    const api = new SupersetApi(account)
    const prefix = `lake-${process.pid}-`
    const soon = () => AbortSignal.timeout(60_000)
    let bi: ReturnType<typeof supersetBi>
    let began: number

    beforeAll(async () => {
      began = Date.now()
      const { secret } = system.settings
      bi = supersetBi({
        ...account, prefix, portalKey, portalUrl, databaseUrl: system.database.appUrl, logins: biLogins(system.db, secret), assetsFolder: path.join(checkout, 'platform/superset/assets'),
        lakePassword: (tenantId) => lakePassword(secret, tenantId),
      })
      for (const tenantId of [mine, other]) value(await bi.ensureDashboards(tenantId, tenantId))
    }, 120_000)
    afterAll(async () => {
      for (const tenantId of [mine, other]) await bi?.removeDashboards(tenantId)
      process.stdout.write(`below Superset: ${Math.round((Date.now() - began) / 1000)} s\n`)
    }, 120_000)

    const lakeOf = async (tenantId: string) => (await api.list('database', startsWith('database_name', `${prefix}${tenantId}_lake`), ['id', 'database_name'], soon())).map(({ id }) => Number(id))
    const sourcesOf = async (tenantId: string) => {
      const [database] = await lakeOf(tenantId)
      return api.list('dataset', ofDatabase(database!), ['id', 'table_name'], soon())
    }
    const sourceOf = async (tenantId: string, table: string) => Number((await sourcesOf(tenantId)).find(({ table_name: name }) => name === `${prefix}${tenantId}_lake_${table}`)!.id)
    const question = (id: number, query: object) => ({ datasource: { id, type: 'table' }, queries: [{ filters: [], extras: {}, orderby: [], row_limit: 10_000, ...query }], force: true, result_format: 'json', result_type: 'full' })
    /** As an analyst asks who sees this dataset. */
    const asked = async (id: number, query: object) => {
      const { result } = (await api.ask('POST', '/chart/data', soon(), question(id, query))) as { result: { data: Record<string, Cell>[] }[] }
      return result[0]!.data
    }
    const byLine = { columns: ['line'], metrics: ['oee', 'quality'], orderby: [['line', true]] }

    it('each plant has six datasets on its own tables, imported once', async () => {
      for (const tenantId of [mine, other]) {
        value(await bi.ensureDashboards(tenantId, tenantId))
        expect(await lakeOf(tenantId)).toHaveLength(1)
        expect((await sourcesOf(tenantId)).map(({ table_name: name }) => String(name).slice(`${prefix}${tenantId}_lake_`.length)).sort()).toEqual(['downtime', 'energy', 'material_use', 'oee', 'production_volume', 'quality'])
      }
      expect(value(await bi.listWhole()).sort()).toEqual([mine, other])
    }, 60_000)

    it('a dataset says what its table says', async () => {
      const oee = await asked(await sourceOf(mine, 'oee'), byLine)
      const rows = (await askEngine(duckDbEngine(system), whole(mine), 'SELECT line, sum(ideal_good_minutes) / nullif(sum(planned_busy_minutes), 0), sum(ideal_good_minutes) / nullif(sum(ideal_minutes), 0) FROM gold.oee GROUP BY line ORDER BY line')).rows
      expect(rows.length).toBeGreaterThan(1)
      expect(oee.map(({ line, oee: a, quality }) => rounded([line!, a!, quality!]))).toEqual(rows.map(rounded))
      for (const [table, columns] of [['downtime', ['at', 'ended_at', 'planned', 'open', 'minutes']], ['quality', ['at', 'line', 'good']], ['production_volume', ['at', 'product', 'good']], ['energy', ['at', 'kwh']], ['material_use', ['at', 'batch', 'input_kg']]] as const) {
        const [row] = (await askEngine(duckDbEngine(system), whole(mine), `SELECT count(*) FROM (SELECT DISTINCT ${columns.map((column) => `"${column}"`).join(', ')} FROM gold.${table})`)).rows
        const found = await asked(await sourceOf(mine, table), { columns, metrics: [] })
        expect(found.length, table).toBe(Math.min(Number(row![0]), 10_000))
        // The plant of this test has no meters.
        if (table !== 'energy') expect(found.length, table).toBeGreaterThan(0)
      }
    }, 120_000)

    it('one plant’s connection reads nothing of the other, by whichever name', async () => {
      const id = await sourceOf(mine, 'oee')
      const { result } = (await api.ask('GET', `/dataset/${id}`, soon())) as { result: { sql: string } }
      for (const sql of [`SELECT * FROM ${others}`, `SELECT line FROM ${others}`]) {
        await api.ask('PUT', `/dataset/${id}`, soon(), { sql })
        await expect(asked(id, { columns: ['line'], metrics: [] })).rejects.toThrow('Access Denied')
      }
      await api.ask('PUT', `/dataset/${id}`, soon(), { sql: result.sql })
      expect((await asked(id, byLine)).length).toBeGreaterThan(1)
    }, 60_000)

    it('a guest of a dashboard is answered nothing of it', async () => {
      const [dashboard] = value(await bi.holding(mine))
      const { token } = value(await bi.guestToken(mine, dashboard!.embeddedId))
      const body = JSON.stringify(question(await sourceOf(mine, 'oee'), byLine))
      const answer = await bi.forward({ method: 'POST', path: '/bi/superset/api/v1/chart/data', headers: new Headers({ 'content-type': 'application/json' }), body, guestToken: token }, soon())
      expect(answer.status).toBe(403)
    }, 60_000)

    it('the portal opens a plant’s tables for that plant’s password and the tool’s key only', async () => {
      const ask = (connection: string, key = portalKey) => fetch(`${portalUrl}/api/internal/lake-connection`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ connection }) })
      const own = lakePassword(system.settings.secret, mine)
      expect(await (await ask(own)).json()).toMatchObject({ user: trinoUser(mine) })
      expect((await ask(own, 'x'.repeat(40))).status).toBe(404)
      for (const odd of [mine, own.replace(mine, other), `${own}x`, '-']) expect((await ask(odd)).status).toBe(404)
    })

    it('of a plant that has ended nothing is answered, though the connection were still there', async () => {
      const id = await sourceOf(other, 'oee')
      expect((await asked(id, byLine)).length).toBeGreaterThan(0)
      value(await biLogins(system.db, system.settings.secret).remove(other))
      await expect(asked(id, byLine)).rejects.toThrow(/Superset answered 410.*the plant has ended/)
      value(await bi.removeDashboards(other))
      expect(await lakeOf(other)).toEqual([])
      expect(value(await bi.listHolders('demo-'))).toEqual([mine])
    }, 60_000)
  })

  it('reads nothing of a plant whose key is destroyed', async () => {
    value(await system.keys.destroy(other))
    expect((await askEngine(engine, whole(other), 'SELECT * FROM gold.oee')).end).toEqual({ state: 'failed', reason: 'The key of this plant is destroyed: nobody can read its history any more.' })
    expect(await answerIceberg(system, whole(other), ['namespaces', 'gold', 'tables', 'oee'])).toMatchObject({ status: 500 })
  })

  async function as(user: string, sql: string, settings = trino): Promise<Cell[][]> {
    const rows: Cell[][] = []
    for await (const { data = [] } of ask(settings, { sql, user, headers: {}, signal: AbortSignal.timeout(60_000) })) rows.push(...(data as Cell[][]))
    return rows
  }
})

function objectsOf(system: System) {
  const { settings } = store
  return s3Objects({
    endpoint: settings!.S3_URL!, region: 'us-east-1', administrator: { accessKeyId: settings!.S3_ACCESS_KEY_ID!, secretAccessKey: settings!.S3_SECRET_ACCESS_KEY! },
    prefix: `trino${process.pid}-`, credentials: memoryCredentials(), portalUrl: 'http://localhost:3000', clock: { now: () => new Date() }, tableKeyOf: (space) => lakeKeyOf(system, space),
  })
}

/** What Trino asks of the portal, as its routes answer. */
function listen(system: System, port: number): Promise<Server> {
  const answer = async (url: string, authorization: string | null, body: () => Promise<unknown>) => {
    if (url === '/api/lake/trino-policy') return { status: 200, body: { result: trinoAllows((await body()) as PolicyQuestion) } }
    if (url === '/api/internal/lake-connection') {
      const { connection } = (await body()) as { connection: string }
      const opened = bearerIs(authorization, superset.settings?.SUPERSET_PORTAL_KEY) ? await openForBi(system, connection, AbortSignal.timeout(30_000)) : null
      return opened ? { status: 200, body: opened } : { status: 404, body: {} }
    }
    const plant = plantOfTrino(system, authorization)
    return plant ? answerIceberg(system, whole(plant), new URL(url, 'http://localhost').pathname.replace('/api/lake/iceberg/v1/', '').split('/')) : icebergNotSignedIn
  }
  const made = createServer((request, response) => {
    void answer(request.url!, request.headers.authorization ?? null, () => json(request)).then(({ status, body }) => response.writeHead(request.method === 'HEAD' && status === 200 ? 204 : status, { 'content-type': 'application/json' }).end(request.method === 'HEAD' ? undefined : JSON.stringify(body)))
  })
  return new Promise((resolve) => made.listen(port, () => resolve(made)))
}

/** A run of dbt that made nothing. */
async function noMarts(): Promise<string> {
  const file = path.join(tmpdir(), `no-marts-${process.pid}.duckdb`)
  const instance = await DuckDBInstance.create(file)
  instance.closeSync()
  return file
}

/** Every mart in the file, to nine digits. */
async function readMarts(file: string): Promise<Record<string, unknown[][]>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const made: Record<string, unknown[][]> = {}
    const tables = await connection.runAndReadAll(`SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'mart_') ORDER BY ALL`)
    for (const [name] of tables.getRows()) made[String(name)] = (await connection.runAndReadAll(`SELECT * FROM ${String(name)} ORDER BY ALL`)).getRowsJson().map((row) => rounded(row as Cell[]))
    return made
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Sums are made in another order: nine digits. */
const rounded = (row: Cell[]) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell))
