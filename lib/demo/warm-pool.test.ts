import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPerson } from '@/lib/auth/person'
import { signInByPassword } from '@/lib/auth/sign-in'
import { firstPassword } from '@/lib/demo/part-drivers'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { verifyRequest } from '@/lib/demo/verify-request'
import { industries, storedIndustry } from '@/lib/plant/stories'
import { leaseOf, listAll, partsOf, requestToken, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workQueue, workUntil } from '@/lib/testing/work-queue'

const size = 2
const hour = 3_600_000

let system: TestSystem
const tellStories = async () => {
  for (const industry of industries) await smallStory(system, industry)
}
beforeAll(async () => {
  system = await testSystem({ warmPoolSize: size })
  await tellStories()
})
afterAll(() => system.stop())

const pool = () => system.db.asOperator((tx) => tx.lease.findMany({ where: { email: null, state: { in: ['warm', 'provisioning'] } }, orderBy: { createdAt: 'asc' } }))
const dairy = async () => (await pool()).filter((lease) => lease.industry === 'dairy')
const fullPool = Object.fromEntries(industries.map((industry) => [storedIndustry(industry), size]))
const counted = async () => {
  const members = await pool()
  return Object.fromEntries(industries.map((industry) => [storedIndustry(industry), members.filter((lease) => lease.industry === storedIndustry(industry)).length]))
}
const warmNow = async () => (await pool()).every((lease) => lease.state === 'warm')

// One pool, told in order: each test goes on where the one before stopped.
describe('the warm pool', { timeout: 60_000 }, () => {
  it('is filled to its size for every industry, and no further by sweeps at once', async () => {
    await Promise.all([reconcileAll(system), reconcileAll(system)])
    expect(await counted()).toEqual(fullPool)
    await workNow(system)
    await reconcileAll(system)
    expect(await counted()).toEqual(fullPool)
    expect(await warmNow()).toBe(true)
  })

  it('has every part up and lets nobody in', async () => {
    for (const { id, name } of await pool()) {
      expect((await partsOf(system, id)).every(({ state }) => state === 'up')).toBe(true)
      expect(await leaseOf(system, id)).toMatchObject({ enterableAt: null, readyAt: null, deadlineAt: null })
      const lease = await leaseOf(system, id)
      expect(await signInByPassword(system, `${name}@pool.invalid`, firstPassword(system, lease), 'test')).toEqual({ ok: false, because: 'refused' })
    }
  })

  it('waits for hours without a deadline', async () => {
    system.clock.advance(3 * hour)
    await reconcileAll(system)
    await workNow(system)
    expect(await counted()).toEqual(fullPool)
  })

  it('gives its oldest member to who confirms, who can work at once and for the whole time', async () => {
    const [oldest] = await dairy()
    const leaseId = await startLease(system, 'ada@example.com')
    expect(leaseId).toBe(oldest!.id)
    await workUntil(system, leaseId, 'ready')
    const lease = await leaseOf(system, leaseId)
    expect(lease.readyAt).toEqual(system.clock.now())
    expect(lease.readyAt).toEqual(lease.assignedAt)
    expect(lease.deadlineAt!.getTime() - lease.assignedAt!.getTime()).toBe(24 * hour)
    const entered = await signInByPassword(system, 'ada@example.com', firstPassword(system, lease), 'test')
    expect(entered.ok && (await findPerson(system, entered.sessionId))).toMatchObject({ tenantId: lease.name, email: 'ada@example.com' })
    const accounts = await system.db.asOperator((tx) => tx.account.findMany({ where: { tenantId: lease.name } }))
    expect(accounts.map(({ email }) => email)).toEqual(['ada@example.com'])
  })

  it('is refilled by the sweep of the next minute, when whoever was let in has seen the first pages', async () => {
    await workNow(system)
    expect(await counted()).toEqual({ ...fullPool, dairy: 1 })
    system.clock.advance(60_000)
    await reconcileAll(system)
    await workNow(system)
    expect(await counted()).toEqual(fullPool)
    expect(await warmNow()).toBe(true)
  })

  it('never gives one member to two who confirm at once; who finds none gets a new one', async () => {
    const people = ['b', 'c', 'd', 'e'].map((name) => `${name}@example.com`)
    const tokens = await Promise.all(people.map((email) => requestToken(system, email)))
    const members = (await dairy()).map(({ id }) => id)
    const verified = await Promise.all(tokens.map((token) => verifyRequest(system, token)))
    const given = verified.map((one) => (one.ok ? one.leaseId : expect.fail(one.because)))
    expect(new Set(given).size).toBe(people.length)
    expect(given.filter((id) => members.includes(id)).toSorted()).toEqual(members.toSorted())
    const owners = await Promise.all(given.map(async (id) => (await leaseOf(system, id)).email))
    expect(owners).toEqual(people)
    await workQueue(system, async () => (await Promise.all(given.map((id) => leaseOf(system, id)))).every(({ state }) => state === 'ready'))
  })

  it('gives nobody a member that a sweep is just taking out of the pool', async () => {
    await workNow(system)
    const tokens = await Promise.all(['f', 'g'].map((name) => requestToken(system, `${name}@example.com`)))
    const smaller = { ...system, settings: { ...system.settings, warmPoolSize: 0 } }
    const [, ...verified] = await Promise.all([reconcileAll(smaller), ...tokens.map((token) => verifyRequest(system, token))])
    const given = verified.map((one) => (one.ok ? one.leaseId : expect.fail(one.because)))
    for (const id of given) await workUntil(system, id, 'ready')
    for (const id of given) expect(await leaseOf(system, id)).toMatchObject({ state: 'ready', endedBy: null })
  })

  it('replaces members of yesterday by members of today, and removes them as every lease', async () => {
    await reconcileAll(system)
    await workNow(system)
    const yesterday = await pool()
    system.clock.advance(21 * hour)
    await tellStories()
    await reconcileAll(system)
    await workNow(system)
    const today = await pool()
    expect(await counted()).toEqual(fullPool)
    expect(today.some(({ id }) => yesterday.some((old) => old.id === id))).toBe(false)
    expect(await system.db.asOperator((tx) => tx.lease.findMany({ where: { id: { in: yesterday.map(({ id }) => id) }, state: { not: 'gone' } } }))).toEqual([])
    const listed = (await listAll(system)).plant_data!
    expect(yesterday.filter(({ name }) => listed.includes(name))).toEqual([])
  })

  it('gives nobody a member of yesterday, even before it is replaced', async () => {
    const old = (await dairy()).map(({ id }) => id)
    system.clock.advance(24 * hour)
    await tellStories()
    const leaseId = await startLease(system, 'h@example.com')
    expect(old).not.toContain(leaseId)
  })
})
