import { alarmChannel } from '@/lib/alarm/load-alarms'
import { recordAudit } from '@/lib/audit/record'
import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { notThere, Refusal } from '@/lib/http/problem'
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
export function acknowledgeAlarm(system: System, person: Person, { alarmId }: { alarmId: string }): Promise<Acknowledged> {
  const now = system.clock.now()
  return system.db.inTenant(person.tenantId, async (tx) => {
    await tx.$queryRaw`SELECT id FROM alarm WHERE id = ${alarmId} FOR UPDATE`
    const alarm = await tx.alarm.findFirst({ where: { id: alarmId } })
    if (!alarm) throw notThere()
    const signal = await tx.signal.findFirst({ where: { id: alarm.signalId } })
    const nodes = await tx.plantNode.findMany({ select: { id: true, path: true } })
    const mine = nodes.find(({ id }) => id === signal?.nodeId)
    const places = nodes.filter(({ path }) => mine && (path === mine.path || mine.path.startsWith(`${path}/`))).map(({ id }) => id)
    if (!may(person.roles, 'plant.change', places)) throw new Refusal(403, 'Not allowed', 'Your role may look at the alarms of this place and not acknowledge them.')
    if (alarm.acknowledgedBy !== null) return { by: alarm.acknowledgedBy, closed: alarm.closedAt !== null }
    // The gateway's clock may be ahead of ours by a moment; closed is never before returned.
    const closedAt = alarm.returnedAt && new Date(Math.max(now.getTime(), alarm.returnedAt.getTime()))
    await tx.alarm.updateMany({ where: { id: alarmId }, data: { acknowledgedAt: now, acknowledgedBy: person.email, closedAt } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'alarm.acknowledged', subject: alarmId, detail: { name: alarm.name } })
    await tx.$executeRaw`SELECT pg_notify(${alarmChannel}, ${person.tenantId})`
    return { by: person.email, closed: closedAt !== null }
  })
}
