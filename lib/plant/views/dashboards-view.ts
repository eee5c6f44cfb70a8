import { done, type Outcome } from '@/lib/adapters/outcome'
import type { DashboardEntry } from '@/lib/adapters/bi/port'
import { shownTo, type Viewer } from '@/lib/people/dashboard-audience'
import type { System } from '@/lib/system'

/** Dashboards that the viewer is shown, and of which they may see anything. */
export async function loadDashboards(system: System, viewer: Viewer): Promise<Outcome<DashboardEntry[]>> {
  const listed = await system.bi.listDashboards(viewer.tenantId)
  if (!listed.ok) return listed
  const shown = await shownTo(system, viewer, 'own', listed.value)
  if (viewer.places === null) return done(shown)
  const visible = await system.db.inTenant(viewer, (tx) => tx.dashboard.findMany({ select: { id: true } }))
  return done(shown.filter(({ id }) => visible.some((one) => one.id === id)))
}
