import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { changeRight } from '@/lib/alarm/change-right'
import { fieldsOf, type RuleFields, storedKind } from '@/lib/alarm/rule-fields'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { AlarmRule } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/** Every rule is judged in memory at every reading of its signal. */
export const mostRules = 1000

export interface RuleToSave {
  /** Null for a new one. */
  id: string | null
  /** The version that was edited. */
  version: number
  fields: RuleFields
}

/** `conflict`: somebody saved meanwhile; nothing was changed, and what they saved is here. */
export type SavedRule = { kind: 'saved'; id: string; version: number } | { kind: 'conflict'; version: number; by: string; at: string; theirs: RuleFields }

/**
 * Saves a rule under the next version, so that alarms of the version before return. The same fields again change nothing.
 * @throws Refusal 404 for a rule or signal of another plant, 403 without the right at its place, before and after.
 */
export function saveRule(system: System, person: Person, { id, version, fields }: RuleToSave): Promise<SavedRule> {
  return system.db.inTenant(person, async (tx) => {
    if (!(await tx.signal.findFirst({ where: { id: fields.signalId } }))) throw notThere()
    const before = id === null ? null : await lockRule(tx, id)
    const right = await changeRight(tx, person, [fields.signalId, before?.signalId ?? fields.signalId])
    for (const signalId of [fields.signalId, before?.signalId ?? fields.signalId]) right.require(signalId, 'change')
    if (!before) return create(system, tx, person, fields)
    const old = fieldsOf(before)
    if (before.version !== version) return { kind: 'conflict', version: before.version, by: before.updatedBy, at: before.updatedAt.toISOString(), theirs: old }
    const changed = (Object.keys(fields) as (keyof RuleFields)[]).filter((name) => !isDeepStrictEqual(fields[name], old[name]))
    if (changed.length === 0) return { kind: 'saved', id: before.id, version }
    await tx.alarmRule.updateMany({ where: { id: before.id }, data: { ...columnsOf(fields), version: version + 1, updatedAt: system.clock.now(), updatedBy: person.email } })
    await recordAudit(tx, system.clock.now(), {
      tenantId: person.tenantId, actor: person.email, action: 'alarm-rule.changed', subject: before.id,
      detail: { version: version + 1, from: pick(old, changed), to: pick(fields, changed) },
    })
    return { kind: 'saved', id: before.id, version: version + 1 }
  })
}

async function create(system: System, tx: Tx, person: Person, fields: RuleFields): Promise<SavedRule> {
  if ((await tx.alarmRule.count()) >= mostRules) throw new Refusal(422, 'Too many', `A plant has at most ${mostRules} rules. Delete one that nobody answers.`)
  const id = randomUUID()
  const now = system.clock.now()
  await tx.alarmRule.create({ data: { tenantId: person.tenantId, id, ...columnsOf(fields), updatedAt: now, updatedBy: person.email } })
  await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'alarm-rule.created', subject: id, detail: { ...fields } })
  return { kind: 'saved', id, version: 1 }
}

/** The rule, held until the transaction ends. @throws Refusal 404 when there is none. */
export async function lockRule(tx: Tx, id: string): Promise<AlarmRule> {
  await tx.$queryRaw`SELECT id FROM alarm_rule WHERE id = ${id} FOR UPDATE`
  const rule = await tx.alarmRule.findFirst({ where: { id } })
  if (!rule) throw notThere()
  return rule
}

const columnsOf = ({ condition: { kind, settings }, ...fields }: RuleFields) => ({ ...fields, kind: storedKind(kind), settings })
const pick = (fields: RuleFields, names: (keyof RuleFields)[]) => Object.fromEntries(names.map((name) => [name, fields[name]]))
