import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import { Refusal } from '@/lib/http/problem'

export interface ChangeRight {
  /** Whether the person may change what belongs to the place of this signal. A signal that is gone belongs to the whole plant. */
  at(signalId: string): boolean
  /** @throws Refusal 403 that says what the role may not. */
  require(signalId: string, verb: string): void
}

/** Right to change alarms and rules, place by place: held on a node, it holds below it. */
export async function changeRight(tx: Tx, person: Person, signalIds: string[]): Promise<ChangeRight> {
  const signals = await tx.signal.findMany({ where: { id: { in: signalIds } }, select: { id: true, nodeId: true } })
  const nodes = await tx.plantNode.findMany({ select: { id: true, path: true } })
  const nodeOf = new Map(signals.map(({ id, nodeId }) => [id, nodes.find((node) => node.id === nodeId)]))
  const at = (signalId: string) => {
    const mine = nodeOf.get(signalId)
    const places = nodes.filter(({ path }) => mine && (path === mine.path || mine.path.startsWith(`${path}/`))).map(({ id }) => id)
    return may(person.roles, 'plant.change', places)
  }
  return {
    at,
    require(signalId, verb) {
      if (!at(signalId)) throw new Refusal(403, 'Not allowed', `Your role may look at the alarms of this place and not ${verb} them.`)
    },
  }
}
