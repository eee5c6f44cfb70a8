import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { AlarmEngine } from '@/lib/alarm/engine'
import { loadRuleTrend } from '@/lib/alarm/load-rule-trend'
import { type RuleFields, ruleOf } from '@/lib/alarm/rule-fields'
import { tryRule } from '@/lib/alarm/try-rule'
import type { IngestRecord } from '@/lib/telemetry/record'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const dayMs = 86_400_000
const now = () => system.clock.now().getTime()

const fields: RuleFields = {
  name: 'Too hot', signalId: 'live', priority: 2, onDelaySeconds: 0, offDelaySeconds: 0, consequence: '', response: '', enabled: true,
  condition: { kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 0 } },
}
const record = (t: number[], v: number[]): IngestRecord => ({ tenantId: 'mine', sourceId: 's', webhookId: null, sha256: 'x', receivedAt: t.at(-1)!, status: 202, answer: {}, groups: [{ signal: 'live', t, v }], refused: [] })

/** Readings every 10 s that go over the limit now and then, in batches as they came. */
const batches = () =>
  Array.from({ length: 40 }, (_, b) => {
    const t = Array.from({ length: 90 }, (_, i) => now() - 5 * dayMs + (b * 90 + i) * 10_000)
    return { t, v: t.map((_, i) => 95 + 8 * Math.sin((b * 90 + i) / 37)) }
  })

beforeAll(async () => {
  system = await testSystem()
  await system.db.asOperator(async (tx) => {
    for (const id of ['mine', 'theirs']) await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    for (const id of ['live', 'story', 'none']) await tx.signal.create({ data: { tenantId: 'mine', id, nodeId: 'x', name: id, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    // A story: quarter hours of 20 days, two of them with a visit over the limit, and raw readings of the last day with one more.
    const quarters = Array.from({ length: 20 * 96 }, (_, i) => new Date(now() - 20 * dayMs + i * 900_000))
    await tx.signalRollup.createMany({
      data: quarters.map((bucketAt, i) => ({ tenantId: 'mine', signalId: 'story', levelSeconds: 900, bucketAt, count: 15, sum: 15 * 90, sumSquares: 15 * 8100, min: 80, max: i === 100 || i === 500 ? 105 : 95, first: 90, last: 90 })),
    })
    for (let i = 0; i < 24 * 60; i++) await tx.$executeRaw`INSERT INTO reading VALUES ('mine', 'story', ${new Date(now() - dayMs + i * 60_000)}, ${i >= 300 && i < 303 ? 120 : 90})`
  })
  const telemetry = embeddedTelemetry(system.db)
  for (const [i, { t, v }] of batches().entries()) await telemetry.append('j', { segment: i, offset: 0 }, { segment: i + 1, offset: 0 }, [record(t, v)])
}, 120_000)
afterAll(() => system.stop())

describe('a rule that is tried', () => {
  it.each<[string, RuleFields]>([
    ['a limit with delays', { ...fields, onDelaySeconds: 60, offDelaySeconds: 30 }],
    ['silence', { ...fields, condition: { kind: 'stale', settings: { afterSeconds: 60 } } }],
    ['a rate', { ...fields, condition: { kind: 'rate', settings: { direction: 'rise', perMinute: 1.2, overSeconds: 60 } } }],
    ['an SPC pattern', { ...fields, condition: { kind: 'spc', settings: { centre: 95, sigma: 3, rules: [1, 2] } } }],
  ])('for %s fires as it would have live', async (_, tested) => {
    const engine = new AlarmEngine()
    engine.setRules('mine', [ruleOf(tested, { tenantId: 'mine', id: 'live', version: 1 })], 0)
    const changes = batches().flatMap(({ t, v }) => [...engine.judge('mine', 'live', t, v, t.at(-1)!, t.at(-1)!), ...engine.tick(t.at(-1)!)])
    changes.push(...engine.tick(now()))
    const live = changes.filter(({ kind }) => kind === 'raised').map((change) => (change as { raisedAt: number }).raisedAt)
    const tried = await tryRule(system, 'mine', tested)
    expect(live.length).toBeGreaterThan(0)
    expect(tried.firings.map(({ at }) => at).toReversed()).toEqual(live)
    expect(tried).toMatchObject({ count: live.length, coarsestSeconds: 0, unjudgedSeconds: null, isCut: false, judgedTo: null, parts: [{ resolutionSeconds: 0, points: 3600 }] })
  })

  it('is judged on roll-ups where there are no readings, and says so', async () => {
    const tried = await tryRule(system, 'mine', { ...fields, signalId: 'story' })
    expect(tried.count).toBe(3)
    expect(tried.firings.map(({ at, returnedAt }) => (returnedAt! - at) / 60_000)).toEqual([3, 15, 15])
    expect(tried).toMatchObject({ coarsestSeconds: 900, unjudgedSeconds: null, parts: [{ resolutionSeconds: 0, points: 1440 }, { resolutionSeconds: 900, points: 19 * 96 }] })
  })

  it('says when its delay is shorter than what can be judged', async () => {
    expect(await tryRule(system, 'mine', { ...fields, signalId: 'story', onDelaySeconds: 120 })).toMatchObject({ unjudgedSeconds: 120 })
    expect(await tryRule(system, 'mine', { ...fields, signalId: 'story', onDelaySeconds: 1800 })).toMatchObject({ unjudgedSeconds: null, count: 0 })
  })

  it('has nothing to say without readings', async () => {
    expect(await tryRule(system, 'mine', { ...fields, signalId: 'none' })).toMatchObject({ count: 0, parts: [], firings: [] })
    expect(await loadRuleTrend(system, 'mine', 'none')).toMatchObject({ points: [] })
  })

  it('sees no signal of another plant', async () => {
    await expect(tryRule(system, 'theirs', fields)).rejects.toMatchObject({ status: 404 })
    await expect(loadRuleTrend(system, 'theirs', 'live')).rejects.toMatchObject({ status: 404 })
    expect((await loadRuleTrend(system, 'mine', 'live')).points.length).toBeGreaterThan(0)
  })
})
