import { type Capability, type HeldRole, rolesWith } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { System } from '@/lib/system'
import type { Places, Reader } from '@/lib/tenancy/reach'

/** Whether one of these roles gives the capability in the whole tenant. */
export const holdsEverywhere = (roles: HeldRole[], capability: Capability): boolean => rolesWith(roles, capability).some(({ nodeId }) => nodeId === '')

/** Where these roles give the capability; null: in the whole tenant. A place that is gone gives nothing. */
export async function placesOf(tx: Tx, tenantId: string, roles: HeldRole[], capability: Capability): Promise<Places | null> {
  if (holdsEverywhere(roles, capability)) return null
  const held = rolesWith(roles, capability).map(({ nodeId }) => nodeId)
  if (held.length === 0) return { own: [], ways: [] }
  const nodes = await tx.plantNode.findMany({ where: { tenantId }, select: { id: true, path: true } })
  const granted = nodes.filter(({ id }) => held.includes(id)).map(({ path }) => path)
  const isAt = (path: string, above: string) => path === above || path.startsWith(`${above}/`)
  return {
    own: nodes.filter(({ path }) => granted.some((grant) => isAt(path, grant))).map(({ id }) => id),
    ways: nodes.filter(({ path }) => granted.some((grant) => grant.startsWith(`${path}/`))).map(({ id }) => id),
  }
}

/** The person as a reader of what they may take away: a role to look at a site is none to download it. */
export async function readerFor(system: System, { tenantId, roles }: Person, capability: Capability): Promise<Reader> {
  return { tenantId, places: await system.db.inTenant(tenantId, (tx) => placesOf(tx, tenantId, roles, capability)) }
}
