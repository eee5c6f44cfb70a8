import { roleOf } from '@/lib/adapters/identity/embedded'
import type { RoleName } from '@/lib/adapters/identity/port'
import type { Tx } from '@/lib/db'
import type { Account } from '@/lib/generated/prisma/client'

type Whose = Pick<Account, 'tenantId' | 'id'>

/** Groups at the provider become roles on the whole tenant; written only when they differ. */
export async function followGroups(tx: Tx, { tenantId, id: accountId }: Whose, groups: RoleName[]): Promise<void> {
  const key = { tenantId, accountId, nodeId: '' }
  const held = (await tx.roleGrant.findMany({ where: key })).map(({ role }) => role)
  const gained = groups.filter((group) => !held.includes(roleOf(group)))
  const wanted = groups.map(roleOf)
  if (held.some((role) => !wanted.includes(role))) await tx.roleGrant.deleteMany({ where: { ...key, role: { notIn: wanted } } })
  if (gained.length > 0) await tx.roleGrant.createMany({ data: gained.map((group) => ({ ...key, role: roleOf(group) })), skipDuplicates: true })
}

/**
 * Whether the provider's groups say what somebody may do here. Not in a customer's tenant: its own administrators give roles
 * there, on places of the plant too, and groups count once, when the account is made.
 */
export async function groupsDecide(tx: Tx, { tenantId }: Pick<Whose, 'tenantId'>): Promise<boolean> {
  return (await tx.tenant.count({ where: { id: tenantId, kind: 'customer' } })) === 0
}
