import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withFaults } from '@/lib/adapters/faults'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { partFacts } from '@/lib/demo/part-list'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import type { Part } from '@/lib/generated/prisma/client'
import { listAll, nothingListed, partsOf, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workUntil } from '@/lib/testing/work-queue'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterAll(() => system.stop())

const stranger = 'demo-stranger'
const tenantRow = () =>
  system.db.asOperator((tx) => tx.tenant.create({ data: { id: stranger, kind: 'demo', name: 'Nobody knows it', industry: 'dairy' } }))

/** Puts something into the neighbour that no lease ever asked for. */
const plant: Record<Part, () => Promise<unknown>> = {
  identity: () =>
    system.identity.ensureUser({ name: stranger, tenantId: stranger, email: 'x@example.com', displayName: 'X', groups: ['demo-user'], password: 'x' }),
  data_key: () => system.keys.ensureKey(stranger),
  object_space: async () => {
    await tenantRow()
    await ensureDataKey(system.db, system.keys, stranger)
    await system.objects.ensureSpace(stranger)
    await system.objects.put(stranger, 'samples/a.parquet', randomBytes(64))
  },
  plant_data: tenantRow,
  notebook: () => system.notebooks.ensureServer(stranger, []),
  dashboards: () => system.db.asOperator((tx) => tx.dashboard.create({ data: { tenantId: stranger, id: 'd', name: 'D', summary: '', definition: {} } })),
  mail_schedule: () => system.db.asOperator((tx) => tx.mailSchedule.create({ data: { tenantId: stranger, leaseName: stranger, kind: 'deadline' } })),
}

const notesOf = (lease: string) => system.db.asOperator(async (tx) => (await tx.reconcilerNote.findMany({ where: { lease } })).map(({ text }) => text))

describe('the sweep', () => {
  beforeEach(() => system.db.asOperator((tx) => tx.reconcilerNote.deleteMany()))

  it.each(Object.keys(plant) as Part[])('removes a %s that the database never knew, and notes it', async (part) => {
    await plant[part]()
    expect((await listAll(system))[part]).toEqual([stranger])
    await reconcileAll(system)
    expect(await listAll(system)).toEqual(nothingListed)
    expect(await notesOf(stranger)).toContain(`${partFacts(part).label.toLowerCase()} belonged to no living lease and was removed`)
    const entry = await system.db.asOperator((tx) => tx.auditEntry.findFirst({ where: { tenantId: 'platform', subject: stranger, action: 'leftover.removed' }, orderBy: { seq: 'desc' } }))
    expect(entry?.actor).toBe('reconciler')
  })

  it('finds rows of a plant whose tenant is gone', async () => {
    await system.db.asOperator((tx) => tx.stopReason.create({ data: { tenantId: stranger, code: 'late', name: 'Late', kind: 'breakdown' } }))
    await reconcileAll(system)
    expect(await system.db.asOperator((tx) => tx.stopReason.count({ where: { tenantId: stranger } }))).toBe(0)
  })

  it('says that a leftover could not be removed, and removes it when the neighbour can again', async () => {
    const notebooks = withFaults(system.notebooks, { removeServer: 'down' })
    await system.notebooks.ensureServer(stranger, [])
    await reconcileAll({ ...system, notebooks: notebooks.port })
    expect(await notesOf(stranger)).toEqual(['notebook belongs to no living lease and could not be removed yet'])
    notebooks.plan({})
    await reconcileAll({ ...system, notebooks: notebooks.port })
    expect(await listAll(system)).toEqual(nothingListed)
  })

  it('sweeps the others while one neighbour does not answer', async () => {
    await plant.data_key()
    for (const fault of ['down', 'succeeds then crashes'] as const) {
      await reconcileAll({ ...system, notebooks: withFaults(system.notebooks, { listServers: fault }).port })
    }
    expect(await listAll(system)).toEqual(nothingListed)
  })

  it('is not held for ever by a neighbour that never answers', async () => {
    const facts = partFacts('notebook')
    const { deadlineMs } = facts
    facts.deadlineMs = 50
    try {
      await plant.data_key()
      await reconcileAll({ ...system, notebooks: withFaults(system.notebooks, { listServers: 'never' }).port })
      expect(await listAll(system)).toEqual(nothingListed)
    } finally {
      facts.deadlineMs = deadlineMs
    }
  })
})

describe('a running lease whose neighbour lost something', () => {
  it.each<[Part, (name: string) => Promise<unknown>]>([
    ['identity', (name) => system.identity.removeUser(name)],
    ['notebook', (name) => system.notebooks.removeServer(name)],
    ['object_space', (name) => system.objects.removeSpace(name)],
    ['dashboards', (name) => system.bi.removeDashboards(name)],
    ['mail_schedule', (name) => system.db.asOperator((tx) => tx.mailSchedule.deleteMany({ where: { leaseName: name } }))],
  ])('has its %s made again, and a note says so', async (part, lose) => {
    const leaseId = await startLease(system, `${part.replace('_', '-')}@example.com`)
    await workUntil(system, leaseId, 'ready')
    system.clock.advance(60_000)
    await reconcileAll(system)
    expect(await notesOf(`demo-${leaseId}`)).toEqual([])
    await lose(`demo-${leaseId}`)
    await reconcileAll(system)
    expect((await partsOf(system, leaseId)).find((one) => one.part === part)?.state).toBe('waiting')
    await workNow(system)
    expect((await partsOf(system, leaseId)).every(({ state }) => state === 'up')).toBe(true)
    expect((await listAll(system))[part]).toContain(`demo-${leaseId}`)
    expect(await notesOf(`demo-${leaseId}`)).toEqual([`${partFacts(part).label.toLowerCase()} was gone from its system and is made again`])
  })

  it('is left alone in what came up after the neighbour was asked', async () => {
    const leaseId = await startLease(system, 'late@example.com')
    // The list is from before the lease was made; the answer comes when everything is up.
    const notebooks = withFaults({ ...system.notebooks, listServers: async () => ({ ok: true as const, value: [] as string[] }) }, { listServers: 'slow' })
    const sweep = reconcileAll({ ...system, notebooks: notebooks.port })
    system.clock.advance(1000)
    await workUntil(system, leaseId, 'ready')
    await notebooks.release()
    await sweep
    expect((await partsOf(system, leaseId)).every(({ state }) => state === 'up')).toBe(true)
  })
})
