import { rm } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { checkpointFile, readCheckpoints, writeCheckpoints } from '@/lib/admin/audit-checkpoints'
import { sayFault, verifyAudit } from '@/lib/admin/verify-audit'
import { recordAudit } from '@/lib/audit/record'
import { testClock } from '@/lib/clock'
import { type Database, openDatabase } from '@/lib/db'
import type { System } from '@/lib/system'
import { testDatabase, type TestDatabase } from '@/lib/testing/database'

let database: TestDatabase
let db: Database
let system: System
/** Whoever can do everything: the application's roles can neither edit nor delete what is tried here. */
let intruder: pg.Client

beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database)
  const clock = testClock(new Date('2026-03-12T12:00:00Z'))
  system = { db, clock, settings: { varDir: database.varDir } } as unknown as System
  const url = new URL(inject('testDatabaseServer').superUrl)
  url.pathname = new URL(database.operatorUrl).pathname
  intruder = new pg.Client({ connectionString: url.href })
  await intruder.connect()
})
afterAll(async () => {
  await intruder.end()
  await db.close()
  await database.drop()
})

async function record(tenantId: string, subjects: string[], action = 'tested') {
  for (const subject of subjects) {
    await db.asOperator((tx) => recordAudit(tx, system.clock.now(), { tenantId, actor: 'tester', action, subject, detail: { subject, size: 1.5 }, reason: 'a test' }))
  }
}
const faultsOf = async (tenantId: string) => (await verifyAudit(system)).find((report) => report.tenantId === tenantId)?.faults.map(sayFault)

beforeEach(async () => {
  await intruder.query('TRUNCATE audit_entry')
  await rm(checkpointFile(database.varDir), { force: true })
  await record('platform', ['one', 'two', 'three', 'four'])
  await record('demo-a', ['one', 'two'])
})

describe('verifying the audit trail of a database', () => {
  it('finds every tenant’s chain intact as it was written', async () => {
    expect((await verifyAudit(system)).map(({ tenantId, entries, faults }) => [tenantId, entries, faults])).toEqual([
      ['platform', 4, []],
      ['demo-a', 2, []],
    ])
  })
  it('says which entry was edited', async () => {
    await intruder.query(`UPDATE audit_entry SET subject = 'another' WHERE tenant_id = 'platform' AND seq = 2`)
    expect(await faultsOf('platform')).toEqual(['entry 2 was edited'])
    expect(await faultsOf('demo-a')).toEqual([])
  })
  it('says which entry is missing', async () => {
    await intruder.query(`DELETE FROM audit_entry WHERE tenant_id = 'platform' AND seq = 3`)
    expect(await faultsOf('platform')).toEqual(['entry 3 is missing'])
  })
  it('notices a cut tail against a checkpoint, and not without one', async () => {
    await intruder.query(`DELETE FROM audit_entry WHERE tenant_id = 'platform' AND seq = 4`)
    expect(await faultsOf('platform')).toEqual([])
    await record('platform', ['four'])
    await writeCheckpoints(system)
    await intruder.query(`DELETE FROM audit_entry WHERE tenant_id = 'platform' AND seq = 4`)
    expect(await faultsOf('platform')).toEqual(['entry 4 was there at a checkpoint; the chain ends before it'])
  })
  it('notices an emptied trail', async () => {
    await writeCheckpoints(system)
    await intruder.query('TRUNCATE audit_entry')
    expect(await faultsOf('platform')).toHaveLength(1)
    expect(await faultsOf('demo-a')).toHaveLength(1)
  })
  it('notices a chain that was written anew from the start, also after a later checkpoint', async () => {
    await writeCheckpoints(system)
    await intruder.query('TRUNCATE audit_entry')
    await record('platform', ['one', 'two', 'three', 'forged', 'five'])
    await writeCheckpoints(system)
    expect(await faultsOf('platform')).toEqual(['entry 4 was edited'])
  })
  it('does not miss the chain of a plant that is gone', async () => {
    await writeCheckpoints(system)
    await intruder.query(`DELETE FROM audit_entry WHERE tenant_id = 'demo-a'`)
    await record('platform', ['demo-a'], 'lease.gone')
    expect((await verifyAudit(system)).flatMap(({ faults }) => faults)).toEqual([])
  })
  it('keeps the end of every chain at a checkpoint', async () => {
    await writeCheckpoints(system)
    expect((await readCheckpoints(database.varDir)).map(({ tenantId, seq }) => [tenantId, seq])).toEqual([
      ['demo-a', 2],
      ['platform', 4],
    ])
  })
  it('lets neither role of the product edit or cut the platform’s chain', async () => {
    await expect(db.asOperator((tx) => tx.$executeRaw`UPDATE audit_entry SET subject = 'x' WHERE seq = 1`)).rejects.toThrow(/permission denied/)
    expect(await db.asOperator((tx) => tx.$executeRaw`DELETE FROM audit_entry WHERE tenant_id = 'platform'`)).toBe(0)
    await expect(db.inTenant('platform', (tx) => tx.$executeRaw`DELETE FROM audit_entry`)).rejects.toThrow(/permission denied/)
  })
})
