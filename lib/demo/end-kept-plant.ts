import { announce } from '@/lib/demo/announce'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

/**
 * A customer that began as a demo ends as a lease does: the reconciler knows all of its parts, would make again what
 * somebody else removed, and certifies the end. False when this tenant never was a lease. May run twice.
 */
export async function endKeptPlant(system: System, tenantId: string): Promise<boolean> {
  const lease = await system.db.asOperator((tx) => tx.lease.findUnique({ where: { name: tenantId } }))
  if (!lease) return false
  if (lease.state !== 'claimed') return true
  // People who were invited have no part in the ledger.
  const invited = await system.db.asOperator((tx) => tx.account.findMany({ where: { tenantId, id: { not: tenantId } }, select: { id: true } }))
  for (const { id } of invited) {
    const removed = await system.identity.removeUser(id)
    if (!removed.ok) throw new Error(`${id}: ${removed.failure.message}`)
  }
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.lease.updateMany({ where: { id: lease.id, state: 'claimed' }, data: { state: 'expired', expiredAt: now, deadlineAt: now, endedBy: 'deletion of the tenant' } })
    if (count === 0) return
    await enqueue(tx, 'reconcile-lease', { leaseId: lease.id }, { key: `lease ${lease.id}` })
    await announce(tx, lease.id)
  })
  return true
}
