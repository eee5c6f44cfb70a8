import type { Person } from '@/lib/auth/person'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { Finding, PlantNode } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** What a visitor may say that they see, in the words of the plant; the plant knows which are true. */
export const findingKinds = {
  'bearing-wear': 'A machine that wears: vibration or temperature creeps up',
  'fill-weight-drift': 'A weight or dose that has left its target',
  bottleneck: 'The machine that holds the others up',
  'night-energy': 'Energy used when nothing is made',
  'batch-deviation': 'A batch whose record is not like the others',
} as const

export type FindingKind = keyof typeof findingKinds

export interface FindingReport {
  nodeId: string
  kind: FindingKind
}

export type FindingVerdict = { found: true; title: string; explanation: string; isNew: boolean } | { found: false; hint: string | null }

/** After so many misses of one kind the plant gives a hint. */
const missesUntilHint = 2

/**
 * True for the place itself, whatever is below it, and its ancestors up to the line: "Line 3" is a right answer for
 * the wrapper of Line 3; the area or the site would be a guess.
 */
export function isSamePlace(said: PlantNode, hidden: PlantNode): boolean {
  const within = (inner: PlantNode, outer: PlantNode) => inner.path === outer.path || inner.path.startsWith(`${outer.path}/`)
  return within(said, hidden) || (within(hidden, said) && (said.level === 'line' || said.level === 'equipment'))
}

/** Checks what somebody says that they found; the first right report is kept with who and when. */
export async function reportFinding(system: System, person: Person, { nodeId, kind }: FindingReport): Promise<FindingVerdict> {
  const now = system.clock.now()
  const hit = await system.db.inTenant(person, async (tx) => {
    const nodes = await tx.plantNode.findMany()
    const said = nodes.find((node) => node.id === nodeId)
    const candidates = await tx.finding.findMany({ where: { kind } })
    const match = said && candidates.find((finding) => isSamePlace(said, nodes.find((node) => node.id === finding.nodeId)!))
    if (!match) return { match: null, hint: candidates.find((finding) => !finding.foundAt)?.hint ?? null }
    await tx.finding.updateMany({ where: { id: match.id, foundAt: null }, data: { foundAt: now, foundBy: person.accountId } })
    return { match, hint: null }
  })
  const misses = await remember(system, person, { nodeId, kind }, hit.match)
  if (!hit.match) return { found: false, hint: misses >= missesUntilHint ? hit.hint : null }
  const { title, explanation, foundAt } = hit.match
  return { found: true, title, explanation, isNew: foundAt === null }
}

/** For the funnel; answers how often this kind was missed so far. */
async function remember(system: System, person: Person, { nodeId, kind }: FindingReport, match: Finding | null): Promise<number> {
  const { lease } = person
  if (!lease) return 0
  const subject = lease.leadId ?? lease.name
  return system.db.asOperator(async (tx) => {
    if (!match) {
      await recordEngagement(tx, system.clock.now(), { kind: 'finding.missed', subject, leaseId: lease.id, detail: { nodeId, kind } })
      return tx.engagementEvent.count({ where: { leaseId: lease.id, kind: 'finding.missed', detail: { path: ['kind'], equals: kind } } })
    }
    if (match.foundAt === null) await recordEngagement(tx, system.clock.now(), { kind: 'finding.found', subject, leaseId: lease.id, detail: { finding: match.id } })
    return 0
  })
}
