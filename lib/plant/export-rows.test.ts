import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '@/lib/db'
import { exportExtents, exportPages } from '@/lib/plant/export-rows'
import { exportTables, findExportTable } from '@/lib/plant/export-tables'
import type { System } from '@/lib/system'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'

const start = Date.UTC(2026, 2, 12)
const period = { from: new Date(start), to: new Date(start + 86_400_000) }
const lab = findExportTable('lab-results')!
const place = (tenantId: string) => ({ reach: tenantId, timeZone: 'Europe/Rome' })

let database: TestDatabase
let system: System

async function addTenant(id: string, results: number) {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'Europe/Rome' } })
    await tx.labResult.createMany({
      data: Array.from({ length: results }, (_, i) => ({
        // Three at a time share a moment: the key tells them apart.
        tenantId: id, id: `${id}-${i}`, nodeId: 'line-1', takenAt: new Date(start + Math.floor(i / 3) * 1000), analyte: 'pH', value: i, unit: '',
      })),
    })
  })
}

beforeAll(async () => {
  database = await testDatabase()
  system = { db: openDatabase({ appUrl: database.appUrl, operatorUrl: database.operatorUrl }) } as System
  await addTenant('demo-a', 12_001)
  await addTenant('demo-b', 3)
})
afterAll(async () => {
  await system.db.close()
  await database.drop()
})

async function rowsOf(tenantId: string, table = lab) {
  const pages: unknown[][][] = []
  for await (const page of exportPages(system, place(tenantId), table, period)) pages.push(page)
  return pages
}

describe('an exported table', () => {
  it('has every row once, over page after page', async () => {
    const pages = await rowsOf('demo-a')
    expect(pages.map((page) => page.length)).toEqual([5000, 5000, 2001])
    const values = pages.flat().map((row) => row[lab.columns.findIndex(({ name }) => name === 'value')])
    expect(new Set(values).size).toBe(12_001)
  })

  it('has rows of its own tenant only', async () => {
    expect((await rowsOf('demo-b')).flat()).toHaveLength(3)
    expect(await exportExtents(system, 'demo-b', period, [lab])).toMatchObject([{ rows: 3 }])
    expect((await rowsOf('demo-nobody')).flat()).toEqual([])
  })

  it('says each moment in UTC and on the clock of the site', async () => {
    const [first] = (await rowsOf('demo-b')).flat()
    expect(first!.slice(0, 2)).toEqual([new Date(start), '2026-03-12T01:00:00'])
  })

  it('that belongs to no time has all its rows in every period, page by page as well', async () => {
    const rates = Array.from({ length: 5001 }, (_, i) => ({ tenantId: 'demo-rates', lineId: `line-${i}`, currency: 'EUR', busyHour: i, materialPerKg: 1, energyPerKwh: 0.2 }))
    await system.db.asOperator((tx) => tx.costRate.createMany({ data: rates }))
    const table = findExportTable('cost-rates')!
    const lines = (await rowsOf('demo-rates', table)).flat().map(([line]) => line)
    expect(new Set(lines).size).toBe(5001)
    expect(lines).toHaveLength(5001)
    expect(await exportExtents(system, 'demo-rates', period, [table])).toMatchObject([{ rows: 5001, first: period.from }])
  })

  it.each(exportTables.map((table) => [table.id, table] as const))('%s can be read, also when it is empty', async (_, table) => {
    await expect(rowsOf('demo-nobody', table)).resolves.toEqual([])
    await expect(exportExtents(system, 'demo-nobody', period, [table])).resolves.toMatchObject([{ rows: 0, first: null }])
  })
})
