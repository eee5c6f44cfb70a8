import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAlarmHistory } from '@/lib/alarm/load-alarm-history'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const hoursAgo = (hours: number) => new Date(system.clock.now().getTime() - hours * 3_600_000)

async function plant(id: string) {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'Europe/Rome', createdAt: hoursAgo(12) } })
    for (const [node, path] of [['site', 'site'], ['line-1', 'site/line-1'], ['line-10', 'site/line-10'], ['filler', 'site/line-1/filler']] as const) {
      await tx.plantNode.create({ data: { tenantId: id, id: node, parentId: null, level: 'line', name: node, path, position: 0 } })
      await tx.signal.create({ data: { tenantId: id, id: `${node}-temp`, nodeId: node, name: 'Temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    }
    const alarm = (alarmId: string, place: string, priority: number, from: number, to: number | null, more = {}) => {
      const at = hoursAgo(from)
      const base = { tenantId: id, ruleId: `${place}-rule`, ruleVersion: 1, signalId: `${place}-temp`, name: `${place} too hot`, value: 101, limit: 100 }
      return tx.alarm.create({ data: { ...base, id: alarmId, priority, raisedAt: at, receivedAt: at, decidedAt: at, returnedAt: to === null ? null : hoursAgo(to), ...more } })
    }
    await alarm('old', 'site', 1, 300, 299)
    await alarm('through', 'line-10', 4, 40, 20)
    await alarm('closed', 'line-1', 1, 5, 4, { acknowledgedAt: hoursAgo(4), acknowledgedBy: 'a@example.com', closedAt: hoursAgo(4), note: '50 % of the steam' })
    await alarm('again', 'line-1', 1, 3, 2)
    await alarm('inside', 'filler', 3, 2, null)
  })
}
beforeAll(async () => {
  system = await testSystem()
  await plant('mine')
  await plant('theirs')
})
afterAll(() => system.stop())

const ids = async (query: object) => (await loadAlarmHistory(system, 'mine', query)).rows.map(({ id }) => id)

describe('the history of alarms', () => {
  it('has what was raised in the period or stood in it, of one plant, newest first', async () => {
    const view = await loadAlarmHistory(system, 'mine', { range: '24h' })
    expect(view.rows.map(({ id, state }) => `${id} ${state}`)).toEqual(['inside unacknowledged', 'again returned', 'closed closed', 'through returned'])
    expect(await ids({ range: '30d' })).toContain('old')
    expect((await loadAlarmHistory(system, 'nobody', {}).catch(() => null))?.rows ?? []).toEqual([])
  })

  it.each<[object, string[]]>([
    [{ priority: '1' }, ['again', 'closed']],
    [{ priority: '9' }, ['inside', 'again', 'closed', 'through']],
    [{ place: 'site/line-1' }, ['inside', 'again', 'closed']],
    [{ q: 'STEAM' }, ['closed']],
    [{ q: '50 %' }, ['closed']],
    [{ q: '%' }, ['closed']],
    [{ place: 'site/line-1', priority: '3', q: 'hot' }, ['inside']],
    [{ q: 'nothing' }, []],
  ])('is filtered by %j', async (query, expected) => expect(await ids({ range: '7d', ...query })).toEqual(expected))

  it('counts from when the plant was there, not from when the period began', async () => {
    const { statistics } = await loadAlarmHistory(system, 'mine', { range: '7d', place: 'site/line-1' })
    expect(statistics).toMatchObject({ count: 3, hours: 12, perHour: 0.25 })
    expect(statistics.badActors.map(({ ruleId, count }) => [ruleId, count])).toEqual([['line-1-rule', 2], ['filler-rule', 1]])
    expect((await loadAlarmHistory(system, 'mine', { range: '7d' })).statistics).toMatchObject({ count: 4, hours: 40, perHour: 0.1 })
    expect(statistics.stale).toEqual([])
  })
})
