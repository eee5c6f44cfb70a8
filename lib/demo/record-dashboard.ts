import type { Person } from '@/lib/auth/person'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { System } from '@/lib/system'

/** Notes each dashboard of a demo plant at its first opening; other plants are not watched. */
export async function recordDashboard({ db, clock }: System, { lease, impersonation }: Person, dashboard: string): Promise<void> {
  if (!lease || lease.state === 'claimed' || impersonation) return
  await db.asOperator((tx) => recordEngagement(tx, clock.now(), { kind: 'dashboard.opened', subject: lease.leadId ?? lease.name, leaseId: lease.id, detail: { dashboard }, onceId: `dashboard-${lease.id}-${dashboard}` }))
}
