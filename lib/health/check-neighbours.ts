import type { Outcome } from '@/lib/adapters/outcome'
import { withDeadline } from '@/lib/adapters/outcome'
import { leasePrefix } from '@/lib/demo/lease-name'
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
    for (const answer of answers) {
      const where = { tenantId_neighbour: { tenantId: 'platform', neighbour: answer.neighbour } }
      const before = await tx.neighbourHealth.findUnique({ where })
      const since = before?.state === answer.state ? before.since : now
      await tx.neighbourHealth.upsert({ where, create: { ...answer, checkedAt: now, since }, update: { ...answer, checkedAt: now, since } })
    }
  })
  return answers
}

const questions = (system: System): [string, () => Promise<Outcome<unknown>>][] => [
  ['PostgreSQL', async () => ({ ok: true, value: await system.db.asOperator((tx) => tx.$queryRaw`SELECT 1`) })],
  ['Identity', () => system.identity.listUsers(leasePrefix)],
  ['Notebooks', () => system.notebooks.health()],
  ['Object space', () => system.objects.listSpaces(leasePrefix)],
  ['Key store', () => system.keys.listKeys(leasePrefix)],
  ['Dashboards', () => system.bi.listHolders(leasePrefix)],
  ['Mail', () => system.mail.health()],
]

async function question(neighbour: string, ask: () => Promise<Outcome<unknown>>): Promise<NeighbourAnswer> {
  const started = performance.now()
  const answer = await withDeadline(deadlineMs, ask)
  const latencyMs = Math.round(performance.now() - started)
  if (!answer.ok) return { neighbour, state: 'down', detail: answer.failure.message, latencyMs: null }
  return { neighbour, state: latencyMs > slowMs ? 'slow' : 'up', detail: '', latencyMs }
}
