import { alarmChannel } from '@/lib/alarm/load-alarms'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/**
 * Sends what has failed once more, with everything that it was summed up with, under the same id: a receiver that has it
 * already knows it. Its attempts go on counting: a limit per hour is not got round by asking again. @throws Refusal 404 for one of another plant, 409 for one that has not failed.
 */
export function retryNotification(system: System, { tenantId, email }: Person, { notificationId }: { notificationId: string }): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    const row = await tx.alarmNotification.findFirst({ where: { id: notificationId } })
    if (!row) throw notThere()
    if (row.state !== 'failed' || row.kind === 'test') throw new Refusal(409, 'Not failed', 'Only an alarm that could not be delivered is sent again.')
    const { count } = await tx.alarmNotification.updateMany({ where: { messageId: row.messageId, state: 'failed' }, data: { state: 'pending', begunAt: now, nextAt: now, lastError: null } })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'alarm-notification.retried', subject: notificationId, detail: { count } })
    // The workers look at once.
    await tx.$executeRaw`SELECT pg_notify(${alarmChannel}, ${tenantId})`
  })
}
