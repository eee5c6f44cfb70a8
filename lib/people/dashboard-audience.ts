import { recordAudit } from '@/lib/audit/record'
import type { HeldRole } from '@/lib/auth/capabilities'
import type { Tx } from '@/lib/db'
import { dashboardKey } from '@/lib/people/favourite-dashboards'
import { tenantRoles } from '@/lib/people/role-words'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Roles between which is chosen. Administrators of the tenant see every dashboard, or nobody could give one back. */
export const audienceRoles = tenantRoles.filter((role) => role !== 'admin')
export type AudienceRole = (typeof audienceRoles)[number]

/** Who looks at dashboards: what they hold decides which there are for them. A `Person` is one. */
export type Viewer = Reader & { roles: HeldRole[] }

/** Whether somebody with these roles is shown a dashboard for `chosen` ones; undefined: for everybody. One role that is shown it is enough. */
export const isShownTo = (roles: HeldRole[], chosen: string[] | undefined): boolean => chosen === undefined || roles.some(({ role }) => role === 'tenant_admin' || chosen.includes(role))

/** Keys of the dashboards that are not there for the viewer; read in their transaction, at each request. */
export const hiddenFrom = async (tx: Tx, viewer: Viewer): Promise<Set<string>> => hiddenAmong(await tx.dashboardAudience.findMany({ select: { dashboardKey: true, roles: true } }), viewer)

const hiddenAmong = (rows: { dashboardKey: string; roles: string[] }[], { roles }: Viewer): Set<string> => new Set(rows.filter((row) => !isShownTo(roles, row.roles)).map((row) => row.dashboardKey))

/** Of these dashboards those that the viewer is shown. */
export async function shownTo<T extends { id: string }>({ db }: Pick<System, 'db'>, viewer: Viewer, kind: 'own' | 'tool', entries: T[]): Promise<T[]> {
  // In one round trip: every request of a framed dashboard asks it. In the database roles are written with hyphens.
  const statement = `SELECT dashboard_key AS "dashboardKey", ARRAY(SELECT replace(role::text, '-', '_') FROM unnest(roles) role) AS roles FROM dashboard_audience`
  const [rows] = (await db.readInTenant(viewer, [statement])) as [{ dashboardKey: string; roles: string[] }[]]
  const hidden = hiddenAmong(rows, viewer)
  return entries.filter(({ id }) => !hidden.has(dashboardKey(kind, id)))
}

/** Roles for each dashboard that is not for everybody. */
export const listAudiences = ({ db }: System, tenantId: string): Promise<Map<string, string[]>> =>
  db.inTenant(tenantId, async (tx) => new Map((await tx.dashboardAudience.findMany()).map((row) => [row.dashboardKey, row.roles])))

/** From the next request on the dashboard is there for these roles and for administrators; for all roles: for everybody. */
export async function setAudience({ db, clock }: System, tenantId: string, key: string, chosen: AudienceRole[], actor: string): Promise<void> {
  const now = clock.now()
  const roles = audienceRoles.filter((role) => chosen.includes(role))
  await db.asOperator(async (tx) => {
    if (roles.length === audienceRoles.length) await tx.dashboardAudience.deleteMany({ where: { tenantId, dashboardKey: key } })
    else {
      const data = { roles, changedAt: now, changedBy: actor }
      await tx.dashboardAudience.upsert({ where: { tenantId_dashboardKey: { tenantId, dashboardKey: key } }, create: { tenantId, dashboardKey: key, ...data }, update: data })
    }
    await recordAudit(tx, now, { tenantId, actor, action: 'dashboard.audience', subject: key, detail: { roles } })
  })
}
