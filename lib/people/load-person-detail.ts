import { type Capability, effectiveRole, rolesWith } from '@/lib/auth/capabilities'
import type { Role } from '@/lib/generated/prisma/client'
import { notThere } from '@/lib/http/problem'
import { roleWords } from '@/lib/people/role-words'
import { treeOrder } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

export interface Explained {
  nodeId: string
  name: string
  depth: number
  /** "Viewer on Filling, given 3 Mar" for each grant that reaches this place; empty: the person does not see it. */
  because: { role: string; held: string; since: string }[]
}

export interface PersonDetail {
  accountId: string
  name: string
  email: string
  status: 'active' | 'disabled'
  createdAt: string
  lastSeenAt: string | null
  grants: { role: Role; nodeId: string; place: string; grantedAt: string }[]
  sessions: { id: string; createdAt: string; lastSeenAt: string; userAgent: string; impersonator: string | null }[]
  /** Every place with why the person sees it, in the order of the tree. */
  explained: Explained[]
  places: { id: string; label: string }[]
}

/** One person with what their roles come to. @throws Refusal 404 */
export function loadPersonDetail(system: System, tenantId: string, accountId: string): Promise<PersonDetail> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    const account = await tx.account.findFirst({ where: { id: accountId } })
    if (!account) throw notThere()
    const nodes = treeOrder(await tx.plantNode.findMany())
    const grants = await tx.roleGrant.findMany({ where: { accountId }, orderBy: { grantedAt: 'asc' } })
    const sessions = await tx.session.findMany({ where: { accountId, endedAt: null, expiresAt: { gt: now } }, orderBy: { lastSeenAt: 'desc' } })
    const nameOf = (nodeId: string) => (nodeId ? (nodes.find(({ id }) => id === nodeId)?.name ?? `${nodeId} (gone)`) : 'the whole plant')
    const viewing = grants.filter(({ role }) => mayView(tenantId, role))
    return {
      accountId, name: account.name, email: account.email, status: account.status,
      createdAt: account.createdAt.toISOString(), lastSeenAt: account.lastSeenAt?.toISOString() ?? null,
      grants: grants.map(({ role, nodeId, grantedAt }) => ({ role, nodeId, place: nameOf(nodeId), grantedAt: grantedAt.toISOString() })),
      sessions: sessions.map((row) => ({ id: row.idHash.slice(0, 12), createdAt: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), userAgent: row.userAgent, impersonator: row.impersonator })),
      explained: nodes.map(({ id, name, path }) => ({
        nodeId: id, name, depth: path.split('/').length - 1,
        because: viewing
          .filter(({ nodeId }) => nodeId === '' || isAtOrBelow(path, nodes.find((node) => node.id === nodeId)?.path))
          .map(({ role, nodeId, grantedAt }) => ({ role: roleWords[role], held: nameOf(nodeId), since: grantedAt.toISOString() })),
      })),
      places: nodes.map(({ id, name, path }) => ({ id, label: `${'  '.repeat(path.split('/').length - 1)}${name}` })),
    }
  })
}

const isAtOrBelow = (path: string, above: string | undefined) => above !== undefined && (path === above || path.startsWith(`${above}/`))

function mayView(tenantId: string, role: Role, capability: Capability = 'plant.view'): boolean {
  const effective = effectiveRole(tenantId, role)
  return effective !== null && rolesWith([{ role: effective, nodeId: '' }], capability).length > 0
}
