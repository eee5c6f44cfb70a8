import { changeRight } from '@/lib/alarm/change-right'
import { fieldsOf } from '@/lib/alarm/rule-fields'
import { lockRule } from '@/lib/alarm/save-rule'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/**
 * Deletes a rule; what it raised stays in the history, and an alarm of it that stands returns.
 * @throws Refusal 409 when it is not the version that the person saw.
 */
export function deleteRule(system: System, person: Person, { ruleId, version }: { ruleId: string; version: number }): Promise<void> {
  return system.db.inTenant(person, async (tx) => {
    const rule = await lockRule(tx, ruleId)
    ;(await changeRight(tx, person, [rule.signalId])).require(rule.signalId, 'delete')
    if (rule.version !== version) throw new Refusal(409, 'Changed meanwhile', `${rule.updatedBy} changed this rule while you looked at it. Open it again before you delete it.`)
    await tx.alarmRule.deleteMany({ where: { id: ruleId } })
    await recordAudit(tx, system.clock.now(), { tenantId: person.tenantId, actor: person.email, action: 'alarm-rule.deleted', subject: ruleId, detail: { ...fieldsOf(rule) } })
  })
}
