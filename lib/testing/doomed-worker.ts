import { type PartDriver, partDrivers } from '@/lib/demo/part-drivers'
import { runStep } from '@/lib/demo/run-step'
import type { Part } from '@/lib/generated/prisma/client'
import { composeTestSystem } from '@/lib/testing/compose-test-system'

/** What a worker process is told that a test is going to kill. */
export interface Doom {
  database: { appUrl: string; operatorUrl: string; varDir: string }
  now: string
  leaseId: string
  parts: Part[]
  purpose: 'ensure' | 'remove'
  /** Where it stops for ever: before the neighbour is asked, in the middle of the work, or with the work done and not written down. */
  at: 'before' | 'midway' | 'after'
}

const forEver = new Promise<never>(() => undefined)
const doom = JSON.parse(process.argv[2]!) as Doom
const system = await composeTestSystem(doom.database, new Date(doom.now))
const lease = await system.db.asOperator((tx) => tx.lease.findFirstOrThrow({ where: { id: doom.leaseId } }))

/** Tells the test that this part stands where it was told to, and stays there. */
function stand(part: Part): Promise<never> {
  process.send!({ workerId: system.workerId, part })
  return forEver
}

function doomed(part: Part, real: PartDriver): PartDriver {
  const work = async <T>(call: () => Promise<T>): Promise<T> => {
    if (doom.at === 'before') await stand(part)
    const answer = await call()
    if (doom.at === 'after') await stand(part)
    return answer
  }
  return {
    ...real,
    ensure: (made, progress) => work(() => real.ensure(made, doom.at === 'midway' ? () => stand(part) : progress)),
    remove: (name) => work(() => real.remove(name)),
  }
}

const drivers = partDrivers(system)
await Promise.all(
  doom.parts.map((part) => runStep(system, system.workerId, lease, { part, purpose: doom.purpose }, doomed(part, drivers[part]), [])),
)
