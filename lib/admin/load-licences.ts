import { loadStanding } from '@/lib/licence/licences'
import { usedLimits } from '@/lib/licence/licence-view'
import type { LimitView } from '@/lib/licence/limits'
import type { Standing } from '@/lib/licence/standing'
import type { System } from '@/lib/system'

export interface LicenceRow {
  tenantId: string
  name: string
  standing: Standing
  limits: LimitView[]
  installed: { id: string; edition: string; trial: boolean; validFrom: string; validUntil: string; graceDays: number; installedAt: string; installedBy: string }[]
}

/** Every customer with its licence, those that end first on top. */
export async function loadLicences(system: System): Promise<LicenceRow[]> {
  const customers = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { kind: 'customer', cellUrl: null }, orderBy: { name: 'asc' } }))
  const rows: LicenceRow[] = []
  for (const { id, name } of customers) rows.push(await rowOf(system, id, name))
  return rows.sort((a, b) => (a.standing.daysLeft ?? 0) - (b.standing.daysLeft ?? 0))
}

const rowOf = (system: System, tenantId: string, name: string): Promise<LicenceRow> =>
  system.db.asOperator(async (tx) => {
    const { standing, installed } = await loadStanding(system, tx, tenantId)
    return {
      tenantId,
      name,
      standing,
      limits: await usedLimits(tx, tenantId, standing),
      installed: installed.map(({ statement: { id, edition, trial, validFrom, validUntil, graceDays }, installedAt, installedBy }) => ({ id, edition, trial, validFrom, validUntil, graceDays, installedAt: installedAt.toISOString(), installedBy })),
    }
  })
