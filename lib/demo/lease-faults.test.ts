import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, type FaultyPort, withFaults } from '@/lib/adapters/faults'
import { provisioningLimitMs } from '@/lib/demo/decide'
import { expireLease } from '@/lib/demo/lease-actions'
import { type PartDriver, partDrivers } from '@/lib/demo/part-drivers'
import { partFacts, partList } from '@/lib/demo/part-list'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import type { Part } from '@/lib/generated/prisma/client'
import { expectGoneOnce, expectReadyOnce } from '@/lib/testing/expect-once'
import { leaseOf, partsOf, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workQueue, workUntil } from '@/lib/testing/work-queue'

// A busy machine is not a defect.
const patiently = { timeout: 15_000 }

const parts = partList.map(({ part }) => part)
const deadlines = new Map(partList.map((facts) => [facts.part, facts.deadlineMs]))

let system: TestSystem
let faulty: Record<Part, FaultyPort<PartDriver>>
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterAll(() => system.stop())

let leases = 0
const newEmail = () => `person-${(leases += 1)}@example.com`
beforeEach(() => {
  const wrapped = Object.entries(partDrivers(system)).map(([part, driver]) => [part, withFaults(driver)])
  faulty = Object.fromEntries(wrapped) as typeof faulty
  system.drivers = Object.fromEntries(parts.map((part) => [part, faulty[part].port])) as Record<Part, PartDriver>
})
afterEach(() => partList.forEach((facts) => (facts.deadlineMs = deadlines.get(facts.part)!)))

/** So that a neighbour that never answers is not waited for: its deadline is the one that runs by the real clock. */
const waitBriefly = (part: Part) => (partFacts(part).deadlineMs = 40)
const stateOf = async (leaseId: string, part: Part) => (await partsOf(system, leaseId)).find((one) => one.part === part)!.state

async function end(leaseId: string) {
  expect(await expireLease(system, leaseId, 'test')).toEqual({ ok: true })
  await workUntil(system, leaseId, 'gone')
}

const passing: [string, Fault][] = [
  ['is slow', { slow: 30 }],
  ['refuses once', 'refuses once'],
  ['does the work and breaks off before it answers', 'succeeds then crashes'],
]
const everyPart = passing.flatMap(([how, fault]) => parts.map((part) => ({ part, how, fault })))

describe('a neighbour that fails for a moment', () => {
  it.each(everyPart)('$part: when making $how, the lease is ready, once', async ({ part, fault }) => {
    faulty[part].plan({ ensure: fault })
    const leaseId = await startLease(system, newEmail())
    await workUntil(system, leaseId, 'ready')
    await expectReadyOnce(system, leaseId)
    const lease = await leaseOf(system, leaseId)
    expect(lease.readyAt!.getTime() - lease.createdAt.getTime()).toBe(typeof fault === 'object' ? 0 : 1000)
    await end(leaseId)
    await expectGoneOnce(system, leaseId)
  })

  it.each(everyPart)('$part: when removing $how, the lease is gone, once', async ({ part, fault }) => {
    const leaseId = await startLease(system, newEmail())
    await workUntil(system, leaseId, 'ready')
    faulty[part].plan({ remove: fault })
    await end(leaseId)
    await expectGoneOnce(system, leaseId)
    const lease = await leaseOf(system, leaseId)
    expect(lease.goneAt!.getTime() - lease.deadlineAt!.getTime()).toBe(typeof fault === 'object' ? 0 : 1000)
  })
})

describe('a neighbour that never answers', () => {
  const essential: Part[] = ['identity', 'plant_data']

  it.each(parts.filter((part) => !essential.includes(part)))('%s: is given up after three minutes and named, the rest opens without it', async (part) => {
    waitBriefly(part)
    faulty[part].plan({ ensure: 'never' })
    const leaseId = await startLease(system, newEmail())
    await workUntil(system, leaseId, 'ready')
    const lease = await leaseOf(system, leaseId)
    expect(lease.readyAt!.getTime() - lease.createdAt.getTime()).toBe(provisioningLimitMs)
    const missing = part === 'data_key' ? ['data_key', 'object_space'] : [part]
    const ledger = await partsOf(system, leaseId)
    expect(ledger.filter(({ state }) => state === 'given_up').map((one) => one.part).toSorted()).toEqual(missing)
    expect(ledger.filter(({ state }) => state === 'up')).toHaveLength(parts.length - missing.length)
    expect(ledger.find((one) => one.part === part)!.lastError).toMatch(/no answer within/)
    await workNow(system)
    const welcome = await system.db.asOperator((tx) => tx.mail.findFirstOrThrow({ where: { id: `demo-${leaseId}.welcome` } }))
    for (const name of missing) expect(welcome.text).toContain(partFacts(name as Part).label)

    faulty[part].plan({})
    await workQueue(system, async () => (await partsOf(system, leaseId)).every(({ state }) => state === 'up'))
    await expectReadyOnce(system, leaseId)
    expect((await leaseOf(system, leaseId)).deadlineAt).toEqual(lease.deadlineAt)
    await end(leaseId)
    await expectGoneOnce(system, leaseId)
  })

  it.each(essential)('%s: nobody is let in without it, and the lease opens when it comes', async (part) => {
    waitBriefly(part)
    faulty[part].plan({ ensure: 'never' })
    const leaseId = await startLease(system, newEmail())
    await workQueue(system, async () => (await stateOf(leaseId, part)) === 'given_up')
    await workNow(system)
    expect(await leaseOf(system, leaseId)).toMatchObject({ state: 'provisioning', enterableAt: null, deadlineAt: null })
    faulty[part].plan({})
    partFacts(part).deadlineMs = deadlines.get(part)!
    await workUntil(system, leaseId, 'ready')
    await expectReadyOnce(system, leaseId)
    await end(leaseId)
    await expectGoneOnce(system, leaseId)
  })

  it.each(parts)('%s: the lease is not gone while it does not say that it removed, and is when it does', async (part) => {
    const leaseId = await startLease(system, newEmail())
    await workUntil(system, leaseId, 'ready')
    waitBriefly(part)
    faulty[part].plan({ remove: 'never' })
    await expireLease(system, leaseId, 'test')
    await workQueue(system, async () => faulty[part].callsOf('remove').length >= 3)
    expect((await leaseOf(system, leaseId)).state).toBe('removing')
    const removed = (await partsOf(system, leaseId)).filter(({ state }) => state === 'removed')
    // The key goes first; nothing else is touched before it is destroyed.
    expect(removed).toHaveLength(part === 'data_key' ? 0 : parts.length - 1)
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(0)
    faulty[part].plan({})
    partFacts(part).deadlineMs = deadlines.get(part)!
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
  })

  it.each(parts)('%s: what it makes long after the lease is gone is swept away', async (part) => {
    waitBriefly(part)
    faulty[part].plan({ ensure: 'works late' })
    const leaseId = await startLease(system, newEmail())
    await workQueue(system, async () => (await stateOf(leaseId, part)) === 'given_up')
    partFacts(part).deadlineMs = deadlines.get(part)!
    await end(leaseId)
    await faulty[part].release()
    await reconcileAll(system)
    await expectGoneOnce(system, leaseId)
  })
})

describe('a neighbour that says "removed" and still lists it', () => {
  // Not those whose rows lie in our PostgreSQL: they go with the plant's in any case.
  it.each<Part>(['data_key', 'object_space', 'plant_data', 'notebook'])('%s: is asked again until it lists nothing', async (part) => {
    const leaseId = await startLease(system, newEmail())
    await workUntil(system, leaseId, 'ready')
    const real = partDrivers(system)[part]
    let asked = 0
    const forgetful: PartDriver = { ...real, remove: async (name) => ((asked += 1) < 3 ? { ok: true, value: undefined } : real.remove(name)) }
    system.drivers = { ...system.drivers!, [part]: forgetful }
    await end(leaseId)
    expect(asked).toBe(3)
    await expectGoneOnce(system, leaseId)
    const tries = await system.db.asOperator((tx) => tx.leaseAttempt.findMany({ where: { leaseId, part, purpose: 'remove' }, orderBy: { attempt: 'asc' } }))
    expect(tries[0]!.outcome).toMatch(/still listed after removal/)
  })
})

describe('a lease that is ended while it is being made', () => {
  it.each(parts)('%s: what a busy neighbour makes after the end is removed too', async (part) => {
    faulty[part].plan({ ensure: 'slow' })
    const leaseId = await startLease(system, newEmail())
    const work = workUntil(system, leaseId, 'gone')
    await expect.poll(() => faulty[part].callsOf('ensure').length, patiently).toBe(1)
    await expireLease(system, leaseId, 'test')
    await faulty[part].release()
    await work
    await expectGoneOnce(system, leaseId)
  })
})
