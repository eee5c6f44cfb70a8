import { done, type Outcome } from '@/lib/adapters/outcome'
import type { DashboardEntry } from '@/lib/adapters/bi/port'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Dashboards of which the reader may see anything. */
export async function loadDashboards(system: System, reader: Reader): Promise<Outcome<DashboardEntry[]>> {
  const listed = await system.bi.listDashboards(reader.tenantId)
  if (!listed.ok || reader.places === null) return listed
  const visible = await system.db.inTenant(reader, (tx) => tx.dashboard.findMany({ select: { id: true } }))
  return done(listed.value.filter(({ id }) => visible.some((one) => one.id === id)))
}
