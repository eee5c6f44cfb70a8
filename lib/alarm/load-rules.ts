import { changeRight } from '@/lib/alarm/change-right'
import { fieldsOf, type RuleFields } from '@/lib/alarm/rule-fields'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { AlarmRule } from '@/lib/generated/prisma/client'
import { signalLabel } from '@/lib/plant/views/signals-view'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface RuleSignal {
  id: string
  label: string
  unit: string
  decimals: number
}

export interface RuleRow {
  id: string
  version: number
  fields: RuleFields
  /** Null when the signal is no more. */
  signal: RuleSignal | null
  shelvedUntil: string | null
  updatedAt: string
  updatedBy: string
}

/** Rules whose name, signal or place has these words, by priority and then by name; and how many there are in all. */
export function loadRules(system: System, reach: Reach, words: string): Promise<{ rules: RuleRow[]; all: number }> {
  const wanted = words.trim().toLowerCase()
  return system.db.inTenant(reach, async (tx) => {
    const signals = new Map((await signalsOf(tx)).map((signal) => [signal.id, signal]))
    const stored = await tx.alarmRule.findMany({ orderBy: [{ priority: 'asc' }, { name: 'asc' }, { id: 'asc' }] })
    const rules = stored.map((rule) => rowOf(rule, signals, system.clock.now()))
    return { rules: rules.filter(({ fields, signal }) => `${fields.name} ${signal?.label ?? fields.signalId}`.toLowerCase().includes(wanted)), all: rules.length }
  })
}

export interface RuleEditorView {
  /** Null for a new one. */
  rule: RuleRow | null
  signals: RuleSignal[]
  mayChange: boolean
}

/** What the editor needs of one rule, or of a new one; null when there is no such rule. */
export function loadRuleEditor(system: System, person: Person, ruleId: string | null): Promise<RuleEditorView | null> {
  return system.db.inTenant(person, async (tx) => {
    const signals = await signalsOf(tx)
    const right = await changeRight(tx, person, signals.map(({ id }) => id))
    if (ruleId === null) return { rule: null, signals: signals.filter(({ id }) => right.at(id)), mayChange: signals.some(({ id }) => right.at(id)) }
    const stored = await tx.alarmRule.findFirst({ where: { id: ruleId } })
    if (!stored) return null
    return { rule: rowOf(stored, new Map(signals.map((signal) => [signal.id, signal])), system.clock.now()), signals, mayChange: right.at(stored.signalId) }
  })
}

/** Every signal with a name that says its place, in the order of the plant. */
async function signalsOf(tx: Tx): Promise<RuleSignal[]> {
  const nodes = await tx.plantNode.findMany({ orderBy: { path: 'asc' } })
  const order = new Map(nodes.map((node, i) => [node.id, { node, i }]))
  const placeOf = (nodeId: string) => {
    const node = order.get(nodeId)?.node
    const above = node?.level === 'equipment' ? order.get(node.parentId ?? '')?.node : undefined
    return { name: node?.name ?? '', above: above ? `${above.name} / ` : '' }
  }
  const signals = await tx.signal.findMany({ orderBy: { id: 'asc' } })
  return signals
    .sort((a, b) => (order.get(a.nodeId)?.i ?? 0) - (order.get(b.nodeId)?.i ?? 0))
    .map((signal) => ({ id: signal.id, label: `${placeOf(signal.nodeId).above}${signalLabel(placeOf(signal.nodeId).name, signal)}`, unit: signal.unit, decimals: signal.decimals }))
}

function rowOf(rule: AlarmRule, signals: Map<string, RuleSignal>, now: Date): RuleRow {
  const { id, version, shelvedUntil, updatedAt, updatedBy } = rule
  return {
    id, version, updatedBy,
    fields: fieldsOf(rule),
    signal: signals.get(rule.signalId) ?? null,
    shelvedUntil: shelvedUntil && shelvedUntil > now ? shelvedUntil.toISOString() : null,
    updatedAt: updatedAt.toISOString(),
  }
}
