import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '@/lib/api-keys/api-keys'
import { findKeyHolder } from '@/lib/api-keys/key-holder'
import { usualLake } from '@/lib/lake/lake-settings'
import { exportTables, type TableStep } from '@/lib/lake/tables/export-tables'
import { answerIceberg, icebergNotSignedIn } from '@/lib/lake/tables/iceberg-catalog'
import { listOpenTables } from '@/lib/lake/tables/open-tables'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow } from '@/lib/testing/work-queue'
import { askForMarts, listMartRuns } from '@/lib/transformations/mart-runs'
import { checkout } from '@/scripts/checkout'
import { installDbt } from '@/scripts/dbt/install-dbt'
import { installDuckDbExtension } from '@/scripts/lake/install-extension'

const python = await installDbt().catch((error: Error) => {
  process.stderr.write(`\n!! SKIPPED: dbt, pyiceberg and deltalake cannot be had here: ${error.message}\n`)
  return null
})
const extensions = await Promise.all((['avro', 'iceberg', 'delta'] as const).map(installDuckDbExtension)).catch((error: Error) => {
  process.stderr.write(`\n!! SKIPPED: DuckDB's readers of Iceberg and Delta cannot be had here: ${error.message}\n`)
  return null
})

const tenantId = 'demo-dairy'
type Rows = Record<string, unknown>[]

describe.skipIf(python === null)('figures as open tables', { timeout: 240_000 }, () => {
  let system: TestSystem
  const person = personOf(tenantId)
  const tables = () => listOpenTables(system, { tenantId, places: null })
  const table = async (name: string) => (await tables()).find((one) => one.name === name)!
  const marts = path.join(tmpdir(), `marts-${process.pid}.duckdb`)
  const fill = (value: number) => inDuckDb(`ATTACH '${marts}' AS m; CREATE OR REPLACE TABLE m.mart_one AS SELECT 'line-' || i AS line, i * ${value}::DOUBLE AS minutes FROM range(5) t(i); DETACH m`)
  const inPython = async (script: string, ...args: string[]): Promise<Rows> => JSON.parse((await promisify(execFile)(python!, ['-W', 'ignore', path.join(checkout, 'platform/lake', script), ...args])).stdout) as Rows
  // Of the marts alone: the rest is written in the same way, and takes its time.
  const write = (step?: TableStep) => exportTables(system, tenantId, marts, { step, product: new Map() })
  const byPyIceberg = async (name: string) => inPython('read_iceberg.py', (await table(name)).metadata)

  beforeAll(async () => {
    system = await testSystem({ dbtPython: python, lake: { ...usualLake, tables: 'plain' } })
    system.clock.advance(Date.parse('2026-03-12T13:37:21.250Z') - system.clock.now().getTime())
    await plantWithStory(system, tenantId, 'dairy', '2026-03-09')
    await ensureDataKey(system.db, system.keys, tenantId)
    await system.objects.ensureSpace(tenantId)
    await askForMarts(system, person)
    await workNow(system)
  }, 240_000)
  afterAll(async () => {
    await system?.stop()
    await rm(marts, { force: true })
  })

  it('are written by the worker once the marts are built: each mart, each table of gold and of silver', async () => {
    expect((await listMartRuns(system, person))[0]).toMatchObject({ state: 'done', reason: '' })
    expect((await tables()).map(({ name }) => name)).toEqual(expect.arrayContaining(['gold.mart_oee_day', 'gold.mart_spc_limits', 'gold.oee', 'gold.downtime', 'silver.stops', 'silver.signals']))
    expect(await table('gold.mart_oee_day')).toMatchObject({ isSealed: false, deltaVersion: 0, madeAt: system.clock.now() })
    expect((await table('gold.mart_oee_day')).rows).toBeGreaterThan(20)
  })

  it.skipIf(extensions === null)('have the same rows for DuckDB, for pyiceberg and for deltalake, as Iceberg and as Delta', async () => {
    for (const name of ['gold.mart_oee_day', 'gold.mart_material_balance', 'silver.stops']) {
      const { metadata, delta, rows } = await table(name)
      const iceberg = await inDuckDb(`${load()}; SELECT * FROM iceberg_scan('${metadata.replace('file://', '')}')`)
      expect(iceberg).toHaveLength(rows)
      expect(same(await inDuckDb(`${load()}; SELECT * FROM delta_scan('${delta}')`))).toEqual(same(iceberg))
      expect(same(await byPyIceberg(name))).toEqual(same(iceberg))
      expect(same(await inPython('read_delta.py', delta))).toEqual(same(iceberg))
    }
  })

  it('written again with the same rows stay the version that they are; with other rows the old version is still read', async () => {
    await fill(1)
    await write()
    const first = await table('gold.mart_one')
    await write()
    expect(await table('gold.mart_one')).toMatchObject({ version: first.version, deltaVersion: 0, metadata: first.metadata })
    await fill(2)
    await write()
    expect(await table('gold.mart_one')).toMatchObject({ deltaVersion: 1, rows: 5 })
    expect(total(await byPyIceberg('gold.mart_one'))).toBe(20)
    expect(total(await inPython('read_iceberg.py', (await table('gold.mart_one')).metadata, first.version))).toBe(10)
    // A table that is no more goes with its files.
    expect((await tables()).map(({ name }) => name)).not.toContain('gold.mart_oee_day')
  })

  it.each(['written', 'stored', 'counted'] as const)('of a run that is killed once they are %s are read as before or as new, whole, and nothing is left over by the next run', async (at) => {
    const before = total(await byPyIceberg('gold.mart_one'))
    await fill(before)
    const killed: TableStep = (name) => {
      if (name === at) throw new Error('killed')
    }
    await expect(write(killed)).rejects.toThrow('killed')
    const wanted = at === 'counted' ? before * 10 : before
    expect(total(await byPyIceberg('gold.mart_one'))).toBe(wanted)
    expect([before, before * 10]).toContain(total(await inPython('read_delta.py', (await table('gold.mart_one')).delta)))
    await write()
    expect(total(await byPyIceberg('gold.mart_one'))).toBe(before * 10)
    expect(total(await inPython('read_delta.py', (await table('gold.mart_one')).delta))).toBe(before * 10)
  })

  it('keep their last versions only', async () => {
    const snapshots = async () => Number((await inPython('read_iceberg.py', (await table('gold.mart_one')).metadata, 'count'))[0]!.snapshots)
    expect((await table('gold.mart_one')).deltaVersion).toBeGreaterThanOrEqual(4)
    expect(await snapshots()).toBeLessThanOrEqual(10)
    const listed = await system.objects.list(tenantId)
    if (!listed.ok) throw new Error('not listed')
    const data = listed.value.filter(({ path: name }) => name.startsWith('tables/iceberg/gold/mart_one/data/'))
    expect(data.length).toBeLessThanOrEqual(5)
  })

  it('are found by pyiceberg in the catalogue over REST, by whoever has a key of this plant', async () => {
    const server = createServer((request, response) => {
      const path = new URL(request.url!, 'http://localhost').pathname.replace('/v1/', '').split('/')
      void findKeyHolder(system, request.headers.authorization ?? null)
        .then((holder) => (holder ? answerIceberg(system, { tenantId: holder.tenantId, places: null }, path) : icebergNotSignedIn))
        .then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const key = await createApiKey(system, tenantId, { name: 'Lake', scopes: ['data.download'], nodeId: '', expiresAt: null }, person.email)
      expect(await inPython('read_iceberg.py', '--catalogue', url, key)).toEqual((await tables()).map(({ name, rows }) => ({ name, rows })))
      await expect(inPython('read_iceberg.py', '--catalogue', url, 'mrk_wrong')).rejects.toThrow(/NotAuthorized|Unauthorized/)
    } finally {
      server.close()
    }
  })

  it('are of nobody who sees a part of the plant, and of no other plant', async () => {
    const [line] = await system.db.inTenant(tenantId, (tx) => tx.plantNode.findMany({ where: { level: 'line' } }))
    expect(await listOpenTables(system, { tenantId, places: { own: [line!.id], ways: [] } })).toEqual([])
    expect(await listOpenTables(system, { tenantId: 'platform', places: null })).toEqual([])
  })
})

const load = () => extensions!.map((file) => `LOAD '${file}'`).join('; ')
const total = (rows: Rows) => rows.reduce((sum, { minutes }) => sum + Number(minutes), 0)
/** Cells as text: readers write moments each in their own way. */
const same = (rows: Rows) => rows.map((row) => Object.entries(row).map(([name, cell]) => [name, plain(cell)])).map((row) => JSON.stringify(row)).sort()
const plain = (cell: unknown) => (typeof cell === 'bigint' ? Number(cell) : cell instanceof Date ? cell.toISOString().slice(0, 19) : typeof cell === 'string' && /^\d{4}-\d\d-\d\d[ T]/.test(cell) ? cell.replace(' ', 'T').slice(0, 19) : cell)

async function inDuckDb(sql: string): Promise<Rows> {
  const instance = await DuckDBInstance.create(':memory:', { allow_unsigned_extensions: 'false', autoinstall_known_extensions: 'false' })
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS() as Rows
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
