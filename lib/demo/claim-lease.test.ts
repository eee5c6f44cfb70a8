import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPerson } from '@/lib/auth/person'
import { signInByPassword } from '@/lib/auth/sign-in'
import { applyTransition } from '@/lib/demo/apply-transition'
import { claimLease } from '@/lib/demo/claim-lease'
import { createLease } from '@/lib/demo/create-lease'
import { firstPassword, partDrivers } from '@/lib/demo/part-drivers'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { removeDueTenants } from '@/lib/tenancy/remove-tenant'
import { leaseOf } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workUntil } from '@/lib/testing/work-queue'

const hour = 3_600_000
const wish = { plan: 'trial' as const, company: 'Northfield', actor: 'prospect' }

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterAll(() => system.stop())

/** A plant that runs, with something of its owner's in it, made without its long history: what happens to it is the same. */
async function ownedPlant(email: string, retentionDays = 0): Promise<string> {
  const now = system.clock.now()
  const lease = await system.db.asOperator((tx) => createLease(tx, { industry: 'dairy', hours: 24, email, leadId: null, assignedAt: now }, now))
  const drivers = partDrivers(system)
  for (const part of ['identity', 'data_key', 'mail_schedule'] as const) await drivers[part].ensure(lease, async () => undefined)
  await system.notebooks.ensureServer(lease.name, [])
  await system.db.asOperator(async (tx) => {
    await tx.leasePart.updateMany({ where: { leaseId: lease.id }, data: { state: 'up', upAt: now } })
    await tx.lease.updateMany({ where: { id: lease.id }, data: { state: 'ready', readyAt: now, enterableAt: now, deadlineAt: new Date(now.getTime() + 24 * hour), retentionDays } })
    await tx.trendAnnotation.create({ data: { tenantId: lease.name, id: `note-${lease.id}`, startsAt: now, text: 'ours', author: email, createdAt: now } })
  })
  await workNow(system)
  return lease.id
}
const signIn = async (leaseId: string) => {
  const lease = await leaseOf(system, leaseId)
  return signInByPassword(system, lease.email!, firstPassword(system, lease), 'test')
}
const annotations = async (leaseId: string) => system.db.asOperator(async (tx) => tx.trendAnnotation.count({ where: { tenantId: `demo-${leaseId}` } }))
const toDeadline = async (leaseId: string) => {
  const { deadlineAt } = await leaseOf(system, leaseId)
  system.clock.advance(deadlineAt!.getTime() - system.clock.now().getTime())
}

describe('a claimed plant', () => {
  it('has no deadline any more, is a customer’s, and keeps what was made in it', async () => {
    const leaseId = await ownedPlant('ada@plant.example')
    const session = await signIn(leaseId)
    expect(await claimLease(system, leaseId, wish)).toEqual({ ok: true, tenantId: `demo-${leaseId}` })
    system.clock.advance(30 * hour)
    await workNow(system)
    expect(await leaseOf(system, leaseId)).toMatchObject({ state: 'claimed', deadlineAt: null })
    expect(await system.db.asOperator((tx) => tx.tenant.findUnique({ where: { id: `demo-${leaseId}` } }))).toMatchObject({ kind: 'customer' })
    expect(await annotations(leaseId)).toBe(1)
    expect(session.ok && (await findPerson(system, session.sessionId))).toBeNull()
    expect((await signIn(leaseId)).ok).toBe(true)
  })

  it('keeps who is inside signed in across the old deadline', async () => {
    const leaseId = await ownedPlant('eve@plant.example')
    system.clock.advance(23.5 * hour)
    const session = await signIn(leaseId)
    await claimLease(system, leaseId, wish)
    system.clock.advance(hour)
    expect(session.ok && (await findPerson(system, session.sessionId))).toMatchObject({ email: 'eve@plant.example' })
  })

  it('claimed twice, and twice at once, is claimed once', async () => {
    const leaseId = await ownedPlant('bob@plant.example')
    const answers = await Promise.all([claimLease(system, leaseId, wish), claimLease(system, leaseId, { ...wish, plan: 'paid' })])
    expect(answers.map(({ ok }) => ok)).toEqual([true, true])
    const { claims, events, mails } = await system.db.asOperator(async (tx) => ({
      claims: await tx.claim.count({ where: { leaseId } }),
      events: await tx.engagementEvent.count({ where: { leaseId, kind: 'lease.claimed' } }),
      mails: await tx.outboxMail.count({ where: { leaseId, template: 'claimed' } }),
    }))
    expect({ claims, events, mails }).toEqual({ claims: 1, events: 1, mails: 1 })
  })
})

it('a kept plant that its customer deletes ends as a lease does, with the certificate, and is not built again', async () => {
  const leaseId = await ownedPlant('leaver@plant.example')
  await claimLease(system, leaseId, wish)
  await workNow(system)
  await system.db.asOperator((tx) => tx.tenant.update({ where: { id: `demo-${leaseId}` }, data: { deletesAt: system.clock.now() } }))
  for (let i = 0; i < 2; i++) await removeDueTenants(system)
  await workUntil(system, leaseId, 'gone')
  await removeDueTenants(system)
  await reconcileAll(system)
  await workNow(system)
  expect(await system.db.asOperator((tx) => tx.tenant.count({ where: { id: `demo-${leaseId}` } }))).toBe(0)
  expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(1)
})

describe('claim against expiry', () => {
  it('of the two at once one wins and the other finds it done, whichever comes first', async () => {
    const outcomes = new Set<string>()
    for (let i = 0; i < 8; i++) {
      const leaseId = await ownedPlant(`race-${i}@plant.example`)
      const lease = await leaseOf(system, leaseId)
      // Both decided with what they saw a moment before the deadline.
      const [claimed] = await Promise.all(i % 2 ? [claimLease(system, leaseId, wish), applyTransition(system, lease, { to: 'expired' })] : [applyTransition(system, lease, { to: 'expired' }).then(() => claimLease(system, leaseId, wish)), Promise.resolve()])
      const { state } = await leaseOf(system, leaseId)
      expect(state).toBe(claimed!.ok ? 'claimed' : 'expired')
      expect(await annotations(leaseId)).toBe(1)
      outcomes.add(state)
    }
    expect([...outcomes].sort()).toContain('expired')
  })

  it('after the deadline it is refused, also when no worker has noticed it, and the certificate still comes', async () => {
    const leaseId = await ownedPlant('late@plant.example')
    await toDeadline(leaseId)
    expect(await claimLease(system, leaseId, wish)).toMatchObject({ ok: false })
    await workUntil(system, leaseId, 'gone')
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(1)
    expect(await claimLease(system, leaseId, wish)).toMatchObject({ ok: false, because: expect.stringContaining('deleted') })
  })
})

describe('an end in two stages', () => {
  it('stops first: nobody gets in, nothing is deleted, no certificate; then it is deleted and certified', async () => {
    const leaseId = await ownedPlant('slow@plant.example', 7)
    const name = `demo-${leaseId}`
    const session = await signIn(leaseId)
    await workUntil(system, leaseId, 'stopped')
    await workNow(system)
    expect(session.ok && (await findPerson(system, session.sessionId))).toBeNull()
    expect((await signIn(leaseId)).ok).toBe(false)
    expect(await annotations(leaseId)).toBe(1)
    const notebooks = system.notebooks as typeof system.notebooks & { isRunning(of: string): boolean; filesOf(of: string): string[] | null }
    expect([notebooks.isRunning(name), notebooks.filesOf(name) !== null]).toEqual([false, true])
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(0)
    system.clock.advance(7 * 24 * hour)
    await workUntil(system, leaseId, 'gone')
    const { goneAt, stoppedAt } = await leaseOf(system, leaseId)
    expect(goneAt!.getTime() - stoppedAt!.getTime()).toBeGreaterThanOrEqual(7 * 24 * hour)
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(1)
  })

  it('who comes back in time has the plant again as they left it, notebook server included', async () => {
    const leaseId = await ownedPlant('back@plant.example', 7)
    await workUntil(system, leaseId, 'stopped')
    await workNow(system)
    system.clock.advance(3 * 24 * hour)
    expect((await claimLease(system, leaseId, wish)).ok).toBe(true)
    await workNow(system)
    expect(await annotations(leaseId)).toBe(1)
    expect((system.notebooks as typeof system.notebooks & { isRunning(of: string): boolean }).isRunning(`demo-${leaseId}`)).toBe(true)
    expect((await signIn(leaseId)).ok).toBe(true)
  })
})
