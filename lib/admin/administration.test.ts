import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedIdentity } from '@/lib/adapters/identity/embedded'
import { giveLease } from '@/lib/admin/give-lease'
import { leaseFilterFrom } from '@/lib/admin/lease-filter'
import { loadLeases } from '@/lib/admin/load-leases'
import { loadPeople } from '@/lib/admin/load-people'
import { endSessionsOf, setAccountStatus } from '@/lib/admin/person-actions'
import { testClock } from '@/lib/clock'
import { type Database, openDatabase } from '@/lib/db'
import type { System } from '@/lib/system'
import { testDatabase, type TestDatabase } from '@/lib/testing/database'

let database: TestDatabase
let db: Database
let system: System
const clock = testClock(new Date('2026-03-12T12:00:00Z'))
const admin = { email: 'admin@millrace.localhost', accountId: 'administrator' }
const worker = { tenantId: 'platform', accountId: 'worker' }

beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database)
  system = { db, clock, identity: embeddedIdentity(db, clock), settings: { varDir: database.varDir } } as unknown as System
  await db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: 'platform', kind: 'platform', name: 'Millrace' } })
    await tx.account.create({ data: { tenantId: 'platform', id: 'worker', email: 'worker@example.com', name: 'W. Orker' } })
    await tx.roleGrant.create({ data: { tenantId: 'platform', accountId: 'worker', role: 'sales' } })
  })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const openSession = (idHash: string) => {
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + 3_600_000)
  return db.asOperator((tx) => tx.session.create({ data: { tenantId: 'platform', accountId: 'worker', idHash, createdAt: now, lastSeenAt: now, expiresAt } }))
}
const lastAudit = () => db.asOperator((tx) => tx.auditEntry.findFirst({ where: { tenantId: 'platform' }, orderBy: { seq: 'desc' } }))
const workerRow = async () => (await loadPeople(system, 'WORKER@')).rows[0]

describe('administering people', () => {
  it('ends every session, and says so in the audit trail', async () => {
    await openSession('one')
    await openSession('two')
    expect(await workerRow()).toMatchObject({ openSessions: 2, roles: [{ role: 'sales', place: '' }], tenantName: 'Millrace' })
    expect(await endSessionsOf(system, worker, admin.email)).toEqual({ ok: true, endedSessions: 2 })
    expect(await workerRow()).toMatchObject({ openSessions: 0 })
    expect(await lastAudit()).toMatchObject({ action: 'account.sessions-ended', actor: admin.email, subject: 'worker@example.com' })
  })
  it('disables an account together with its sessions, and enables it again', async () => {
    await openSession('three')
    expect(await setAccountStatus(system, worker, 'disabled', admin)).toEqual({ ok: true, endedSessions: 1 })
    expect(await workerRow()).toMatchObject({ status: 'disabled', openSessions: 0 })
    expect(await setAccountStatus(system, worker, 'disabled', admin)).toMatchObject({ ok: false })
    expect(await setAccountStatus(system, worker, 'active', admin)).toEqual({ ok: true, endedSessions: 0 })
    expect(await lastAudit()).toMatchObject({ action: 'account.enabled', detail: { old: 'disabled', new: 'active' } })
  })
  it('lets nobody disable the account they use', async () => {
    expect(await setAccountStatus(system, worker, 'disabled', { email: 'worker@example.com', accountId: 'worker' })).toMatchObject({ ok: false })
    expect(await workerRow()).toMatchObject({ status: 'active' })
  })
})

describe('a lease given by an administrator', () => {
  const wish = { email: 'J.Lind@example.com', industry: 'dairy' as const, hours: 8 }
  it('is built at once, with its whole ledger, and stands in the list', async () => {
    const given = await giveLease(system, wish, admin.email)
    expect(given.ok).toBe(true)
    const view = await loadLeases(system, leaseFilterFrom({ q: 'j.lind' }))
    expect(view.rows).toMatchObject([{ email: 'j.lind@example.com', state: 'provisioning', partsThere: 0, partsAll: 7 }])
    expect(view.counts).toMatchObject({ building: 1, running: 0 })
    expect(await lastAudit()).toMatchObject({ action: 'lease.given', actor: admin.email })
  })
  it('is refused for an address that has one, and outside 2 to 24 hours', async () => {
    expect(await giveLease(system, wish, admin.email)).toMatchObject({ ok: false, because: expect.stringContaining('demo-') })
    expect(await giveLease(system, { ...wish, email: 'worker@example.com' }, admin.email)).toMatchObject({ ok: false })
    for (const hours of [1, 25, 2.5]) expect(await giveLease(system, { ...wish, email: 'new@example.com', hours }, admin.email)).toMatchObject({ ok: false })
  })
  it('leaves an alarm when something of it outlives its end by more than five minutes', async () => {
    await db.asOperator((tx) => tx.lease.updateMany({ data: { state: 'removing', expiredAt: clock.now() } }))
    clock.advance(5 * 60_000)
    expect((await loadLeases(system, leaseFilterFrom({}))).leftOver).toEqual([])
    clock.advance(1000)
    const [alarm] = (await loadLeases(system, leaseFilterFrom({}))).leftOver
    expect(alarm?.parts).toHaveLength(7)
  })
})
