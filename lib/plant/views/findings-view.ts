import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface FindingsView {
  plant: string
  timeZone: string
  /** How many the plant hides; which ones is what there is to find. */
  total: number
  found: { id: string; title: string; explanation: string; foundAt: Date; since: Date; place: string; path: string }[]
  /** Places that can be named: lines, what stands on them, and what stands beside. */
  places: { id: string; label: string }[]
}

/** What was found in the plant so far. What was not found yet never leaves the database. */
export function loadFindings(system: System, reach: Reach): Promise<FindingsView> {
  return system.db.inTenant(reach, async (tx) => {
    const { name, timeZone } = await tx.tenant.findFirstOrThrow()
    const nodes = await tx.plantNode.findMany({ orderBy: { path: 'asc' } })
    const nodeOf = new Map(nodes.map((node) => [node.id, node]))
    const found = await tx.finding.findMany({ where: { foundAt: { not: null } }, orderBy: { foundAt: 'desc' } })
    const labelOf = (id: string): string => {
      const node = nodeOf.get(id)
      const parent = node?.level === 'equipment' && node.parentId ? nodeOf.get(node.parentId) : null
      return `${parent && parent.level !== 'site' ? `${parent.name} / ` : ''}${node?.name ?? id}`
    }
    return {
      plant: name,
      timeZone,
      total: await tx.finding.count(),
      found: found.map(({ id, title, explanation, foundAt, since, nodeId }) => ({ id, title, explanation, foundAt: foundAt!, since, place: labelOf(nodeId), path: nodeOf.get(nodeId)?.path ?? '' })),
      places: nodes.filter(({ level }) => level !== 'site' && level !== 'area').map(({ id }) => ({ id, label: labelOf(id) })),
    }
  })
}
