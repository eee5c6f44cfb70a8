import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { keycloakIdentity } from '@/lib/adapters/identity/keycloak'
import { provisioningLimitMs } from '@/lib/demo/decide'
import { expireLease } from '@/lib/demo/lease-actions'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { checkNeighbours } from '@/lib/health/check-neighbours'
import { expectGoneOnce, expectReadyOnce } from '@/lib/testing/expect-once'
import { leaseOf, partsOf, startLease } from '@/lib/testing/lease-steps'
import { networkTo } from '@/lib/testing/network'
import { smallStory } from '@/lib/testing/small-story'
import { type TestKeycloak, testKeycloak } from '@/lib/testing/test-keycloak'
import { workQueue, workUntil } from '@/lib/testing/work-queue'

let keycloak: TestKeycloak
let system: TestKeycloak['system']
let network: Awaited<ReturnType<typeof networkTo>>
beforeAll(async () => {
  const made = await testKeycloak()
  if (!made) return
  network = await networkTo(Number(new URL(made.url).port))
  keycloak = made
  const identity = keycloakIdentity({ url: `http://127.0.0.1:${network.port}`, provisioner: made.provisioner, deadlineMs: 20_000 }, made.system.db, made.system.clock)
  system = { ...made.system, identity }
  for (const left of value(await identity.listUsers('demo-'))) value(await identity.removeUser(left))
  await smallStory(system)
}, 900_000)
afterAll(async () => {
  network?.stop()
  await keycloak?.stop()
})
beforeEach(({ skip }) => skip(!keycloak, 'Keycloak cannot be had here'))

const identityPart = async (leaseId: string) => (await partsOf(system, leaseId)).find(({ part }) => part === 'identity')!

describe('Keycloak down while a demo is made', () => {
  it('for longer than the deadline: nobody is let in, the page says why, and the plant opens when it is back', async () => {
    network.cut()
    const leaseId = await startLease(system, 'faults@example.com')
    await workQueue(system, async () => (await identityPart(leaseId)).state === 'given_up')
    const lease = await leaseOf(system, leaseId)
    expect(lease).toMatchObject({ state: 'provisioning', enterableAt: null, deadlineAt: null })
    expect(system.clock.now().getTime() - lease.createdAt.getTime()).toBeGreaterThanOrEqual(provisioningLimitMs)
    expect((await identityPart(leaseId)).lastError).toMatch(/^Keycloak does not answer/)
    const health = (await checkNeighbours(system)).find(({ neighbour }) => neighbour === 'Identity')
    expect(health).toMatchObject({ state: 'down', detail: expect.stringMatching(/^Keycloak does not answer/) as string })

    network.mend()
    await workUntil(system, leaseId, 'ready')
    await expectReadyOnce(system, leaseId)
    await expireLease(system, leaseId, 'test')
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
  }, 120_000)
})

describe('Keycloak down while a demo is deleted', () => {
  it('for longer than the deadline: there is no certificate until Keycloak itself lists nobody', async () => {
    const leaseId = await startLease(system, 'faults@example.com')
    await workUntil(system, leaseId, 'ready')
    network.cut()
    await expireLease(system, leaseId, 'test')
    await workQueue(system, async () => (await identityPart(leaseId)).attempts >= 3)
    expect((await leaseOf(system, leaseId)).state).toBe('removing')
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(0)
    network.mend()
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
  }, 120_000)
})

describe('a user in Keycloak that the product never knew', () => {
  it('is found by the sweep, removed, and written down', async () => {
    await keycloak.api('demo').ask('POST', '/demo/users', AbortSignal.timeout(20_000), [201], { username: 'demo-orphan', email: 'orphan@example.com', enabled: true })
    await reconcileAll(system)
    expect(value(await system.identity.listUsers('demo-orphan'))).toEqual([])
    const notes = await system.db.asOperator((tx) => tx.reconcilerNote.findMany({ where: { lease: 'demo-orphan' } }))
    expect(notes.map(({ text }) => text)).toEqual(['identity belonged to no living lease and was removed'])
  }, 60_000)

  it('and somebody of a living demo who was deleted there is made again', async () => {
    const leaseId = await startLease(system, 'faults@example.com')
    await workUntil(system, leaseId, 'ready')
    const api = keycloak.api('demo')
    const [user] = (await api.ask('GET', `/demo/users?exact=true&username=demo-${leaseId}`, AbortSignal.timeout(20_000), [200])).body as { id: string }[]
    await api.ask('DELETE', `/demo/users/${user!.id}`, AbortSignal.timeout(20_000), [204])
    // What came up at this very moment is not missing.
    system.clock.advance(1000)
    await reconcileAll(system)
    await workQueue(system, async () => (await identityPart(leaseId)).state === 'up')
    expect(value(await system.identity.listUsers(`demo-${leaseId}`))).toEqual([`demo-${leaseId}`])
    await expireLease(system, leaseId, 'test')
    await workUntil(system, leaseId, 'gone')
  }, 120_000)
})
