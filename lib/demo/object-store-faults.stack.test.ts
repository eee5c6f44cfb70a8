import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { s3Objects } from '@/lib/adapters/objects/s3'
import { systemClock } from '@/lib/clock'
import { expireLease } from '@/lib/demo/lease-actions'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { checkNeighbours } from '@/lib/health/check-neighbours'
import { spaceCredentials } from '@/lib/tenancy/space-credentials'
import { expectGoneOnce, expectReadyOnce } from '@/lib/testing/expect-once'
import { type FaultyProxy, faultyProxy } from '@/lib/testing/faulty-proxy'
import { leaseOf, listAll, nothingListed, partsOf, startLease } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workQueue, workUntil } from '@/lib/testing/work-queue'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('s3', `objects-${process.pid}`)

// A real server is stopped and started in most of these.
describe.skipIf(!server.settings)('leases with a real object store', { timeout: 180_000 }, () => {
  const { settings, stop, start, freeze, thaw } = server as Extract<typeof server, { stop: unknown }>
  let system: TestSystem
  let proxy: FaultyProxy
  let s3: S3Client
  let iam: IAMClient
  /** What the server has of its own. */
  let own: string[]
  beforeAll(async () => {
    const administrator = { accessKeyId: settings.S3_ACCESS_KEY_ID!, secretAccessKey: settings.S3_SECRET_ACCESS_KEY! }
    const direct = { endpoint: settings.S3_URL, region: 'us-east-1', forcePathStyle: true, credentials: administrator }
    s3 = new S3Client(direct)
    iam = new IAMClient(direct)
    own = await listed()
    proxy = await faultyProxy(settings.S3_URL!)
    const base = await testSystem()
    const credentials = spaceCredentials(base.db, base.keys, base.clock)
    const deadlineMs = { ask: 4000, transfer: 4000, remove: 8000 }
    system = { ...base, objects: s3Objects({ endpoint: proxy.url, region: 'us-east-1', administrator, prefix: 'millrace-', credentials, portalUrl: 'http://localhost:3000', clock: systemClock, deadlineMs }) }
    await smallStory(system)
  }, 240_000)
  afterAll(async () => {
    await proxy?.stop()
    await system?.stop()
    await stop()
  }, 90_000)
  afterEach(() => (proxy.plan = 'pass'))

  let leases = 0
  const newLease = () => startLease(system, `person-${(leases += 1)}@example.com`)
  const partOf = async (leaseId: string) => (await partsOf(system, leaseId)).find(({ part }) => part === 'object_space')!
  const isUp = (leaseId: string) => async () => (await partsOf(system, leaseId)).every(({ state }) => state === 'up')
  const ended = async (leaseId: string) => {
    await expireLease(system, leaseId, 'test')
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
  }
  const listed = async () => [
    ...(await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name!),
    ...(await iam.send(new ListUsersCommand({}))).Users!.map(({ UserName }) => UserName!),
  ]
  /** Asked of the server itself, past the product. */
  const left = async () => (await listed()).filter((name) => !own.includes(name))
  const objectSpace = async () => (await checkNeighbours(system)).find(({ neighbour }) => neighbour === 'Object space')!

  it('get a bucket with files and a key, and leave nothing', async () => {
    const leaseId = await newLease()
    await workUntil(system, leaseId, 'ready')
    await expectReadyOnce(system, leaseId)
    const { name } = await leaseOf(system, leaseId)
    expect((await partOf(leaseId)).note).toMatch(/files, in a bucket with a key of its own/)
    expect(await left()).toEqual([`millrace-${name}`, `millrace-${name}`])
    await ended(leaseId)
    expect(await left()).toEqual([])
    expect(await listAll(system)).toEqual(nothingListed)
  })

  it('open without files while it is stopped in the middle of making them, and get them when it is back', async () => {
    const { objects } = system
    let stopping: Promise<void> | undefined
    system.objects = { ...objects, put: async (...args) => ((await (stopping ??= stop())), objects.put(...args)) }
    const leaseId = await newLease()
    await workUntil(system, leaseId, 'ready')
    system.objects = objects
    expect(stopping).toBeDefined()
    expect(await partOf(leaseId)).toMatchObject({ state: 'given_up', lastError: expect.stringContaining('the object store') })
    expect(await objectSpace()).toMatchObject({ state: 'down', detail: expect.stringContaining('the object store') })
    await start()
    expect(await objectSpace()).toMatchObject({ state: 'up' })
    await workQueue(system, isUp(leaseId))
    await expectReadyOnce(system, leaseId)
    await ended(leaseId)
    expect(await left()).toEqual([])
  })

  it('are not gone while it is stopped in the middle of removal, and leave nothing once it is back', async () => {
    const leaseId = await newLease()
    await workUntil(system, leaseId, 'ready')
    await stop()
    await expireLease(system, leaseId, 'test')
    await workQueue(system, async () => (await partOf(leaseId)).attempts >= 4)
    expect((await leaseOf(system, leaseId)).state).not.toBe('gone')
    expect(await partOf(leaseId)).toMatchObject({ state: 'removing', lastError: expect.stringContaining('the object store') })
    expect(await system.db.asOperator((tx) => tx.deletionCertificate.count({ where: { leaseId } }))).toBe(0)
    await start()
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
    expect(await left()).toEqual([])
  })

  it('pass over one that takes connections and does not answer, within its deadline', async () => {
    freeze()
    const leaseId = await newLease()
    await workQueue(system, async () => (await partOf(leaseId)).attempts >= 2).finally(thaw)
    expect((await partOf(leaseId)).lastError).toMatch(/did not answer within 4 s/)
    await workQueue(system, isUp(leaseId))
    await ended(leaseId)
    expect(await left()).toEqual([])
  })

  it.each([500, 503])('outlast one that answers %s', async (status) => {
    proxy.plan = { status }
    const leaseId = await newLease()
    await workQueue(system, async () => (await partOf(leaseId)).attempts >= 2)
    expect(await partOf(leaseId)).toMatchObject({ lastError: expect.stringContaining(`${status}`) })
    proxy.plan = 'pass'
    await workQueue(system, isUp(leaseId))
    proxy.plan = { status }
    await expireLease(system, leaseId, 'test')
    await workQueue(system, async () => (await partOf(leaseId)).attempts >= 2)
    proxy.plan = 'pass'
    await workUntil(system, leaseId, 'gone')
    await expectGoneOnce(system, leaseId)
    expect(await left()).toEqual([])
  })

  it('are made and removed with one that is slow', async () => {
    proxy.plan = { slowMs: 60 }
    const leaseId = await newLease()
    await workUntil(system, leaseId, 'ready')
    await expectReadyOnce(system, leaseId)
    await ended(leaseId)
    expect(await left()).toEqual([])
  })

  it('that the product never knew are found by LIST and removed, buckets and users alike', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'millrace-demo-stray' }))
    await s3.send(new PutObjectCommand({ Bucket: 'millrace-demo-stray', Key: 'a', Body: 'x' }))
    await s3.send(new CreateBucketCommand({ Bucket: 'somebody-elses' }))
    await iam.send(new CreateUserCommand({ UserName: 'millrace-demo-user' }))
    await reconcileAll(system, system.drivers)
    await workNow(system)
    expect(await left()).toEqual(['somebody-elses'])
    const notes = await system.db.asOperator((tx) => tx.reconcilerNote.findMany({ where: { lease: { in: ['demo-stray', 'demo-user'] } }, orderBy: { lease: 'asc' } }))
    expect(notes.map(({ text }) => text)).toEqual(Array(2).fill('object space belonged to no living lease and was removed'))
  })
})
