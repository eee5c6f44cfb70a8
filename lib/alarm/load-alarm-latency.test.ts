import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAlarmLatency } from '@/lib/alarm/load-alarm-latency'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>

/** An alarm that took so many milliseconds from stage to stage; delivered null: never. */
async function alarm(tenantId: string, id: string, sensor: number, decision: number, delivery: number | null, minutesAgo = 5) {
  const raised = system.clock.now().getTime() - minutesAgo * 60_000
  await system.db.asOperator((tx) =>
    tx.alarm.create({
      data: {
        tenantId, id, ruleId: id, ruleVersion: 1, signalId: id, priority: 1, name: id, raisedAt: new Date(raised), receivedAt: new Date(raised + sensor), decidedAt: new Date(raised + sensor + decision),
        deliveredAt: delivery === null ? null : new Date(raised + sensor + decision + delivery),
      },
    }),
  )
}

beforeAll(async () => {
  system = await testSystem()
  for (const id of ['mine', 'theirs', 'quiet']) await system.db.asOperator((tx) => tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } }))
  for (let i = 1; i <= 100; i++) await alarm('mine', `a${i}`, i * 10, 2, i === 100 ? 600 : i)
  await alarm('mine', 'unseen', 10, 2, null)
  await alarm('mine', 'nobody looked', 10, 2, 3_600_000)
  await alarm('mine', 'long ago', 10, 2, 9000, 300)
  await alarm('theirs', 'theirs', 10, 2, 12_000)
})
afterAll(() => system.stop())

describe('the way of an alarm', () => {
  it('is measured stage by stage, in values that occurred', async () => {
    const view = await loadAlarmLatency(system, 'mine', '1h')
    expect(view).toMatchObject({ count: 102, measured: 100, kept: 99 })
    expect(view.stages).toEqual([
      { stage: 'sensor', count: 102, p50: 490, p95: 950, p99: 990, max: 1000 },
      { stage: 'decision', count: 102, p50: 2, p95: 2, p99: 2, max: 2 },
      { stage: 'delivery', count: 100, p50: 50, p95: 95, p99: 99, max: 600 },
      { stage: 'promised', count: 100, p50: 52, p95: 97, p99: 101, max: 602 },
    ])
  })

  it('names the ten slowest of those that were watched', async () => {
    const { slowest } = await loadAlarmLatency(system, 'mine', '1h')
    expect(slowest.map(({ id }) => id)).toEqual(['a100', 'a99', 'a98', 'a97', 'a96', 'a95', 'a94', 'a93', 'a92', 'a91'])
    expect(slowest[0]).toMatchObject({ sensor: 1000, decision: 2, delivery: 600, promised: 602 })
    expect((await loadAlarmLatency(system, 'mine', '24h')).slowest[0]!.id).toBe('long ago')
  })

  it('is not there where there was no alarm', async () => {
    expect(await loadAlarmLatency(system, 'quiet', undefined)).toMatchObject({ range: '24h', count: 0, measured: 0, kept: 0, stages: [], slowest: [] })
  })
})
