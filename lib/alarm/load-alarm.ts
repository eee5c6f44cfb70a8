import { changeRight } from '@/lib/alarm/change-right'
import type { AlarmRow } from '@/lib/alarm/load-alarms'
import type { RuleKind } from '@/lib/alarm/rule'
import type { Person } from '@/lib/auth/person'
import type { System } from '@/lib/system'

/** One alarm with what its rule says of it now. Times as ISO text. */
export interface AlarmDetail extends Omit<AlarmRow, 'state'> {
  state: AlarmRow['state'] | 'closed'
  receivedAt: string
  decidedAt: string
  deliveredAt: string | null
  acknowledgedAt: string | null
  closedAt: string | null
  note: string | null
  ruleVersion: number
  /** Null when the rule is no more. */
  rule: { version: number; consequence: string; response: string; shelved: { until: string; by: string; reason: string } | null } | null
  /** Whether the person may acknowledge and shelve here. */
  mayChange: boolean
}

/** Null when there is no such alarm in the person's plant. */
export function loadAlarm(system: System, person: Person, alarmId: string): Promise<AlarmDetail | null> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    const alarm = await tx.alarm.findFirst({ where: { id: alarmId } })
    if (!alarm) return null
    const rule = await tx.alarmRule.findFirst({ where: { id: alarm.ruleId } })
    const signal = await tx.signal.findFirst({ where: { id: alarm.signalId } })
    const node = await tx.plantNode.findFirst({ where: { id: signal?.nodeId ?? '' } })
    const above = node?.level === 'equipment' ? await tx.plantNode.findFirst({ where: { id: node.parentId ?? '' } }) : null
    const { id, ruleId, name, value, limit, acknowledgedBy, note, ruleVersion } = alarm
    const isShelved = rule !== null && rule.shelvedUntil !== null && rule.shelvedUntil > now
    return {
      id, ruleId, name, value, limit, acknowledgedBy, note, ruleVersion,
      priority: alarm.priority as AlarmRow['priority'],
      state: alarm.closedAt ? 'closed' : acknowledgedBy !== null ? 'acknowledged' : alarm.returnedAt ? 'returned' : 'unacknowledged',
      signal: signal?.name ?? alarm.signalId,
      place: [above?.name, node?.name].filter(Boolean).join(' / '),
      path: node?.path ?? '',
      ruleKind: (rule?.kind.replaceAll('_', '-') as RuleKind | undefined) ?? null,
      unit: signal?.unit ?? '',
      decimals: signal?.decimals ?? 2,
      raisedAt: alarm.raisedAt.toISOString(),
      receivedAt: alarm.receivedAt.toISOString(),
      decidedAt: alarm.decidedAt.toISOString(),
      deliveredAt: alarm.deliveredAt?.toISOString() ?? null,
      returnedAt: alarm.returnedAt?.toISOString() ?? null,
      acknowledgedAt: alarm.acknowledgedAt?.toISOString() ?? null,
      closedAt: alarm.closedAt?.toISOString() ?? null,
      rule: rule && {
        version: rule.version, consequence: rule.consequence, response: rule.response,
        shelved: isShelved ? { until: rule.shelvedUntil!.toISOString(), by: rule.shelvedBy ?? '', reason: rule.shelvedReason ?? '' } : null,
      },
      mayChange: (await changeRight(tx, person, [alarm.signalId])).at(alarm.signalId),
    }
  })
}
