import { changeRight } from '@/lib/alarm/change-right'
import { alarmChannel } from '@/lib/alarm/load-alarms'
import { longestShelfMinutes } from '@/lib/alarm/shelf'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

interface Shelving {
  ruleId: string
  minutes: number
  reason: string
}

/**
 * Takes the rule's alarms off the list until its time is over; they are raised, returned and kept as before. A rule that
 * is shelved already is shelved anew from now on. It comes back by itself: what is shelved is asked with the clock.
 * @throws Refusal 404 for a rule of another plant, 403 without the right at its place, 422 for longer than its priority allows.
 */
export function shelveRule(system: System, person: Person, { ruleId, minutes, reason }: Shelving): Promise<{ until: string }> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    const { name, priority } = await ruleToChange(tx, person, ruleId)
    if (minutes > longestShelfMinutes(priority)) throw new Refusal(422, 'Too long', `A critical alarm may be shelved for at most ${longestShelfMinutes(priority) / 60} h.`)
    const until = new Date(now.getTime() + minutes * 60_000)
    await tx.alarmRule.updateMany({ where: { id: ruleId }, data: { shelvedUntil: until, shelvedBy: person.email, shelvedReason: reason } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'alarm-rule.shelved', subject: ruleId, detail: { name, until: until.toISOString() }, reason })
    await tx.$executeRaw`SELECT pg_notify(${alarmChannel}, ${person.tenantId})`
    return { until: until.toISOString() }
  })
}

/** Brings the rule's alarms back before their time; of a rule that is not shelved nothing changes. */
export function unshelveRule(system: System, person: Person, { ruleId }: { ruleId: string }): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    const { name, shelvedUntil } = await ruleToChange(tx, person, ruleId)
    if (!shelvedUntil || shelvedUntil <= now) return
    await tx.alarmRule.updateMany({ where: { id: ruleId }, data: { shelvedUntil: null, shelvedBy: null, shelvedReason: null } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'alarm-rule.unshelved', subject: ruleId, detail: { name } })
    await tx.$executeRaw`SELECT pg_notify(${alarmChannel}, ${person.tenantId})`
  })
}

async function ruleToChange(tx: Tx, person: Person, ruleId: string) {
  await tx.$queryRaw`SELECT id FROM alarm_rule WHERE id = ${ruleId} FOR UPDATE`
  const rule = await tx.alarmRule.findFirst({ where: { id: ruleId } })
  if (!rule) throw notThere()
  ;(await changeRight(tx, person, [rule.signalId])).require(rule.signalId, 'shelve')
  return rule
}
