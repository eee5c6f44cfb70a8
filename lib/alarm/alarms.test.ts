import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acknowledgeAlarm } from '@/lib/alarm/acknowledge-alarm'
import { loadOpenAlarms, markDelivered } from '@/lib/alarm/load-alarms'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const minutesAgo = (minutes: number) => new Date(system.clock.now().getTime() - minutes * 60_000)
const person = personOf('mine')

async function plant(id: string) {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId: id, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    await tx.signal.create({ data: { tenantId: id, id: 'temp', nodeId: 'site', name: 'Outlet temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    const rule = { tenantId: id, signalId: 'temp', kind: 'threshold' as const, settings: {}, priority: 1, updatedAt: new Date(), updatedBy: 'x' }
    await tx.alarmRule.create({ data: { ...rule, id: 'shelved', name: 'Shelved', shelvedUntil: minutesAgo(-10), shelvedBy: 'a@example.com', shelvedReason: 'Sensor is being changed' } })
    const base = { tenantId: id, ruleVersion: 1, signalId: 'temp', value: 101, limit: 100, receivedAt: minutesAgo(0), decidedAt: minutesAgo(0) }
    const alarm = (alarmId: string, priority: number, minutes: number, more = {}) =>
      tx.alarm.create({ data: { ...base, id: alarmId, ruleId: alarmId, priority, name: alarmId, raisedAt: minutesAgo(minutes), ...more } })
    await alarm('low', 4, 1)
    await alarm('old-critical', 1, 30)
    await alarm('new-critical', 1, 2)
    await alarm('returned', 2, 40, { returnedAt: minutesAgo(20) })
    await alarm('seen', 1, 3, { acknowledgedAt: minutesAgo(1), acknowledgedBy: 'a@example.com' })
    await alarm('closed', 1, 50, { closedAt: minutesAgo(45), returnedAt: minutesAgo(45), acknowledgedAt: minutesAgo(46), acknowledgedBy: 'a' })
    await alarm('hidden', 1, 3, { ruleId: 'shelved' })
  })
}
beforeAll(async () => {
  system = await testSystem()
  await plant('mine')
  await plant('theirs')
})
afterAll(() => system.stop())

const states = async (tenant = 'mine') => (await loadOpenAlarms(system, tenant)).open.map(({ id, state }) => `${id} ${state}`)

describe('open alarms', () => {
  it('come unacknowledged first, then by priority, then the newest; shelved ones are counted', async () => {
    const view = await loadOpenAlarms(system, 'mine')
    expect(await states()).toEqual(['new-critical unacknowledged', 'old-critical unacknowledged', 'returned returned', 'low unacknowledged', 'seen acknowledged'])
    expect(view).toMatchObject({ shelved: [{ ruleId: 'shelved', place: 'Site', open: 1 }], lastTenMinutes: 4 })
    expect(view.open[0]).toMatchObject({ signal: 'Outlet temperature', place: 'Site', unit: '°C', value: 101, limit: 100 })
  })

  it('are acknowledged once, closed when they had returned, and by nobody else', async () => {
    await expect(acknowledgeAlarm(system, personOf('elsewhere'), { alarmId: 'returned' })).rejects.toMatchObject({ status: 404 })
    await expect(acknowledgeAlarm(system, personOf('mine', [{ role: 'viewer', nodeId: '' }]), { alarmId: 'returned' })).rejects.toMatchObject({ status: 403 })
    expect(await acknowledgeAlarm(system, person, { alarmId: 'returned' })).toEqual({ by: person.email, closed: true })
    expect(await acknowledgeAlarm(system, { ...person, email: 'second@example.com' }, { alarmId: 'returned' })).toEqual({ by: person.email, closed: true })
    expect(await acknowledgeAlarm(system, person, { alarmId: 'low' })).toEqual({ by: person.email, closed: false })
    expect(await states()).not.toContain('returned returned')
    expect(await states('theirs')).toContain('returned returned')
    const audit = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { action: 'alarm.acknowledged' } }))
    expect(audit.map(({ tenantId, subject }) => [tenantId, subject])).toEqual([['mine', 'returned'], ['mine', 'low']])
  })

  it('are delivered once, in their own plant', async () => {
    const [before, shown] = [new Date('2020-01-01T00:00:00Z'), new Date('2099-01-01T00:00:00Z')]
    await markDelivered(system, 'mine', ['new-critical'], shown)
    const deliveredAt = () => system.db.asOperator((tx) => tx.alarm.findMany({ where: { id: 'new-critical' }, orderBy: { tenantId: 'asc' }, select: { deliveredAt: true } }))
    const first = await deliveredAt()
    await markDelivered(system, 'mine', ['new-critical'], before)
    expect(await deliveredAt()).toEqual(first)
    expect(first.map((one) => one.deliveredAt)).toEqual([shown, null])
  })

  it('are never brought before they were decided', async () => {
    await markDelivered(system, 'mine', ['returned'], new Date('2020-01-01T00:00:00Z'))
    const [alarm] = await system.db.asOperator((tx) => tx.alarm.findMany({ where: { id: 'returned', tenantId: 'mine' } }))
    expect(alarm!.deliveredAt).toEqual(alarm!.decidedAt)
  })
})
