import type { Tenant } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface TenantRow extends Pick<Tenant, 'id' | 'name' | 'placement' | 'cellUrl' | 'timeZone' | 'industry' | 'suspendedBy' | 'suspendedReason' | 'deletionBy'> {
  createdAt: string
  suspendedAt: string | null
  deletesAt: string | null
  people: number
  lines: number
  signals: number
}

const mostShown = 500

/** Customers whose name or slug contains `search`, by name. */
export function loadTenants(system: System, search: string): Promise<TenantRow[]> {
  const contains = { contains: search, mode: 'insensitive' as const }
  return system.db.asOperator(async (tx) => {
    const tenants = await tx.tenant.findMany({ where: { kind: 'customer', ...(search && { OR: [{ name: contains }, { id: contains }] }) }, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: mostShown })
    const ids = tenants.map(({ id }) => id)
    const people = await tx.account.groupBy({ by: ['tenantId'], where: { tenantId: { in: ids } }, _count: { _all: true } })
    const lines = await tx.plantNode.groupBy({ by: ['tenantId'], where: { tenantId: { in: ids }, level: 'line' }, _count: { _all: true } })
    const signals = await tx.signal.groupBy({ by: ['tenantId'], where: { tenantId: { in: ids } }, _count: { _all: true } })
    const countOf = (rows: { tenantId: string; _count: { _all: number } }[], id: string) => rows.find(({ tenantId }) => tenantId === id)?._count._all ?? 0
    return tenants.map(({ id, name, placement, cellUrl, timeZone, industry, createdAt, suspendedAt, suspendedBy, suspendedReason, deletesAt, deletionBy }) => ({
      id, name, placement, cellUrl, timeZone, industry, suspendedBy, suspendedReason, deletionBy,
      createdAt: createdAt.toISOString(), suspendedAt: suspendedAt?.toISOString() ?? null, deletesAt: deletesAt?.toISOString() ?? null,
      people: countOf(people, id), lines: countOf(lines, id), signals: countOf(signals, id),
    }))
  })
}
