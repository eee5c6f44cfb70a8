import { createHash } from 'node:crypto'
import type { NotebookActivity } from '@/lib/adapters/notebooks/port'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { Lease } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/**
 * What people did in their notebooks, into the funnel: each notebook at its first opening, and cells and time whenever more
 * cells ran since it was looked last. Looking twice records nothing twice. A hub that does not answer is asked again the next time.
 */
export async function recordNotebookWork(system: System): Promise<void> {
  const leases = await system.db.asOperator((tx) => tx.lease.findMany({ where: { state: { in: ['ready', 'reminded', 'claimed'] }, email: { not: null } } }))
  for (const lease of leases) {
    const activity = await system.notebooks.activity(lease.name)
    if (activity.ok) await record(system, lease, activity.value)
  }
}

async function record({ db, clock }: System, lease: Lease, { opened, cellsRun, cellsFailed, kernels, activeMinutes }: NotebookActivity): Promise<void> {
  const subject = lease.leadId ?? lease.name
  await db.asOperator(async (tx) => {
    await tx.engagementEvent.createMany({
      data: opened.map(({ path, at }) => ({ id: openedId(lease.id, path), at, kind: 'notebook.opened', subject, leaseId: lease.id, detail: { path } })),
      skipDuplicates: true,
    })
    const last = await tx.engagementEvent.findFirst({ where: { tenantId: 'platform', leaseId: lease.id, kind: 'notebook.worked' }, orderBy: { at: 'desc' } })
    const before = (last?.detail ?? {}) as { cellsRun?: number }
    if (cellsRun > (before.cellsRun ?? 0)) {
      await recordEngagement(tx, clock.now(), { kind: 'notebook.worked', subject, leaseId: lease.id, detail: { cellsRun, cellsFailed, kernels, activeMinutes } })
    }
  })
}

/** The same file of the same lease is opened for the first time once. */
const openedId = (leaseId: string, path: string) => `notebook-${createHash('sha256').update(`${leaseId}\n${path}`).digest('hex').slice(0, 32)}`
