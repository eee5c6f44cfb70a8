import { changeRight } from '@/lib/alarm/change-right'
import { alarmChannel } from '@/lib/alarm/load-alarms'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { notThere } from '@/lib/http/problem'
import type { System } from '@/lib/system'

export interface Acknowledged {
  /** Who did it first: not always the one who asks. */
  by: string
  closed: boolean
}

/**
 * Says that somebody has seen the alarm; one that has returned is closed by it. A second time changes nothing.
 * @throws Refusal 404 for an alarm of another plant, 403 without the right at its place.
 */
export function acknowledgeAlarm(system: System, person: Person, { alarmId, note }: { alarmId: string; note?: string }): Promise<Acknowledged> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    await tx.$queryRaw`SELECT id FROM alarm WHERE id = ${alarmId} FOR UPDATE`
    const alarm = await tx.alarm.findFirst({ where: { id: alarmId } })
    if (!alarm) throw notThere()
    ;(await changeRight(tx, person, [alarm.signalId])).require(alarm.signalId, 'acknowledge')
    if (alarm.acknowledgedBy !== null) return { by: alarm.acknowledgedBy, closed: alarm.closedAt !== null }
    // The gateway's clock may be ahead of ours by a moment; closed is never before returned.
    const closedAt = alarm.returnedAt && new Date(Math.max(now.getTime(), alarm.returnedAt.getTime()))
    await tx.alarm.updateMany({ where: { id: alarmId }, data: { acknowledgedAt: now, acknowledgedBy: person.email, closedAt, note: note || null } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'alarm.acknowledged', subject: alarmId, detail: { name: alarm.name }, reason: note || undefined })
    await tx.$executeRaw`SELECT pg_notify(${alarmChannel}, ${person.tenantId})`
    return { by: person.email, closed: closedAt !== null }
  })
}
