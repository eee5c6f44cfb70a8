import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db'
import { enqueue } from '@/lib/queue/enqueue'
import { type Liveness, listDead, proclaimLife } from '@/lib/queue/liveness'
import { releaseDeadWorkers } from '@/lib/queue/release-dead-workers'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'

// A busy machine is not a defect.
const patiently = { timeout: 15_000 }

let database: TestDatabase
let db: Database
const lives: Liveness[] = []
beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database)
})
afterEach(async () => {
  await Promise.all(lives.splice(0).map((life) => life.end()))
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const live = async () => {
  const life = await proclaimLife(db)
  lives.push(life)
  return life
}
const dead = (...ids: string[]) => db.asOperator((tx) => listDead(tx, ids))

describe('a worker that lives', () => {
  it('is not among the dead, under whatever name it works', async () => {
    const life = await live()
    await Promise.all([life.alsoAs('queue-1'), life.alsoAs('queue-2')])
    expect(await dead(life.workerId, 'queue-1', 'queue-2', 'queue-3')).toEqual(['queue-3'])
  })

  it('has a name of its own', async () => {
    expect((await live()).workerId).not.toBe((await live()).workerId)
  })

  it('is dead under all its names as soon as it ends, and the others are not', async () => {
    const [one, other] = [await live(), await live()]
    await one.alsoAs('queue-1')
    await lives.splice(0, 1)[0]!.end()
    await expect.poll(async () => (await dead(one.workerId, 'queue-1', other.workerId)).toSorted(), patiently).toEqual(['queue-1', one.workerId].toSorted())
  })

  it('is not dead because of a worker of the same name in another database', async () => {
    const elsewhere = await testDatabase()
    const otherDb = openDatabase(elsewhere)
    const life = await live()
    expect(await otherDb.asOperator((tx) => listDead(tx, [life.workerId]))).toEqual([life.workerId])
    await otherDb.close()
    await elsewhere.drop()
  })
})

it('nobody is dead among nobody', async () => {
  expect(await dead()).toEqual([])
})

describe('jobs of a worker that was killed', () => {
  const lock = (mailId: string, worker: string) =>
    db.asOperator(async (tx) => {
      await enqueue(tx, 'send-mail', { mailId }, { key: mailId })
      await tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = ${worker}, locked_at = now() WHERE key = ${mailId}`
    })
  const holders = () =>
    db.asOperator(async (tx) => {
      const rows = await tx.$queryRaw<{ key: string; locked_by: string | null }[]>`SELECT key, locked_by FROM graphile_worker._private_jobs ORDER BY key`
      return rows.map(({ key, locked_by }) => [key, locked_by])
    })

  it('are free at once; those of a living worker stay with it', async () => {
    const life = await live()
    await life.alsoAs('queue-alive')
    await lock('mail-1', 'queue-killed')
    await lock('mail-2', 'queue-alive')
    expect(await releaseDeadWorkers(db)).toBe(1)
    expect(await holders()).toEqual([['mail-1', null], ['mail-2', 'queue-alive']])
    expect(await releaseDeadWorkers(db)).toBe(0)
  })
})
