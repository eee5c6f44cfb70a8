import { jobEvents, type OpenLineageEvent, sealingEvents } from '@/lib/catalogue/open-lineage'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { System } from '@/lib/system'

const mostRuns = 200

/** Every step as it is designed, and the newest sealings as runs, oldest first. */
export async function exportLineage({ db, clock, settings }: System, { tenantId, email, places }: Person): Promise<OpenLineageEvent[]> {
  const now = clock.now()
  const origin = { producer: settings.portalUrl, namespace: `millrace://${tenantId}` }
  return db.inTenant(tenantId, async (tx) => {
    await recordAudit(tx, now, { tenantId, actor: email, action: 'catalogue.lineage', subject: tenantId })
    // How many readings the whole plant has is not for one who sees a part of it.
    const files = places ? [] : await tx.lakeFile.findMany({ where: { state: 'live' }, orderBy: { madeAt: 'desc' }, take: mostRuns })
    return [...jobEvents(origin, now), ...sealingEvents(origin, files.reverse())]
  })
}
