import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db'
import { enqueue } from '@/lib/queue/enqueue'
import { installQueue } from '@/lib/queue/install-queue'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database)
})
beforeEach(() => db.asOperator((tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`))
afterAll(async () => {
  await db.close()
  await database.drop()
})

const jobs = () =>
  db.asOperator(
    (tx) => tx.$queryRaw<{ name: string; payload: unknown; run_at: Date }[]>`
      SELECT task.identifier AS name, job.payload, job.run_at
      FROM graphile_worker._private_jobs job JOIN graphile_worker._private_tasks task ON task.id = job.task_id ORDER BY job.id`,
  )
const later = new Date('2036-03-09T12:00:00Z')

describe('a job', () => {
  it('exists when its transaction commits, with what it was given', async () => {
    await db.asOperator((tx) => enqueue(tx, 'send-mail', { mailId: "it's 1" }))
    expect(await jobs()).toMatchObject([{ name: 'send-mail', payload: { mailId: "it's 1" } }])
  })

  it('does not exist when its transaction fails', async () => {
    const failing = db.asOperator(async (tx) => {
      await enqueue(tx, 'send-mail', { mailId: '1' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await jobs()).toEqual([])
  })

  it('is due at once without a time, and at its time with one', async () => {
    await db.asOperator((tx) => enqueue(tx, 'send-mail', { mailId: '1' }))
    await db.asOperator((tx) => enqueue(tx, 'send-mail', { mailId: '2' }, { runAt: later }))
    const [now, then] = await jobs()
    expect(now!.run_at < later).toBe(true)
    expect(then!.run_at).toEqual(later)
  })

  it('with the key of one that waits is the same job, and the newest time holds', async () => {
    await db.asOperator((tx) => enqueue(tx, 'reconcile-lease', { leaseId: 'a' }, { key: 'lease a', runAt: later }))
    const sooner = new Date('2035-03-09T12:00:00Z')
    await db.asOperator((tx) => enqueue(tx, 'reconcile-lease', { leaseId: 'a' }, { key: 'lease a', runAt: sooner }))
    await db.asOperator((tx) => enqueue(tx, 'reconcile-lease', { leaseId: 'b' }, { key: 'lease b' }))
    expect(await jobs()).toMatchObject([{ payload: { leaseId: 'a' }, run_at: sooner }, { payload: { leaseId: 'b' } }])
  })

  it('with the key of one that a worker has begun is another job: what changed meanwhile is looked at', async () => {
    await db.asOperator((tx) => enqueue(tx, 'reconcile-lease', { leaseId: 'a' }, { key: 'lease a' }))
    await db.asOperator((tx) => tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = 'worker', locked_at = now()`)
    await db.asOperator((tx) => enqueue(tx, 'reconcile-lease', { leaseId: 'a' }, { key: 'lease a' }))
    expect(await jobs()).toHaveLength(2)
  })

  it('cannot be made by a tenant', async () => {
    await expect(db.inTenant('demo-a', (tx) => enqueue(tx, 'reconcile-all', {}))).rejects.toThrow(/permission denied/)
  })
})

it('installing the queue again changes nothing', async () => {
  await db.asOperator((tx) => enqueue(tx, 'send-mail', { mailId: '1' }))
  await installQueue(db.operatorPool)
  expect(await jobs()).toHaveLength(1)
})
