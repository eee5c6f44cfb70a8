import pino from 'pino'
import { embeddedBi } from '@/lib/adapters/bi/embedded'
import { embeddedIdentity } from '@/lib/adapters/identity/embedded'
import { embeddedKeys } from '@/lib/adapters/keys/embedded'
import { embeddedMail } from '@/lib/adapters/mail/embedded'
import { embeddedObjects } from '@/lib/adapters/objects/embedded'
import { below } from '@/lib/below'
import { testClock } from '@/lib/clock'
import { type DatabaseUrls, openDatabase } from '@/lib/db'
import { Pace } from '@/lib/demo/pace'
import type { PartDriver } from '@/lib/demo/part-drivers'
import type { Part } from '@/lib/generated/prisma/client'
import { usualLake } from '@/lib/lake/lake-settings'
import { proclaimLife } from '@/lib/queue/liveness'
import type { Settings, System } from '@/lib/system'
import { usualRetention } from '@/lib/telemetry/retention'
import { dataKeyOf } from '@/lib/tenancy/data-key'
import { memoryNotebooks } from '@/lib/testing/memory-notebooks'

export interface TestSystem extends System {
  clock: ReturnType<typeof testClock>
  /** Under this name the test works, as a worker that lives. */
  workerId: string
  /** How parts are made and removed; the product's own when not set. */
  drivers?: Record<Part, PartDriver>
  /** Closes the connections; where it made a database, drops it. */
  stop(): Promise<void>
}

/** The product over this database: embedded neighbours, notebooks in memory, a clock that stands at `start`, an empty pool. */
export async function composeTestSystem(database: DatabaseUrls & { varDir: string }, start: Date): Promise<TestSystem> {
  const clock = testClock(start)
  const settings: Settings = { portalUrl: 'http://localhost:3000', varDir: database.varDir, secret: 'only-for-tests', gatewayUrl: 'http://127.0.0.1:9', privateWebhooks: false, demoHours: 24, warmPoolSize: 0, retention: usualRetention, lake: usualLake, dbtPython: null, keepInvoicesYears: 10 }
  const db = openDatabase({ ...database, poolSize: 12 })
  const keys = embeddedKeys(below(settings.varDir, 'keys'))
  const life = await proclaimLife(db)
  return {
    workerId: life.workerId,
    db,
    clock,
    keys,
    settings,
    pace: new Pace({ atOnce: 50, graceMs: 0, entryMs: 0 }),
    log: pino({ level: 'silent' }),
    identity: embeddedIdentity(db, clock),
    signIn: null,
    notebooks: memoryNotebooks(),
    objects: embeddedObjects({
      folder: below(settings.varDir, 'objects'),
      dataKeyOf: (space) => dataKeyOf(db, keys, space),
      linkSecret: settings.secret,
      baseUrl: settings.portalUrl,
      clock,
    }),
    bi: embeddedBi(db),
    biTool: null,
    monitoring: null,
    mail: embeddedMail(db, clock),
    async stop() {
      await life.end()
      await db.close()
    },
  }
}
