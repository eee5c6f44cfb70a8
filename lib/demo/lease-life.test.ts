import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPerson } from '@/lib/auth/person'
import { signInByLink, signInByPassword } from '@/lib/auth/sign-in'
import { issueToken, redeemToken } from '@/lib/auth/token'
import { checkStatement, type DeletionStatement } from '@/lib/demo/certificate'
import { certificateKey } from '@/lib/demo/certificate-key'
import { firstPassword } from '@/lib/demo/part-drivers'
import { partList } from '@/lib/demo/part-list'
import { verifyRequest } from '@/lib/demo/verify-request'
import { countTenantRows } from '@/lib/tenancy/tenant-rows'
import { leaseOf, listAll, nothingListed, partsOf, requestToken } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workUntil } from '@/lib/testing/work-queue'

const email = 'ada@example.com'
const hour = 3_600_000

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterAll(() => system.stop())

const mailsSent = () =>
  system.db.asOperator(async (tx) => {
    const mails = await tx.outboxMail.findMany({ where: { to: email, sentAt: { not: null } }, orderBy: { createdAt: 'asc' } })
    return mails.map((mail) => mail.template)
  })
const ticketFor = (name: string, purpose: 'sign-in' | 'notebook') =>
  system.db.asOperator((tx) => issueToken(tx, { tenantId: name, accountId: name, purpose, expiresAt: new Date(system.clock.now().getTime() + 99 * hour) }))

// One life, told in order: each test goes on where the one before stopped.
describe('twenty-four hours of a demo lease', () => {
  let leaseId: string
  let name: string
  let token: string
  const held: { sessions: string[]; link: string; ticket: string; presigned: string } = { sessions: [], link: '', ticket: '', presigned: '' }

  it('nothing is made before the address is confirmed', async () => {
    token = await requestToken(system, email)
    await workNow(system)
    expect(await system.db.asOperator((tx) => tx.lease.count())).toBe(0)
    expect(await listAll(system)).toEqual(nothingListed)
  })

  it('a form posted again makes no second request, and the newest link counts', async () => {
    const second = await requestToken(system, email)
    expect(await system.db.asOperator((tx) => tx.demoRequest.count())).toBe(1)
    expect(await verifyRequest(system, token)).toEqual({ ok: false, because: 'unknown' })
    token = second
  })

  it('confirming twice at once and again later gives one lease', async () => {
    const answers = [...(await Promise.all([verifyRequest(system, token), verifyRequest(system, token)])), await verifyRequest(system, token)]
    const leases = await system.db.asOperator((tx) => tx.lease.findMany())
    expect(leases).toHaveLength(1)
    leaseId = leases[0]!.id
    name = leases[0]!.name
    expect(answers).toEqual(Array(3).fill({ ok: true, leaseId }))
  })

  it('becomes ready with every part up, and the deadline counts from ready', async () => {
    system.clock.advance(90_000)
    await workUntil(system, leaseId, 'ready')
    const lease = await leaseOf(system, leaseId)
    expect(lease.readyAt).toEqual(system.clock.now())
    expect(lease.createdAt.getTime()).toBe(lease.readyAt!.getTime() - 90_000)
    expect(lease.deadlineAt!.getTime() - lease.readyAt!.getTime()).toBe(24 * hour)
    expect((await partsOf(system, leaseId)).map(({ part, state }) => [part, state]).toSorted()).toEqual(partList.map(({ part }) => [part, 'up']).toSorted())
    expect(await listAll(system)).toEqual(Object.fromEntries(partList.map(({ part }) => [part, [name]])))
  })

  it('lets its owner in by password and by link, and a link works once', async () => {
    await workNow(system)
    const byPassword = await signInByPassword(system, email, firstPassword(system, await leaseOf(system, leaseId)), 'test')
    const link = await ticketFor(name, 'sign-in')
    const byLink = await signInByLink(system, link, 'test')
    if (!byPassword.ok || !byLink.ok) expect.fail('nobody was let in')
    expect(await signInByLink(system, link, 'test')).toEqual({ ok: false, because: 'refused' })
    held.sessions = [byPassword.sessionId, byLink.sessionId]
    for (const session of held.sessions) expect(await findPerson(system, session)).toMatchObject({ tenantId: name, email })
  })

  it('a form posted while it runs says so by mail and makes nothing', async () => {
    await expect(requestToken(system, email)).rejects.toThrow('no verification mail')
    await workNow(system)
    expect(await mailsSent()).toContain('already-running')
    expect(await system.db.asOperator((tx) => tx.lease.count())).toBe(1)
  })

  it('reminds once when an hour is left', async () => {
    await workUntil(system, leaseId, 'reminded')
    await workNow(system)
    const lease = await leaseOf(system, leaseId)
    expect(lease.deadlineAt!.getTime() - system.clock.now().getTime()).toBe(hour)
    expect((await mailsSent()).filter((template) => template === 'reminder')).toHaveLength(1)
  })

  it('lets nobody in from the deadline on, even before a worker has noticed it', async () => {
    held.link = await ticketFor(name, 'sign-in')
    held.ticket = await ticketFor(name, 'notebook')
    const presigned = await system.objects.presign(name, 'samples/signals.parquet', 99 * 3600)
    held.presigned = presigned.ok ? presigned.value : expect.fail(presigned.failure.message)
    const { deadlineAt } = await leaseOf(system, leaseId)
    system.clock.advance(deadlineAt!.getTime() - system.clock.now().getTime() - 1)
    expect(await findPerson(system, held.sessions[0]!)).not.toBeNull()
    system.clock.advance(1)
    expect((await leaseOf(system, leaseId)).state).toBe('reminded')
    for (const session of held.sessions) expect(await findPerson(system, session)).toBeNull()
    expect(await signInByLink(system, await ticketFor(name, 'sign-in'), 'test')).toEqual({ ok: false, because: 'refused' })
    const password = firstPassword(system, await leaseOf(system, leaseId))
    expect(await signInByPassword(system, email, password, 'test')).toEqual({ ok: false, because: 'refused' })
  })

  it('is gone within its own deadline, and every neighbour lists nothing', async () => {
    await workUntil(system, leaseId, 'gone')
    const lease = await leaseOf(system, leaseId)
    const tries = await system.db.asOperator((tx) => tx.leaseAttempt.findMany({ where: { leaseId, purpose: 'remove' } }))
    expect(tries.map(({ part, outcome }) => [part, outcome]).toSorted()).toEqual(partList.map(({ part }) => [part, 'done']).toSorted())
    expect(lease.goneAt).toEqual(lease.deadlineAt)
    expect(await listAll(system)).toEqual(nothingListed)
    expect(await countTenantRows(system.db, name)).toBe(0)
    const objects = await system.objects.list(name)
    expect(objects).toEqual({ ok: true, value: [] })
  })

  it('leaves no session, link, ticket or file of before', async () => {
    for (const session of held.sessions) expect(await findPerson(system, session)).toBeNull()
    expect(await signInByLink(system, held.link, 'test')).toEqual({ ok: false, because: 'refused' })
    const redeemed = await system.db.asOperator((tx) => redeemToken(tx, held.ticket, 'notebook', system.clock.now()))
    expect(redeemed).toBeNull()
    expect(await system.objects.get(name, 'samples/signals.parquet')).toMatchObject({ ok: false })
  })

  it('removed the key before everything else', async () => {
    const removals = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId: 'platform', subject: name }, orderBy: { seq: 'asc' } }))
    expect(removals.map((entry) => entry.action)).toEqual([
      'lease.provisioning', 'lease.ready', 'lease.reminded', 'lease.expired', 'lease.removing', 'lease.gone', 'certificate.issued',
    ])
  })

  it('has one certificate, which verifies and says that nothing is listed', async () => {
    const certificates = await system.db.asOperator((tx) => tx.deletionCertificate.findMany({ where: { leaseId } }))
    expect(certificates).toHaveLength(1)
    const [certificate] = certificates
    expect(checkStatement(certificate!, certificateKey(system.settings.varDir).publicPem)).toEqual({ holds: true })
    const statement = JSON.parse(certificate!.statement) as DeletionStatement
    const lease = await leaseOf(system, leaseId)
    expect(statement).toMatchObject({ lease: name, readyAt: lease.readyAt!.toISOString(), goneAt: lease.goneAt!.toISOString() })
    expect(statement.parts.map(({ part, listedAfter }) => [part, listedAfter])).toEqual(partList.map(({ label }) => [label, 0]))
    for (const { removedAt } of statement.parts) expect(removedAt >= statement.keyDestroyedAt).toBe(true)
  })

  it('tells its owner, and what the mails said of the plant is gone with it', async () => {
    await workNow(system)
    expect(await mailsSent()).toEqual(['verify', 'verify', 'welcome', 'already-running', 'reminder', 'gone'])
    const told = await system.db.asOperator((tx) => tx.mail.findMany({ where: { leaseId, NOT: { id: { endsWith: '.gone' } } } }))
    expect(told.map((mail) => mail.text + mail.html)).toEqual(['', '', ''])
  })

  it('does nothing more, however often it is looked at', async () => {
    const before = await leaseOf(system, leaseId)
    system.clock.advance(hour)
    await workNow(system)
    expect(await leaseOf(system, leaseId)).toEqual(before)
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count())).toBe(1)
  })
})
