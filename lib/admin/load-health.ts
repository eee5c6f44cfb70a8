import { readNotebookInstallation, whileInstalled } from '@/lib/admin/notebook-installation'
import type { Health } from '@/lib/api/healthcheck'
import { productVersion } from '@/lib/api/product-version'
import type { NeighbourHealth } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** The workers ask every minute; older answers mean that nobody asks. */
const staleAfterMs = 3 * 60_000

export const databaseDown: Health = { status: 'down', version: productVersion, neighbours: [{ name: 'PostgreSQL', state: 'down', since: null }] }

export async function loadHealth(system: System): Promise<Health> {
  const answers = await system.db.asOperator((tx) => tx.neighbourHealth.findMany({ orderBy: { neighbour: 'asc' } }))
  const notebooks = await readNotebookInstallation(system.settings.varDir)
  return healthOf(answers.map((answer) => whileInstalled(answer, notebooks)), system.clock.now())
}

/** Pure. Names, states and times only: details may name hosts. Answers that have grown old count as a fault of the workers. */
export function healthOf(answers: Pick<NeighbourHealth, 'neighbour' | 'state' | 'since' | 'checkedAt'>[], now: Date): Health {
  const lastAsked = answers.reduce<Date | null>((last, { checkedAt }) => (!last || checkedAt > last ? checkedAt : last), null)
  const asked = lastAsked !== null && now.getTime() - lastAsked.getTime() <= staleAfterMs
  const neighbours: Health['neighbours'] = answers.map(({ neighbour, state, since }) => ({
    name: neighbour,
    state: state as Health['neighbours'][number]['state'],
    since: since.toISOString(),
  }))
  neighbours.push({ name: 'Workers', state: asked ? 'up' : 'down', since: asked ? null : (lastAsked?.toISOString() ?? null) })
  return { status: neighbours.some(({ state }) => state === 'down') ? 'degraded' : 'up', version: productVersion, neighbours }
}
