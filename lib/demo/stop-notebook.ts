import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

/** The notebook server of a plant that stands still; its files stay. Throws when the hub refuses, so that the queue tries again. */
export async function stopNotebook(system: System, leaseId: string): Promise<void> {
  const stateNow = () => system.db.asOperator((tx) => tx.lease.findFirst({ where: { id: leaseId }, select: { name: true, state: true } }))
  const lease = await stateNow()
  if (lease?.state !== 'stopped') return
  const stopped = await system.notebooks.stopServer(lease.name)
  if (!stopped.ok) throw new Error(`notebook of ${lease.name}: ${stopped.failure.message}`)
  if ((await stateNow())?.state !== 'claimed') return
  // Claimed in the meantime: what was stopped is wanted again.
  await system.db.asOperator(async (tx) => {
    await tx.leasePart.updateMany({ where: { leaseId, part: 'notebook', state: 'up' }, data: { state: 'waiting', attempts: 0, nextTryAt: null } })
    await enqueue(tx, 'reconcile-lease', { leaseId }, { key: `lease ${leaseId}` })
  })
}
