import os from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Product } from './product'
import { type Floor, percentile, report, times } from './statistics'
import { Visitor } from './visitor'

export interface Floors {
  /** One transaction that writes a row, on the product's own database. */
  commit: Floor
  /** The smallest request that asks the database. */
  health: Floor
  /** The smallest page. */
  page: Floor
}

const runs = 100

/** How busy it is before is other people's doing: figures measured on a busy machine are an upper bound. */
export async function describeMachine(): Promise<void> {
  const before = cpuTimes()
  await wait(2000)
  const after = cpuTimes()
  const busy = 1 - (after.idle - before.idle) / (after.all - before.all)
  const memory = (os.totalmem() / 2 ** 30).toFixed(0)
  process.stdout.write(`\n${os.availableParallelism()} cores, ${os.cpus()[0]?.model.trim()}, ${memory} GiB, ${(busy * 100).toFixed(0)} % busy before\n`)
}

function cpuTimes(): { idle: number; all: number } {
  const cores = os.cpus().map(({ times: spent }) => spent)
  const all = cores.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0)
  return { idle: cores.reduce((sum, { idle }) => sum + idle, 0), all }
}

/** What this machine needs for the least of each kind, medians. */
export async function measureFloors({ base, system }: Product): Promise<Floors> {
  await describeMachine()
  const visitor = new Visitor(base)
  // Writes to the log and flushes it, and leaves nothing behind.
  const commit = await times(runs, () => system.db.operatorPool.query("SELECT pg_logical_emit_message(true, 'bench', '.')"))
  const medianOf = async (path: string) => {
    await times(10, () => visitor.page(path))
    return percentile(await times(runs, () => visitor.page(path)), 0.5)
  }
  const floors = {
    commit: { what: 'commit', ms: percentile(commit, 0.5) },
    health: { what: 'health check', ms: await medianOf('/api/healthcheck') },
    page: { what: 'bare page', ms: await medianOf('/privacy') },
  }
  report(`Floors, medians of ${runs}`, [
    { what: 'one PostgreSQL commit', value: floors.commit.ms, unit: 'ms' },
    { what: 'GET /api/healthcheck', value: floors.health.ms, unit: 'ms' },
    { what: 'GET /privacy, the smallest page', value: floors.page.ms, unit: 'ms' },
  ])
  return floors
}
