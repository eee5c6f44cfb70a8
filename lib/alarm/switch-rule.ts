import { changeRight } from '@/lib/alarm/change-right'
import { lockRule } from '@/lib/alarm/save-rule'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { System } from '@/lib/system'

/** Turns a rule on or off, under the next version; its alarm returns. As it is already: nothing changes. */
export function switchRule(system: System, person: Person, { ruleId, enabled }: { ruleId: string; enabled: boolean }): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    const rule = await lockRule(tx, ruleId)
    ;(await changeRight(tx, person, [rule.signalId])).require(rule.signalId, 'change')
    if (rule.enabled === enabled) return
    await tx.alarmRule.updateMany({ where: { id: ruleId }, data: { enabled, version: rule.version + 1, updatedAt: now, updatedBy: person.email } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: enabled ? 'alarm-rule.enabled' : 'alarm-rule.disabled', subject: ruleId, detail: { name: rule.name } })
  })
}
