import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KafkaEvents } from '@/lib/adapters/events/kafka'
import { type AlarmChange, AlarmEngine } from '@/lib/alarm/engine'
import type { Rule } from '@/lib/alarm/rule'
import { quiet, testRules, type TestRules, testStreams, type TestStreams } from '@/lib/testing/test-streams'
import { type Step, verdictRules, verdictStream, verdictTenant } from '@/lib/testing/verdict-stream'

const streams = await testStreams({ partitions: 1 })
const rules = streams && (await testRules(streams.options))

/** An alarm as both paths say it; what came twice is one. */
type Alarms = Record<string, Record<string, unknown>>

function take(alarms: Alarms, changes: AlarmChange[]): void {
  for (const change of changes) {
    const known = (alarms[change.id] ??= {})
    if (change.kind === 'returned') known.returnedAt = change.returnedAt
    else Object.assign(known, { rule: `${change.ruleId} v${change.ruleVersion}`, signal: change.signalId, name: change.name, priority: change.priority, value: change.value, limit: change.limit, raisedAt: change.raisedAt })
  }
}

const kinds = (alarms: Alarms) => new Set(Object.values(alarms).map(({ rule }) => String(rule).split(' ')[0]))

describe.skipIf(!rules)('one stream through the embedded detector and through Flink', { timeout: 300_000 }, () => {
  const { options } = (streams ?? { options: { brokers: [], registryUrl: '', prefix: '' } }) as TestStreams
  const { cluster, name, deploy, killTaskManager, stop } = (rules ?? {}) as TestRules
  const events = new KafkaEvents(options, quiet)
  const engine = new AlarmEngine()
  const embedded: Alarms = {}
  const flink: Alarms = {}
  /** A time of its own, far from ours: nothing that is judged may depend on the wall clock. */
  const begin = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000
  const seconds = 120

  beforeAll(async () => {
    await events.open()
    events.onAlerts((changes) => take(flink, changes), async () => undefined)
    await events.tick(begin - 1000)
    await deploy({ fromMs: 0 })
  })
  afterAll(async () => {
    await events.close()
    await stop()
  })

  const play = async (steps: Step[]) => {
    const sent = steps.map((step) => {
      if (step.kind === 'tick') {
        take(embedded, engine.tick(step.at))
        return events.tick(step.at)
      }
      take(embedded, engine.judge(verdictTenant, step.signal, step.t, step.v, step.at, step.at))
      return events.publish({ tenantId: verdictTenant, sourceId: 'press', webhookId: null, sha256: '', receivedAt: step.at, status: 202, answer: {}, groups: [{ signal: step.signal, t: step.t, v: step.v }], refused: [] })
    })
    await Promise.all(sent)
  }
  /** The rules are in force in Flink before the stream goes on, as a gateway's own are. */
  const setRules = async (all: Rule[], now: number, armed: number) => {
    take(embedded, engine.setRules(verdictTenant, all, now))
    const before = events.armed
    events.setRules(verdictTenant, all, now)
    await expect.poll(() => events.armed - before, { timeout: 120_000 }).toBeGreaterThanOrEqual(armed)
  }
  /** What follows it is judged again after a failure, by the rules that it holds. */
  const untilCheckpoint = async () => {
    const { id } = (await cluster.find(name))!
    const now = Date.now()
    await expect.poll(async () => (await cluster.lastCheckpoint(id))?.at ?? 0, { timeout: 120_000, interval: 500 }).toBeGreaterThan(now)
  }
  const agree = () => expect.poll(() => flink, { timeout: 120_000, interval: 500 }).toEqual(embedded)

  it('gives the same alarms with the same times, of every kind of rule', async () => {
    await setRules(verdictRules, begin - 500, verdictRules.length)
    await play(verdictStream(12, begin, seconds))
    await agree()
    expect(kinds(embedded)).toEqual(new Set(verdictRules.map(({ id }) => id)))
    expect(Object.keys(embedded).length).toBeGreaterThan(30)
  })

  it('agrees after rules were changed, moved and switched off midway', async () => {
    const at = begin + seconds * 1000 + 1000
    const changed = verdictRules.flatMap((rule): Rule[] => {
      if (rule.id === 'high') return [{ ...rule, version: 2, settings: { direction: 'high', limit: 2, deadband: 0 } } as Rule]
      if (rule.id === 'low') return [{ ...rule, version: 2, signalId: 's0' }]
      return rule.id === 'silent' ? [] : [rule]
    })
    await setRules(changed, at, 2)
    await play(verdictStream(8, at + 1000, 60))
    await agree()
    expect(kinds(embedded)).toContain('low')
  })

  it('agrees after a task manager was killed in the middle: none lost, none doubled', async () => {
    const steps = verdictStream(9, begin + 200_000, 60)
    await untilCheckpoint()
    await play(steps.slice(0, steps.length / 2))
    killTaskManager()
    await play(steps.slice(steps.length / 2))
    await agree()
  })

  it('agrees after an upgrade from a savepoint', async () => {
    const steps = verdictStream(10, begin + 300_000, 60)
    await play(steps.slice(0, steps.length / 2))
    const { state } = await deploy()
    expect(state).toContain('savepoint')
    await play(steps.slice(steps.length / 2))
    await agree()
  })
})
