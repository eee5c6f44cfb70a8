import { afterAll, beforeAll, expect, it } from 'vitest'
import { askEngine } from '@/lib/lake/query/contract'
import { trinoEngine } from '@/lib/lake/query/trino'
import { listFigureTables, listOpenTables } from '@/lib/lake/tables/open-tables'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const reader = { tenantId: 'plant', places: null }

beforeAll(async () => {
  system = await testSystem()
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'plant', kind: 'customer', name: 'Plant' } }))
})
afterAll(() => system.stop())

it('says that nothing is written yet while only what runs of the marts stand on is there, and asks nobody', async () => {
  const table = { tenantId: 'plant', name: 'input.stops', metadata: 's3://plant/a', delta: 's3://plant/b', version: '1', deltaVersion: 0, rows: 3, columns: [], isSealed: true, madeAt: new Date() }
  await system.db.asOperator((tx) => tx.lakeTable.create({ data: table }))
  expect(await listOpenTables(system, reader)).toHaveLength(1)
  expect(await listFigureTables(system, reader)).toEqual([])
  const { end } = await askEngine(trinoEngine(system, { url: 'http://127.0.0.1:9', secret: 'x'.repeat(32) }), reader, 'SELECT * FROM gold.oee')
  expect(end).toEqual({ state: 'failed', reason: 'No table is written yet: they are when the marts are built. Build them in the catalogue, under Marts, or ask DuckDB.' })
})
