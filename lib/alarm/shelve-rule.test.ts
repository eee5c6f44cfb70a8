import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acknowledgeAlarms } from '@/lib/alarm/acknowledge-alarms'
import { loadAlarm } from '@/lib/alarm/load-alarm'
import { loadOpenAlarms } from '@/lib/alarm/load-alarms'
import { shelveRule, unshelveRule } from '@/lib/alarm/shelve-rule'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const person = personOf('mine')
const viewer = personOf('mine', [{ role: 'viewer', nodeId: '' }])
const engineerOf = (nodeId: string) => personOf('mine', [{ role: 'data_engineer', nodeId }])

async function plant(id: string) {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    for (const line of ['line-1', 'line-2']) {
      await tx.plantNode.create({ data: { tenantId: id, id: line, parentId: null, level: 'line', name: line, path: line, position: 0 } })
      await tx.signal.create({ data: { tenantId: id, id: `${line}-temp`, nodeId: line, name: 'Temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    }
    const rule = { tenantId: id, kind: 'threshold' as const, settings: { direction: 'high', limit: 100, deadband: 0 }, updatedAt: new Date(), updatedBy: 'x' }
    await tx.alarmRule.create({ data: { ...rule, id: 'critical', name: 'Too hot', signalId: 'line-1-temp', priority: 1, consequence: 'Product is lost', response: 'Close the steam valve' } })
    await tx.alarmRule.create({ data: { ...rule, id: 'medium', name: 'Warm', signalId: 'line-2-temp', priority: 3 } })
    const at = new Date(system.clock.now().getTime() - 60_000)
    const alarm = { tenantId: id, ruleVersion: 1, value: 101, limit: 100, raisedAt: at, receivedAt: at, decidedAt: at }
    await tx.alarm.create({ data: { ...alarm, id: 'a1', ruleId: 'critical', signalId: 'line-1-temp', priority: 1, name: 'Too hot' } })
    await tx.alarm.create({ data: { ...alarm, id: 'a2', ruleId: 'medium', signalId: 'line-2-temp', priority: 3, name: 'Warm', returnedAt: at } })
  })
}
beforeAll(async () => {
  system = await testSystem()
  await plant('mine')
  await plant('theirs')
})
afterAll(() => system.stop())
beforeEach(() => system.db.asOperator((tx) => tx.alarmRule.updateMany({ data: { shelvedUntil: null, shelvedBy: null, shelvedReason: null } })))

const listed = async (tenant = 'mine') => (await loadOpenAlarms(system, tenant)).open.map(({ id }) => id)
const wish = { ruleId: 'critical', minutes: 60, reason: 'Sensor is being changed' }

describe('a rule that is shelved', () => {
  it('leaves the list of its plant with who, until when and why, and is written down', async () => {
    const { until } = await shelveRule(system, person, wish)
    expect(Date.parse(until) - system.clock.now().getTime()).toBe(3_600_000)
    expect(await listed()).toEqual(['a2'])
    expect((await loadOpenAlarms(system, 'mine')).shelved).toEqual([{ ruleId: 'critical', name: 'Too hot', priority: 1, place: 'line-1', until, by: person.email, reason: wish.reason, open: 1 }])
    expect(await listed('theirs')).toEqual(['a1', 'a2'])
    const [entry] = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { action: 'alarm-rule.shelved' } }))
    expect(entry).toMatchObject({ tenantId: 'mine', subject: 'critical', actor: person.email, reason: wish.reason })
  })

  it('comes back by itself in the moment in which its time is over', async () => {
    await shelveRule(system, person, { ...wish, minutes: 15 })
    system.clock.advance(14 * 60_000)
    expect(await listed()).toEqual(['a2'])
    system.clock.advance(60_000)
    expect(await listed()).toEqual(['a1', 'a2'])
    expect((await loadOpenAlarms(system, 'mine')).shelved).toEqual([])
  })

  it('is brought back, once', async () => {
    await shelveRule(system, person, wish)
    await unshelveRule(system, person, wish)
    await unshelveRule(system, person, wish)
    expect(await listed()).toEqual(['a1', 'a2'])
    expect(await system.db.asOperator((tx) => tx.auditEntry.count({ where: { action: 'alarm-rule.unshelved' } }))).toBe(1)
  })

  it('is shelved for at most 8 h when it is critical', async () => {
    await expect(shelveRule(system, person, { ...wish, minutes: 1440 })).rejects.toMatchObject({ status: 422 })
    await expect(shelveRule(system, person, { ...wish, ruleId: 'medium', minutes: 1440 })).resolves.toBeDefined()
  })

  it('tells whoever listens to alarms', async () => {
    const client = await system.db.operatorClient()
    const told = new Promise((resolve) => client.on('notification', ({ payload }) => resolve(payload)))
    await client.query('LISTEN alarm')
    await shelveRule(system, person, wish)
    expect(await told).toBe('mine')
    await client.end()
  })

  it('is shelved by whoever holds the right at its place, and by nobody else', async () => {
    for (const act of [shelveRule, unshelveRule]) {
      await expect(act(system, viewer, wish)).rejects.toMatchObject({ status: 403 })
      await expect(act(system, engineerOf('line-2'), wish)).rejects.toMatchObject({ status: 403 })
      await expect(act(system, personOf('elsewhere'), wish)).rejects.toMatchObject({ status: 404 })
      await act(system, engineerOf('line-1'), wish)
    }
  })
})

describe('one alarm in full', () => {
  it('has what its rule says, and says whether the person may answer', async () => {
    expect(await loadAlarm(system, person, 'a1')).toMatchObject({ state: 'unacknowledged', place: 'line-1', mayChange: true, rule: { consequence: 'Product is lost', response: 'Close the steam valve', shelved: null } })
    expect(await loadAlarm(system, viewer, 'a1')).toMatchObject({ mayChange: false })
    expect(await loadAlarm(system, personOf('elsewhere'), 'a1')).toBeNull()
  })
})

describe('alarms that are acknowledged together', () => {
  it('are those at places where the person may; what had returned is closed; other plants stay as they were', async () => {
    expect(await acknowledgeAlarms(system, personOf('elsewhere'), { alarmIds: ['a1', 'a2'] })).toEqual({ acknowledged: 0, notAllowed: 0 })
    expect(await acknowledgeAlarms(system, engineerOf('line-2'), { alarmIds: ['a1', 'a2'] })).toEqual({ acknowledged: 1, notAllowed: 1 })
    expect(await listed()).toEqual(['a1'])
    expect(await acknowledgeAlarms(system, person, { alarmIds: ['a1', 'a2', 'nothing'] })).toEqual({ acknowledged: 1, notAllowed: 0 })
    expect((await loadOpenAlarms(system, 'mine')).open).toMatchObject([{ id: 'a1', state: 'acknowledged' }])
    expect((await loadOpenAlarms(system, 'theirs')).open.map(({ state }) => state)).toEqual(['unacknowledged', 'returned'])
    const entries = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { action: 'alarm.acknowledged' }, orderBy: { seq: 'asc' } }))
    expect(entries.map(({ tenantId, detail }) => [tenantId, detail])).toEqual([['mine', { alarmIds: ['a2'] }], ['mine', { alarmIds: ['a1'] }]])
  })
})
