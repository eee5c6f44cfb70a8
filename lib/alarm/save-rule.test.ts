import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteRule } from '@/lib/alarm/delete-rule'
import { loadRuleEditor, loadRules } from '@/lib/alarm/load-rules'
import type { RuleFields } from '@/lib/alarm/rule-fields'
import { saveRule } from '@/lib/alarm/save-rule'
import { switchRule } from '@/lib/alarm/switch-rule'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const person = personOf('mine')
const second = { ...person, email: 'second@example.com' }
const viewer = personOf('mine', [{ role: 'viewer', nodeId: '' }])
const engineerOf = (nodeId: string) => personOf('mine', [{ role: 'data_engineer', nodeId }])

const fields: RuleFields = {
  name: 'Too hot', signalId: 'line-1-temp', priority: 2, onDelaySeconds: 5, offDelaySeconds: 0, consequence: 'Product is lost', response: 'Close the valve', enabled: true,
  condition: { kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 1 } },
}
const conditions: RuleFields['condition'][] = [
  fields.condition,
  { kind: 'rate', settings: { direction: 'fall', perMinute: 2, overSeconds: 60 } },
  { kind: 'z-score', settings: { points: 20, sigmas: 3, leastSigma: 0 } },
  { kind: 'stale', settings: { afterSeconds: 300 } },
  { kind: 'spc', settings: { centre: 10, sigma: 0.5, rules: [1, 5] } },
]

beforeAll(async () => {
  system = await testSystem()
  for (const id of ['mine', 'theirs']) {
    await system.db.asOperator(async (tx) => {
      await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
      for (const line of ['line-1', 'line-2']) {
        await tx.plantNode.create({ data: { tenantId: id, id: line, parentId: null, level: 'line', name: line, path: line, position: 0 } })
        await tx.signal.create({ data: { tenantId: id, id: `${line}-temp`, nodeId: line, name: 'Temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
      }
      await tx.signal.create({ data: { tenantId: id, id: `only-${id}`, nodeId: 'line-1', name: 'Own', unit: '', decimals: 0, expectedIntervalSeconds: 60, quantity: 'other' } })
    })
  }
})
afterAll(() => system.stop())

async function made(more: Partial<RuleFields> = {}) {
  const saved = await saveRule(system, person, { id: null, version: 1, fields: { ...fields, ...more } })
  if (saved.kind !== 'saved') throw new Error('not saved')
  return saved.id
}
const stored = async (id: string) => (await loadRuleEditor(system, person, id))?.rule
const audited = (id: string) => system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { subject: id }, orderBy: { seq: 'asc' } }))

describe('a rule', () => {
  it.each(conditions)('of kind $kind is kept as it was said', async (condition) => {
    expect(await stored(await made({ condition }))).toMatchObject({ version: 1, updatedBy: person.email, fields: { ...fields, condition } })
  })

  it('has the next version after a change, and says in the audit what changed; the same again changes nothing', async () => {
    const id = await made()
    const warmer: RuleFields = { ...fields, condition: { kind: 'threshold', settings: { direction: 'high', limit: 110, deadband: 1 } } }
    expect(await saveRule(system, person, { id, version: 1, fields: warmer })).toEqual({ kind: 'saved', id, version: 2 })
    expect(await saveRule(system, person, { id, version: 2, fields: warmer })).toEqual({ kind: 'saved', id, version: 2 })
    const entries = await audited(id)
    expect(entries.map(({ action }) => action)).toEqual(['alarm-rule.created', 'alarm-rule.changed'])
    expect(entries[1]!.detail).toEqual({ version: 2, from: { condition: fields.condition }, to: { condition: warmer.condition } })
  })

  it('is not overwritten by the second of two people, who is told what the first saved', async () => {
    const id = await made()
    await saveRule(system, person, { id, version: 1, fields: { ...fields, name: 'First' } })
    const conflict = await saveRule(system, second, { id, version: 1, fields: { ...fields, name: 'Second' } })
    expect(conflict).toMatchObject({ kind: 'conflict', version: 2, by: person.email, theirs: { name: 'First' } })
    expect((await stored(id))!.fields.name).toBe('First')
    expect(await saveRule(system, second, { id, version: 2, fields: { ...fields, name: 'Second' } })).toMatchObject({ kind: 'saved', version: 3 })
  })

  it('is turned off and on under a new version, and deleted in the version that was seen', async () => {
    const id = await made()
    await switchRule(system, person, { ruleId: id, enabled: false })
    await switchRule(system, person, { ruleId: id, enabled: false })
    expect(await stored(id)).toMatchObject({ version: 2, fields: { enabled: false } })
    await expect(deleteRule(system, second, { ruleId: id, version: 1 })).rejects.toMatchObject({ status: 409 })
    await deleteRule(system, person, { ruleId: id, version: 2 })
    expect(await stored(id)).toBeUndefined()
    expect((await audited(id)).map(({ action }) => action)).toEqual(['alarm-rule.created', 'alarm-rule.disabled', 'alarm-rule.deleted'])
  })

  it('is told to the gateway', async () => {
    const client = await system.db.operatorClient()
    const told = new Promise((resolve) => client.on('notification', ({ payload }) => resolve(payload)))
    await client.query('LISTEN gateway_settings')
    await made()
    expect(await told).toBe('mine')
    await client.end()
  })

  it('is found by its name, its signal and its place', async () => {
    await made({ name: 'Frozen', signalId: 'line-2-temp' })
    const found = async (words: string) => (await loadRules(system, 'mine', words)).rules.map((rule) => rule.fields.name)
    expect(await found('FROZ')).toEqual(['Frozen'])
    expect(await found('line-2')).toEqual(['Frozen'])
    expect(await found('nothing')).toEqual([])
  })
})

describe('rules', () => {
  it('are changed by whoever holds the right at their place, before and after, and by nobody else', async () => {
    const id = await made()
    const toLine2 = { id, version: 1, fields: { ...fields, signalId: 'line-2-temp' } }
    for (const who of [viewer, engineerOf('line-2'), engineerOf('line-1')]) await expect(saveRule(system, who, toLine2)).rejects.toMatchObject({ status: 403 })
    for (const who of [viewer, engineerOf('line-2')]) {
      await expect(saveRule(system, who, { id: null, version: 1, fields })).rejects.toMatchObject({ status: 403 })
      await expect(switchRule(system, who, { ruleId: id, enabled: false })).rejects.toMatchObject({ status: 403 })
      await expect(deleteRule(system, who, { ruleId: id, version: 1 })).rejects.toMatchObject({ status: 403 })
    }
    expect(await loadRuleEditor(system, viewer, id)).toMatchObject({ mayChange: false })
    expect((await loadRuleEditor(system, engineerOf('line-2'), null))!.signals.map((signal) => signal.id)).toEqual(['line-2-temp'])
    expect(await saveRule(system, engineerOf('line-1'), { id, version: 1, fields: { ...fields, name: 'Mine' } })).toMatchObject({ kind: 'saved' })
  })

  it('of another plant are not there, and neither are its signals', async () => {
    const id = await made()
    const stranger = personOf('theirs')
    await expect(saveRule(system, stranger, { id, version: 1, fields })).rejects.toMatchObject({ status: 404 })
    await expect(switchRule(system, stranger, { ruleId: id, enabled: false })).rejects.toMatchObject({ status: 404 })
    await expect(deleteRule(system, stranger, { ruleId: id, version: 1 })).rejects.toMatchObject({ status: 404 })
    await expect(saveRule(system, person, { id: null, version: 1, fields: { ...fields, signalId: 'only-theirs' } })).rejects.toMatchObject({ status: 404 })
    expect(await loadRuleEditor(system, stranger, id)).toBeNull()
    expect((await loadRules(system, 'theirs', '')).all).toBe(0)
    expect(await stored(id)).toMatchObject({ version: 1 })
  })
})
