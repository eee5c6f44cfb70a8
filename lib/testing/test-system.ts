import pino from 'pino'
import { embeddedBi } from '@/lib/adapters/bi/embedded'
import { embeddedIdentity } from '@/lib/adapters/identity/embedded'
import { embeddedKeys } from '@/lib/adapters/keys/embedded'
import { embeddedMail } from '@/lib/adapters/mail/embedded'
import { embeddedObjects } from '@/lib/adapters/objects/embedded'
import { below } from '@/lib/below'
import { testClock } from '@/lib/clock'
import { openDatabase } from '@/lib/db'
import { proclaimLife } from '@/lib/queue/liveness'
import type { PartDriver } from '@/lib/demo/part-drivers'
import type { Part } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import { dataKeyOf } from '@/lib/tenancy/data-key'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'
import { memoryNotebooks } from '@/lib/testing/memory-notebooks'

export interface TestSystem extends System {
  clock: ReturnType<typeof testClock>
  /** Under this name the test works, as a worker that lives. */
  workerId: string
  /** How parts are made and removed; the product's own when not set. */
  drivers?: Record<Part, PartDriver>
  /** Closes the connections and drops the database. */
  stop(): Promise<void>
}

/** Monday noon at the sites: every line runs. */
export const testStart = new Date('2026-03-09T12:00:00Z')

/**
 * The product over a fresh database: embedded neighbours, notebooks in memory, a clock that the test moves, an empty
 * pool. `overrides` puts something else in a neighbour's place, faults around it for example.
 */
export async function testSystem(overrides: (system: TestSystem) => Partial<System> = () => ({})): Promise<TestSystem> {
  const database = await testDatabase()
  const system = await compose(database)
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'platform', kind: 'platform', name: 'Millrace' } }))
  return Object.assign(system, overrides(system))
}

async function compose(database: TestDatabase): Promise<TestSystem> {
  const clock = testClock(testStart)
  const settings = { portalUrl: 'http://localhost:3000', varDir: database.varDir, secret: 'only-for-tests', demoHours: 24, warmPoolSize: 0 }
  const db = openDatabase({ ...database, poolSize: 12 })
  const keys = embeddedKeys(below(settings.varDir, 'keys'))
  const life = await proclaimLife(db)
  return {
    workerId: life.workerId,
    db,
    clock,
    keys,
    settings,
    log: pino({ level: 'silent' }),
    identity: embeddedIdentity(db, clock),
    notebooks: memoryNotebooks(),
    objects: embeddedObjects({
      folder: below(settings.varDir, 'objects'),
      dataKeyOf: (space) => dataKeyOf(db, keys, space),
      linkSecret: settings.secret,
      baseUrl: settings.portalUrl,
      clock,
    }),
    bi: embeddedBi(db),
    mail: embeddedMail(db, clock),
    async stop() {
      await life.end()
      await db.close()
      await database.drop()
    },
  }
}
