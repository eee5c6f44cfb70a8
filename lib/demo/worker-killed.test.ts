import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { below } from '@/lib/below'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { failed } from '@/lib/adapters/outcome'
import { expireLease } from '@/lib/demo/lease-actions'
import { partDrivers } from '@/lib/demo/part-drivers'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import type { Part } from '@/lib/generated/prisma/client'
import { listDead } from '@/lib/queue/liveness'
import type { Doom } from '@/lib/testing/doomed-worker'
import { expectGoneOnce, expectReadyOnce } from '@/lib/testing/expect-once'
import { leaseOf, partsOf, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { testSystem } from '@/lib/testing/test-system'
import { workNow, workUntil } from '@/lib/testing/work-queue'

// A busy machine is not a defect.
const patiently = { timeout: 15_000 }

let system: Awaited<ReturnType<typeof testSystem>>
const children: ChildProcess[] = []
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => system.stop())

// Not the notebooks: those of the tests live in the memory of one process.
const shared: Part[] = ['identity', 'data_key', 'object_space', 'plant_data', 'dashboards', 'mail_schedule']

/** Another worker process that has claimed the parts and stands still where it was told to. */
async function startDoomed(doom: Pick<Doom, 'leaseId' | 'parts' | 'purpose' | 'at'>) {
  const { appUrl, operatorUrl, varDir } = system.database
  const told: Doom = { database: { appUrl, operatorUrl, varDir }, now: system.clock.now().toISOString(), ...doom }
  const script = below(process.cwd(), 'lib', 'testing', 'doomed-worker.ts')
  const child = fork(script, [JSON.stringify(told)], { execArgv: ['--import', 'tsx'] })
  children.push(child)
  const standing = new Set<Part>()
  let workerId = ''
  await new Promise<void>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the worker ended with ${code}`)))
    child.on('message', (message: { workerId: string; part: Part }) => {
      workerId = message.workerId
      if (standing.add(message.part).size === doom.parts.length) resolve()
    })
  })
  return { child, workerId }
}

async function kill({ child, workerId }: { child: ChildProcess; workerId: string }) {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  // PostgreSQL notices that the connection is closed; nobody waits for a heartbeat or a claim to run out.
  await expect.poll(() => system.db.asOperator((tx) => listDead(tx, [workerId])), patiently).toEqual([workerId])
}

const claimed = async (leaseId: string) =>
  (await partsOf(system, leaseId)).filter((one) => one.claimedBy).map((one) => one.part).toSorted()
const attemptsOf = async (leaseId: string, purpose: string) => {
  const tries = await system.db.asOperator((tx) => tx.leaseAttempt.findMany({ where: { leaseId, purpose } }))
  return Object.fromEntries(shared.map((part) => [part, tries.filter((one) => one.part === part).map((one) => one.outcome).toSorted()]))
}
const each = <T>(parts: Part[], value: T) => Object.fromEntries(parts.map((part) => [part, value]))

describe('a worker process that is killed with SIGKILL', { timeout: 60_000 }, () => {
  it.each<Doom['at']>(['before', 'after'])('while making, %s the neighbour did the work: another finishes at once, once', async (at) => {
    const leaseId = await startLease(system, `${at}-making@example.com`)
    // The object space waits for its key, which the doomed worker holds.
    const parts = shared.filter((part) => part !== 'object_space')
    const worker = await startDoomed({ leaseId, parts, purpose: 'ensure', at })
    await workNow(system)
    expect(await claimed(leaseId)).toEqual(parts.toSorted())
    expect((await leaseOf(system, leaseId)).state).toBe('provisioning')

    const before = system.clock.now()
    await kill(worker)
    await reconcileAll(system)
    await workNow(system)
    expect(system.clock.now()).toEqual(before)
    await expectReadyOnce(system, leaseId)
    expect(await attemptsOf(leaseId, 'ensure')).toEqual({ ...each(parts, ['done', null].toSorted()), object_space: ['done'] })
    await expireLease(system, leaseId, 'test')
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
  })

  it('in the middle of writing a plant and its files: another goes on where it stopped', async () => {
    const leaseId = await startLease(system, 'midway@example.com')
    const held = await startDoomed({ leaseId, parts: ['plant_data'], purpose: 'ensure', at: 'midway' })
    const [written] = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { id: `demo-${leaseId}` } }))
    expect(written!.historyFrom!.getTime()).toBeLessThan(written!.livedUntil!.getTime())
    await kill(held)
    await reconcileAll(system)
    await workNow(system)
    await expectReadyOnce(system, leaseId)
    const [whole] = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { id: `demo-${leaseId}` } }))
    expect(whole!.livedUntil!.getTime() - whole!.historyFrom!.getTime()).toBe(30 * 86_400_000)
    await expireLease(system, leaseId, 'test')
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
  })

  it.each<Doom['at']>(['before', 'after'])('while removing, %s the neighbour did the work: another finishes at once, once', async (at) => {
    const leaseId = await startLease(system, `${at}-removing@example.com`)
    await workUntil(system, leaseId, 'ready')
    await expireLease(system, leaseId, 'test')
    const real = partDrivers(system)
    system.drivers = { ...real, data_key: { ...real.data_key, remove: async () => failed('unavailable', 'cannot now') } }
    await workNow(system)
    expect((await leaseOf(system, leaseId)).state).toBe('removing')
    system.drivers = undefined

    const worker = await startDoomed({ leaseId, parts: shared, purpose: 'remove', at })
    await workNow(system)
    expect(await claimed(leaseId)).toEqual(shared.toSorted())
    await kill(worker)
    const before = system.clock.now()
    await reconcileAll(system)
    await workNow(system)
    expect(system.clock.now()).toEqual(before)
    await expectGoneOnce(system, leaseId)
  })
})
