import type { Bi } from '@/lib/adapters/bi/port'
import { done } from '@/lib/adapters/outcome'
import type { Database } from '@/lib/db'

/** The product's own dashboards: rows of the tenant, drawn by the portal. */
export function embeddedBi(db: Database): Bi {
  return {
    ensureDashboards: (tenantId, storyTenantId) =>
      db.asOperator(async (tx) => {
        await tx.$executeRaw`INSERT INTO dashboard (tenant_id, id, name, summary, definition)
          SELECT ${tenantId}, id, name, summary, definition FROM dashboard WHERE tenant_id = ${storyTenantId}
          ON CONFLICT DO NOTHING`
        return done(await tx.dashboard.count({ where: { tenantId } }))
      }),
    listDashboards: (tenantId) =>
      db.inTenant(tenantId, async (tx) =>
        done(await tx.dashboard.findMany({ select: { id: true, name: true, summary: true }, orderBy: { name: 'asc' } })),
      ),
    removeDashboards: (tenantId) =>
      db.asOperator(async (tx) => {
        await tx.dashboard.deleteMany({ where: { tenantId } })
        return done()
      }),
    listHolders: (prefix) =>
      db.asOperator(async (tx) => {
        const rows = await tx.dashboard.findMany({
          where: { tenantId: { startsWith: prefix } },
          distinct: ['tenantId'],
          select: { tenantId: true },
        })
        return done(rows.map((row) => row.tenantId))
      }),
  }
}
