import { afterAll, beforeAll, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { findPerson } from '@/lib/auth/person'
import { signInByPassword } from '@/lib/auth/sign-in'
import { expireLease } from '@/lib/demo/lease-actions'
import { firstPassword } from '@/lib/demo/part-drivers'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { countTenantRows } from '@/lib/tenancy/tenant-rows'
import { leaseOf, listAll, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workUntil } from '@/lib/testing/work-queue'

const email = 'ada@example.com'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await smallStory(system)
})
afterAll(() => system.stop())

/** A lease that somebody worked in and that is gone: what they held, to be tried afterwards. */
async function liveAndEnd() {
  const leaseId = await startLease(system, email)
  await workUntil(system, leaseId, 'ready')
  const lease = await leaseOf(system, leaseId)
  const { name } = lease
  const password = firstPassword(system, lease)
  const entered = await signInByPassword(system, email, password, 'test')
  const session = entered.ok ? entered.sessionId : expect.fail(entered.because)
  value(await system.objects.put(name, 'mine/recipe.txt', Buffer.from('whole milk')))
  const { wrappedDataKey } = await system.db.asOperator((tx) => tx.tenant.findUniqueOrThrow({ where: { id: name } }))
  await expireLease(system, leaseId, 'test')
  await workUntil(system, leaseId, 'gone')
  return { leaseId, name, password, session, wrappedDataKey: Buffer.from(wrappedDataKey!) }
}

it('a name that is given again in every neighbour sees nothing of before', async () => {
  const { name, session, wrappedDataKey } = await liveAndEnd()
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: name, kind: 'demo', name: 'Again', industry: 'dairy' } }))
  expect(await countTenantRows(system.db, name)).toBe(1)
  value(await ensureDataKey(system.db, system.keys, name))
  expect(await system.keys.unwrap(name, wrappedDataKey)).toMatchObject({ ok: false })
  value(await system.objects.ensureSpace(name))
  expect(value(await system.objects.list(name))).toEqual([])
  expect(await system.objects.get(name, 'mine/recipe.txt')).toMatchObject({ ok: false })
  value(await system.identity.ensureUser({ name, tenantId: name, email, displayName: 'Ada', groups: ['demo-user'], password: 'another' }))
  expect(await findPerson(system, session)).toBeNull()
  expect(value(await system.notebooks.ensureServer(name, [])).note).toMatch(/^0 files/)
  expect(value(await system.bi.listDashboards(name))).toEqual([])
  await system.identity.removeUser(name)
})

it('who asks again gets another lease, and what they held of the one before opens nothing', async () => {
  const before = await liveAndEnd()
  const leaseId = await startLease(system, email)
  expect(leaseId).not.toBe(before.leaseId)
  await workUntil(system, leaseId, 'ready')
  expect(await findPerson(system, before.session)).toBeNull()
  expect(await signInByPassword(system, email, before.password, 'test')).toEqual({ ok: false, because: 'refused' })
  expect(value(await system.objects.list(`demo-${leaseId}`)).map(({ path }) => path)).toEqual(['samples/signals.parquet'])
  expect((await listAll(system)).object_space).not.toContain(before.name)
})

it('the name of a lease is never given by the database a second time', async () => {
  const leaseId = await startLease(system, 'other@example.com')
  const { name, ...lease } = await leaseOf(system, leaseId)
  await expect(system.db.asOperator((tx) => tx.lease.create({ data: { ...lease, id: 'another', name } }))).rejects.toThrow(/Unique constraint/)
})
