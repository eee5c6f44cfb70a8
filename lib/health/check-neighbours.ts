import { done, failed, type Outcome, withDeadline } from '@/lib/adapters/outcome'
import type { Tx } from '@/lib/db'
import { leasePrefix } from '@/lib/demo/lease-name'
import { followNeighbour } from '@/lib/health/incidents'
import { isAnnounced } from '@/lib/health/maintenance'
import { streamQuestions } from '@/lib/health/stream-questions'
import type { System } from '@/lib/system'

export type NeighbourState = 'up' | 'slow' | 'starting' | 'down' | 'off'

export interface NeighbourAnswer {
  neighbour: string
  state: NeighbourState
  detail: string
  latencyMs: number | null
}

const deadlineMs = 5000
const slowMs = 1500

/** Asks each neighbour something cheap and writes down what it answered, and since when it is in that state. */
export async function checkNeighbours(system: System): Promise<NeighbourAnswer[]> {
  const answers = await Promise.all(questions(system).map(([neighbour, ask]) => question(neighbour, ask)))
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    // Two sweeps at once write one after the other.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('neighbour health'), 0)`
    const announced = await isAnnounced(tx, now)
    for (const answer of answers) {
      const where = { tenantId_neighbour: { tenantId: 'platform', neighbour: answer.neighbour } }
      const before = await tx.neighbourHealth.findUnique({ where })
      const since = before?.state === answer.state ? before.since : now
      const health = await tx.neighbourHealth.upsert({ where, create: { ...answer, checkedAt: now, since }, update: { ...answer, checkedAt: now, since } })
      await keepSample(tx, answer, now)
      await followNeighbour(tx, health, announced, now)
    }
    await tx.neighbourSample.deleteMany({ where: { at: { lt: new Date(now.getTime() - keptDays * 86_400_000) } } })
  })
  return answers
}

const keptDays = 90

/** One a minute: asked twice in a minute, the worse answer stays. */
async function keepSample(tx: Tx, { neighbour, state, latencyMs }: NeighbourAnswer, now: Date): Promise<void> {
  const at = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  const { count } = await tx.neighbourSample.createMany({ data: [{ neighbour, at, state, latencyMs }], skipDuplicates: true })
  if (count === 0 && state === 'down') await tx.neighbourSample.updateMany({ where: { neighbour, at }, data: { state, latencyMs } })
}

const questions = (system: System): [string, () => Promise<Outcome<unknown>>][] => [
  ['Portal', () => answers(`${system.settings.portalUrl}/api/healthcheck`)],
  ['Gateway', () => answers(`${system.settings.gatewayUrl}/health`)],
  ['PostgreSQL', async () => ({ ok: true, value: await system.db.asOperator((tx) => tx.$queryRaw`SELECT 1`) })],
  ['Identity', () => system.identity.listUsers(leasePrefix)],
  ['Notebooks', () => system.notebooks.health()],
  ['Object space', () => system.objects.listSpaces(leasePrefix)],
  ['Key store', () => system.keys.listKeys(leasePrefix)],
  ['Dashboards', () => system.bi.listHolders(leasePrefix)],
  ...(system.biTool ? [[system.biTool.title, () => system.biTool!.listHolders(leasePrefix)] as [string, () => Promise<Outcome<unknown>>]] : []),
  ...(system.monitoring ? [[system.monitoring.title, () => system.monitoring!.health()] as [string, () => Promise<Outcome<unknown>>]] : []),
  ['Mail', () => system.mail.health()],
  ...streamQuestions(),
]

/** Whatever it says but a server error: what is degraded behind it is asked on its own. */
async function answers(url: string): Promise<Outcome> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(deadlineMs), redirect: 'manual' })
    return status < 500 ? done() : failed('unavailable', `it answers ${status}`)
  } catch (error) {
    return failed('unavailable', error instanceof Error ? error.message : String(error))
  }
}

async function question(neighbour: string, ask: () => Promise<Outcome<unknown>>): Promise<NeighbourAnswer> {
  const started = performance.now()
  const answer = await withDeadline(deadlineMs, ask)
  const latencyMs = Math.round(performance.now() - started)
  if (!answer.ok) return { neighbour, state: 'down', detail: answer.failure.message, latencyMs: null }
  return { neighbour, state: latencyMs > slowMs ? 'slow' : 'up', detail: '', latencyMs }
}
