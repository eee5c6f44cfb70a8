import { type LeaseView, loadLeaseView, type PartView } from '@/lib/demo/lease-view'
import type { System } from '@/lib/system'

/** The ledger of this lease now; null for none. Leases belong to the platform, so a tenant's own role cannot read them. */
export const findLeaseView = (system: System, leaseId: string | null | undefined): Promise<LeaseView | null> =>
  leaseId ? system.db.asOperator((tx) => loadLeaseView(tx, leaseId, system.clock.now())) : Promise.resolve(null)

/** The object space of a demo plant while it is still being made; null once it is there, and of every other plant. */
export async function findComingSpace(system: System, leaseId: string | null | undefined): Promise<PartView | null> {
  const space = (await findLeaseView(system, leaseId))?.parts.find(({ part }) => part === 'object-space')
  return space && space.state !== 'up' ? space : null
}
