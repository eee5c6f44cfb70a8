import { alarmId } from '@/lib/alarm/alarm-id'
import type { AlarmChange } from '@/lib/alarm/engine'

interface Alert {
  tenantId: string
  signalId: string
  ruleId: string
  ruleVersion: number
  kind: string
  name: string
  priority: number
  value: number | null
  limit: number | null
  raisedAt: number
  at: number
  receivedAt: number
  decidedAt: number
}

/** An alert as what has to be written of an alarm; null for those that tell only that a rule is in force. */
export function changeOf(value: Record<string, unknown>): AlarmChange | null {
  const { tenantId, signalId, ruleId, ruleVersion, kind, raisedAt, at, ...rest } = value as unknown as Alert
  const id = alarmId({ tenantId, id: ruleId, version: ruleVersion, signalId }, raisedAt)
  if (kind === 'returned') return { kind, tenantId, id, returnedAt: at }
  if (kind !== 'raised') return null
  const { name, priority, value: passed, limit, receivedAt, decidedAt } = rest
  return { kind, tenantId, id, ruleId, ruleVersion, signalId, priority, name, value: passed, limit, raisedAt, receivedAt, decidedAt }
}
