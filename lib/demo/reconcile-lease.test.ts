import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { withFaults } from '@/lib/adapters/faults'
import { provisioningLimitMs } from '@/lib/demo/decide'
import { expireLease } from '@/lib/demo/lease-actions'
import { partDrivers } from '@/lib/demo/part-drivers'
import { reconcileLease } from '@/lib/demo/reconcile-lease'
import { expectGoneOnce, expectReadyOnce } from '@/lib/testing/expect-once'
import { leaseOf, partsOf, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workUntil } from '@/lib/testing/work-queue'

// A busy machine is not a defect.
const patiently = { timeout: 15_000 }

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterEach(() => (system.drivers = undefined))
afterAll(() => system.stop())

const dueJobs = (leaseId: string) =>
  system.db.asOperator(
    (tx) => tx.$queryRaw<unknown[]>`SELECT FROM graphile_worker._private_jobs WHERE payload->>'leaseId' = ${leaseId} AND run_at <= now() AND key NOT LIKE 'wake %'`,
  )

it('a part is given up at three minutes even while its try is still running', async () => {
  const drivers = partDrivers(system)
  const notebook = withFaults(drivers.notebook, { ensure: 'slow' })
  system.drivers = { ...drivers, notebook: notebook.port }
  const leaseId = await startLease(system, 'slow@example.com')
  const first = workNow(system)
  await expect.poll(async () => (await partsOf(system, leaseId)).filter(({ state }) => state === 'up').length, patiently).toBe(6)
  system.clock.advance(provisioningLimitMs)
  const second = workNow(system)
  await expect.poll(async () => (await leaseOf(system, leaseId)).state, patiently).toBe('ready')
  expect((await partsOf(system, leaseId)).find(({ part }) => part === 'notebook')?.state).toBe('given_up')
  notebook.plan({})
  await notebook.release()
  await Promise.all([first, second])
  system.drivers = undefined
  await expectReadyOnce(system, leaseId)
  await expireLease(system, leaseId, 'test')
  await workUntil(system, leaseId, 'gone')
})

it('two workers at once make and remove every part once', async () => {
  const leaseId = await startLease(system, 'two@example.com')
  const both = () => Promise.all([reconcileLease(system, system.workerId, leaseId), reconcileLease(system, system.workerId, leaseId)])
  await both()
  await expectReadyOnce(system, leaseId)
  await expireLease(system, leaseId, 'test')
  await both()
  await expectGoneOnce(system, leaseId)
  expect((await partsOf(system, leaseId)).map(({ attempts }) => attempts)).toEqual(Array(7).fill(1))
})

it('what somebody wishes now is not put off by a worker that looked before', async () => {
  const leaseId = await startLease(system, 'wish@example.com')
  await workUntil(system, leaseId, 'ready')
  await system.db.asOperator((tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`)
  const drivers = partDrivers(system)
  const looked = reconcileLease(system, system.workerId, leaseId, drivers)
  await expireLease(system, leaseId, 'test')
  await looked
  const { state } = await leaseOf(system, leaseId)
  expect(state === 'gone' || (await dueJobs(leaseId)).length > 0).toBe(true)
  await workUntil(system, leaseId, 'gone')
  await expectGoneOnce(system, leaseId)
})
