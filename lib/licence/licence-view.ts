import type { Tx } from '@/lib/db'
import { loadStanding } from '@/lib/licence/licences'
import { type LimitView, limitsOf } from '@/lib/licence/limits'
import { countSites, countUsers } from '@/lib/licence/require-licensed'
import type { Standing } from '@/lib/licence/standing'
import type { System } from '@/lib/system'

export interface LicenceView {
  standing: Standing
  limits: LimitView[]
}

/** How the licence of a customer stands and what of it is used; null for a demo, whose hours limit it. */
export const loadLicenceView = (system: System, tenantId: string): Promise<LicenceView | null> =>
  system.db.asOperator(async (tx) => {
    if ((await tx.tenant.count({ where: { id: tenantId, kind: 'customer' } })) === 0) return null
    const { standing } = await loadStanding(system, tx, tenantId)
    return { standing, limits: await usedLimits(tx, tenantId, standing) }
  })

/** People and sites as they are, stored data as it was metered last. */
export async function usedLimits(tx: Tx, tenantId: string, standing: Standing): Promise<LimitView[]> {
  const stored = await tx.usageDay.findFirst({ where: { tenantId, meter: 'stored_bytes' }, orderBy: { day: 'desc' } })
  return limitsOf(standing, { users: await countUsers(tx, tenantId), sites: await countSites(tx, tenantId), storedBytes: Number(stored?.quantity ?? 0) })
}
