import { changeRight } from '@/lib/alarm/change-right'
import { alarmChannel } from '@/lib/alarm/load-alarms'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { System } from '@/lib/system'

/** More are never shown at once. */
export const mostAcknowledged = 500

export interface AcknowledgedMany {
  acknowledged: number
  /** Left as they were: the person has no right at their place. */
  notAllowed: number
}

/** What somebody saw as a list, acknowledged as one act. Alarms that are acknowledged already, or of another plant, are passed over. */
export function acknowledgeAlarms(system: System, person: Person, { alarmIds }: { alarmIds: string[] }): Promise<AcknowledgedMany> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    const alarms = await tx.$queryRaw<{ id: string; signalId: string }[]>`
      SELECT id, signal_id AS "signalId" FROM alarm WHERE id = ANY(${alarmIds}) AND acknowledged_at IS NULL ORDER BY id FOR UPDATE`
    const right = await changeRight(tx, person, [...new Set(alarms.map(({ signalId }) => signalId))])
    const ids = alarms.filter(({ signalId }) => right.at(signalId)).map(({ id }) => id)
    if (ids.length > 0) {
      await tx.$executeRaw`
        UPDATE alarm SET acknowledged_at = ${now}, acknowledged_by = ${person.email}, closed_at = CASE WHEN returned_at IS NOT NULL THEN greatest(${now}, returned_at) END
        WHERE id = ANY(${ids})`
      await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'alarm.acknowledged', subject: ids.length === 1 ? ids[0]! : `${ids.length} alarms`, detail: { alarmIds: ids } })
      await tx.$executeRaw`SELECT pg_notify(${alarmChannel}, ${person.tenantId})`
    }
    return { acknowledged: ids.length, notAllowed: alarms.length - ids.length }
  })
}
