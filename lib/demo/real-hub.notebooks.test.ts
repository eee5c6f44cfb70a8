import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { JupyterHubNotebooks } from '@/lib/adapters/notebooks/jupyterhub'
import { startTestHub, type TestHub } from '@/lib/adapters/notebooks/test-hub'
import { loadNeighbours } from '@/lib/admin/load-neighbours'
import { claimLease } from '@/lib/demo/claim-lease'
import { provisioningLimitMs } from '@/lib/demo/decide'
import { expireLease } from '@/lib/demo/lease-actions'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { checkNeighbours } from '@/lib/health/check-neighbours'
import { expectGoneOnce, expectReadyOnce } from '@/lib/testing/expect-once'
import { leaseOf, partsOf, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workQueue, workUntil } from '@/lib/testing/work-queue'
import { type RunningNotebooks, startNotebooks } from '@/scripts/notebooks/run'

let hub: TestHub
let running: RunningNotebooks
let system: TestSystem
beforeAll(async () => {
  hub = await startTestHub()
  running = hub.running
  system = await testSystem()
  await smallStory(system)
  system.notebooks = notebooks()
}, 600_000)
afterAll(async () => {
  await running?.stop()
  await hub?.stop()
  await system?.stop()
}, 60_000)
afterEach(() => restart(), 60_000)

/** Deadlines as the product's, but for a hub that hangs: nobody waits eight seconds for that here. */
function notebooks(): JupyterHubNotebooks {
  const { homesDir, stateDir, options } = hub
  return new JupyterHubNotebooks({ url: running.url, apiToken: options.apiToken, homesDir, stateDir, deadlineMs: { start: 60_000, remove: 40_000, ask: 3_000 } })
}

/** Of the hub’s proxy, which may live a little longer, or of nobody. */
const down = /hub does not run; its proxy answered 503|ECONNREFUSED/

/** As a machine that lost power: nothing is ended in order. */
const kill = () => process.kill(running.pid, 'SIGKILL')

async function restart(): Promise<void> {
  running = await startNotebooks(hub.options)
  system.notebooks = notebooks()
}

let people = 0
async function readyLease(): Promise<string> {
  const leaseId = await startLease(system, `person-${(people += 1)}@example.com`)
  await workUntil(system, leaseId, 'ready')
  return leaseId
}
const notebookPart = async (leaseId: string) => (await partsOf(system, leaseId)).find(({ part }) => part === 'notebook')!
const end = async (leaseId: string) => {
  await expireLease(system, leaseId, 'test')
  await workUntil(system, leaseId, 'gone')
}

it('a hub that is down for longer than a lease is waited for: the lease opens without notebooks, says so, and gets them afterwards', async () => {
  kill()
  const leaseId = await readyLease()
  const lease = await leaseOf(system, leaseId)
  expect(lease.readyAt!.getTime() - lease.createdAt.getTime()).toBe(provisioningLimitMs)
  expect(await notebookPart(leaseId)).toMatchObject({ state: 'given_up', lastError: expect.stringMatching(down) })

  await checkNeighbours(system)
  const { rows } = await loadNeighbours(system)
  const row = rows.find(({ neighbour }) => neighbour === 'Notebooks')!
  expect(row).toMatchObject({ state: 'down', detail: expect.stringMatching(down), next: expect.stringContaining('given theirs when it answers') })

  await restart()
  await workQueue(system, async () => (await notebookPart(leaseId)).state === 'up')
  await expectReadyOnce(system, leaseId)
  await end(leaseId)
  await expectGoneOnce(system, leaseId)
}, 240_000)

it('a hub that is down when a lease ends holds up its end: no certificate before the hub itself lists nothing', async () => {
  const leaseId = await readyLease()
  kill()
  await expireLease(system, leaseId, 'test')
  await workQueue(system, async () => (await notebookPart(leaseId)).attempts >= 3)
  expect((await leaseOf(system, leaseId)).state).toBe('removing')
  expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(0)
  await restart()
  await workUntil(system, leaseId, 'gone')
  await expectGoneOnce(system, leaseId)
  expect(await readdir(hub.homesDir)).toEqual([])
}, 240_000)

it('a hub that hangs is not waited for beyond its deadline', async () => {
  process.kill(running.pid, 'SIGSTOP')
  try {
    const late = { ok: false, failure: { kind: 'timeout', message: expect.stringContaining('did not answer in time') } }
    expect(await system.notebooks.health()).toMatchObject(late)
    expect(await system.notebooks.listServers('demo-')).toMatchObject(late)
  } finally {
    process.kill(running.pid, 'SIGCONT')
  }
  value(await system.notebooks.health())
}, 60_000)

it('a hub whose database comes from before: who it forgot works on with the same files, who it brought back is removed', async () => {
  const database = path.join(hub.stateDir, 'hub.sqlite')
  const early = await readyLease()
  await running.stop()
  await copyFile(database, `${database}.backup`)
  await restart()
  const late = await readyLease()
  await writeFile(path.join(hub.homesDir, `demo-${late}/home/mine.txt`), 'my work')
  await end(early)

  await running.stop()
  await copyFile(`${database}.backup`, database)
  await restart()
  expect(value(await system.notebooks.listServers('demo-'))).toEqual([`demo-${early}`, `demo-${late}`].sort())
  await reconcileAll(system)
  await workNow(system)
  expect(value(await system.notebooks.listServers('demo-'))).toEqual([`demo-${late}`])
  const notes = await system.db.asOperator((tx) => tx.reconcilerNote.findMany({ where: { lease: `demo-${early}` } }))
  expect(notes.map(({ text }) => text)).toEqual(['notebook belonged to no living lease and was removed'])

  value(await system.notebooks.ensureServer(`demo-${late}`, []))
  expect(value(await system.notebooks.activity(`demo-${late}`)).running).toBe(true)
  expect(await readdir(path.join(hub.homesDir, `demo-${late}/home`))).toContain('mine.txt')
  await end(late)
  await expectGoneOnce(system, late)
}, 300_000)

it('a plant that is kept keeps its notebooks: the file written in it outlives the old deadline and every tidying up', async () => {
  const leaseId = await readyLease()
  const file = path.join(hub.homesDir, `demo-${leaseId}/home/mine.ipynb`)
  await writeFile(file, 'my work')
  const { deadlineAt } = await leaseOf(system, leaseId)
  expect(await claimLease(system, leaseId, { plan: 'trial', company: 'Northfield', actor: 'prospect' })).toMatchObject({ ok: true })
  system.clock.advance(deadlineAt!.getTime() - system.clock.now().getTime() + 3_600_000)
  await workNow(system)
  await reconcileAll(system)
  await workNow(system)
  expect(await leaseOf(system, leaseId)).toMatchObject({ state: 'claimed', deadlineAt: null })
  expect(await readFile(file, 'utf8')).toBe('my work')
  value(await system.notebooks.ensureServer(`demo-${leaseId}`, []))
  expect(value(await system.notebooks.activity(`demo-${leaseId}`)).running).toBe(true)
  value(await system.notebooks.removeServer(`demo-${leaseId}`))
}, 240_000)

it('people, servers and files that the product never knew are found by what the hub lists, and removed', async () => {
  value(await system.notebooks.ensureServer('demo-never-known', [{ path: 'a.txt', from: Buffer.from('a') }]))
  await writeFile(path.join(hub.homesDir, '.gone-demo-half.1'), '')
  await reconcileAll(system)
  expect(value(await system.notebooks.listServers('demo-'))).toEqual([])
  expect(await readdir(hub.homesDir)).toEqual([])
}, 90_000)
