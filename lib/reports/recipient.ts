import { heldRoles, type HeldRole, mayEnter } from '@/lib/auth/capabilities'
import { isOpen } from '@/lib/auth/person'
import { placesOf } from '@/lib/auth/places-of'
import type { Tx } from '@/lib/db'
import type { Viewer } from '@/lib/people/dashboard-audience'
import { isClosed } from '@/lib/tenancy/tenant-life'

export interface Recipient {
  email: string
  roles: HeldRole[]
  /** As whom the dashboard is read. */
  viewer: Viewer
  /** As whom its figures are taken along; null: they may not be. */
  downloader: Viewer | null
}

/** Somebody of the tenant as they are now; or why nothing is sent to them. */
export async function findRecipient(tx: Tx, tenantId: string, accountId: string, now: Date): Promise<Recipient | { why: string }> {
  const [tenant, lease] = [await tx.tenant.findUnique({ where: { id: tenantId }, select: { suspendedAt: true, deletesAt: true } }), await tx.lease.findUnique({ where: { name: tenantId } })]
  if (!tenant || isClosed(tenant) || !isOpen(lease, now)) return { why: 'nobody can sign in to this plant' }
  const account = await tx.account.findUnique({ where: { tenantId_id: { tenantId, id: accountId } } })
  if (account?.status !== 'active') return { why: 'this person is no longer there' }
  const grants = await tx.roleGrant.findMany({ where: { tenantId, accountId } })
  const roles = heldRoles(tenantId, grants)
  if (!mayEnter(roles, 'plant.view')) return { why: 'no role lets this person look at the plant' }
  const as = async (capability: 'plant.view' | 'data.download') => ({ tenantId, roles, places: await placesOf(tx, tenantId, roles, capability) })
  return { email: account.email, roles, viewer: await as('plant.view'), downloader: mayEnter(roles, 'data.download') ? await as('data.download') : null }
}
