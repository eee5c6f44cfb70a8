import { type Sent, standingAfter } from '@/lib/alarm/escalation/verdict'
import type { AlarmTarget } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** Writes down what became of an attempt. Another may have delivered it meanwhile: that stands. */
export async function markMessage(system: System, { tenantId, id: targetId }: AlarmTarget, { id, attempts }: { id: string; attempts: number }, sent: Sent): Promise<void> {
  const now = system.clock.now()
  const after = standingAfter(sent, attempts, now)
  await system.db.asOperator(async (tx) => {
    const where = { tenantId, targetId, messageId: id, state: 'pending' as const }
    if (after.state === 'delivered') {
      await tx.alarmNotification.updateMany({ where, data: { state: 'delivered', deliveredAt: now, lastError: null } })
      await tx.alarmTarget.updateMany({ where: { tenantId, id: targetId }, data: { lastDeliveredAt: now, lastError: null } })
      return
    }
    await tx.alarmNotification.updateMany({ where, data: { state: after.state, lastError: after.why, ...(after.state === 'pending' && { nextAt: after.nextAt }) } })
    await tx.alarmTarget.updateMany({ where: { tenantId, id: targetId }, data: { lastError: after.why } })
  })
  if (after.state === 'failed') system.log.warn({ tenantId, targetId, message: id, attempts, why: after.why }, 'alarm message failed')
}
