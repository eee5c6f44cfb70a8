import type { Bi } from '@/lib/adapters/bi/port'
import { done } from '@/lib/adapters/outcome'
import { forName, refusedName } from '@/lib/adapters/resource-name'
import type { Database } from '@/lib/db'

/** The product's own dashboards: rows of the tenant, drawn by the portal. */
export function embeddedBi(db: Database): Bi {
  return {
    ensureDashboards: forName(async (tenantId, storyTenantId: string) =>
      refusedName(storyTenantId) ??
      db.asOperator(async (tx) => {
        await tx.$executeRaw`INSERT INTO dashboard (tenant_id, id, name, summary, definition)
          SELECT ${tenantId}, id, name, summary, definition FROM dashboard WHERE tenant_id = ${storyTenantId}
          ON CONFLICT DO NOTHING`
        return done(await tx.dashboard.count({ where: { tenantId } }))
      }),
    ),
    listDashboards: forName((tenantId) =>
      db.inTenant(tenantId, async (tx) =>
        done(await tx.dashboard.findMany({ select: { id: true, name: true, summary: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })),
      ),
    ),
    removeDashboards: forName((tenantId) =>
      db.asOperator(async (tx) => {
        await tx.dashboard.deleteMany({ where: { tenantId } })
        return done()
      }),
    ),
    listHolders: (prefix) =>
      db.asOperator(async (tx) => {
        // Not LIKE: an underscore of the prefix would stand for any letter.
        const rows = await tx.$queryRaw<{ holder: string }[]>`
          SELECT holder FROM (SELECT DISTINCT tenant_id AS holder FROM dashboard WHERE starts_with(tenant_id, ${prefix})) AS holders
          ORDER BY holder COLLATE "C"`
        return done(rows.map(({ holder }) => holder))
      }),
  }
}
