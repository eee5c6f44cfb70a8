import { type LeaseView, loadLeaseView } from '@/lib/demo/lease-view'
import type { System } from '@/lib/system'

/** The ledger of this lease now; null for none. Leases belong to the platform, so a tenant's own role cannot read them. */
export const findLeaseView = (system: System, leaseId: string | null | undefined): Promise<LeaseView | null> =>
  leaseId ? system.db.asOperator((tx) => loadLeaseView(tx, leaseId, system.clock.now())) : Promise.resolve(null)
