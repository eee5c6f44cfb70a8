import type { ProvidedPerson } from '@/lib/adapters/identity/sign-in-port'
import { heldRoles, may } from '@/lib/auth/capabilities'
import { accountIdOf } from '@/lib/auth/provider-sign-in'
import type { System } from '@/lib/system'
import { isClosed } from '@/lib/tenancy/tenant-life'

/** Whom the identity provider let in at the tool, in its words. */
type SignedIn = Required<Pick<ProvidedPerson, 'subject' | 'username' | 'tenant'>>

/**
 * What this person reads in the tool's own screens: the connections of their plant, null for all (an administrator of
 * the platform). Nobody else is let in. Our own roles say it, not the provider's groups: in a customer's tenant its
 * administrators give them (docs/decisions/006). The connections show the whole plant, so a role at one place is none
 * here; and what is looked at there can be taken away, so a viewer's is none either.
 */
export async function admitAnalyst({ db, biTool }: Pick<System, 'db' | 'biTool'>, { tenant: tenantId, ...person }: SignedIn): Promise<{ connections: string[] | null } | null> {
  if (!biTool) return null
  return db.asOperator(async (tx) => {
    const tenant = await tx.tenant.findFirst({ where: { id: tenantId, kind: { in: ['platform', 'customer'] } } })
    if (!tenant || isClosed(tenant)) return null
    const account = await tx.account.findFirst({ where: { tenantId, id: accountIdOf(person), status: 'active' } })
    if (!account) return null
    const grants = await tx.roleGrant.findMany({ where: { tenantId, accountId: account.id } })
    const roles = heldRoles(tenantId, grants)
    if (tenant.kind === 'platform') return may(roles, 'admin') ? { connections: null } : null
    return may(roles, 'data.download') ? { connections: biTool.connectionsOf(tenantId) } : null
  })
}
