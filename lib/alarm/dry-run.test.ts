import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dryRun } from '@/lib/alarm/dry-run'
import { type AlarmChange, AlarmEngine } from '@/lib/alarm/engine'
import { parseSettings, type Rule, type RuleKind } from '@/lib/alarm/rule'

const ruleOf = (kind: RuleKind, settings: object, more: Partial<Rule> = {}): Rule =>
  ({ tenantId: 'a', id: 'r', version: 1, name: 'Rule', signalId: 's', priority: 1, onDelaySeconds: 0, offDelaySeconds: 0, ...parseSettings(kind, settings), ...more }) as Rule
const high = { direction: 'high', limit: 100, deadband: 0 }

/** Firings as "3–5" in seconds; "7–" stands at the end. */
async function run(rule: Rule, series: [number, number][], until: number) {
  const { firings } = await dryRun(rule, { t: series.map(([t]) => t * 1000), v: series.map(([, v]) => v) }, until * 1000)
  return firings.map(({ at, returnedAt }) => `${at / 1000}–${returnedAt === null ? '' : returnedAt / 1000}`)
}
const series = (...values: number[]): [number, number][] => values.map((v, t) => [t, v])

describe('a dry run', () => {
  it.each<[string, Rule, [number, number][], number, string[]]>([
    ['two visits above a limit', ruleOf('threshold', high), series(99, 101, 99, 101, 101, 99), 10, ['1–2', '3–5']],
    ['one that would stand still', ruleOf('threshold', high), series(99, 101), 10, ['1–']],
    ['only visits longer than the on-delay', ruleOf('threshold', high, { onDelaySeconds: 2 }), series(101, 99, 101, 101, 101, 99), 10, ['4–5']],
    ['one whose delay ends after the last reading', ruleOf('threshold', high, { onDelaySeconds: 5 }), series(99, 101), 10, ['6–']],
    ['none when the delay is not over yet', ruleOf('threshold', high, { onDelaySeconds: 20 }), series(99, 101), 10, []],
    ['one visit with a deadband, two without', ruleOf('threshold', { ...high, deadband: 5 }), series(101, 99, 101, 94), 10, ['0–3']],
    ['one off-delay over two visits', ruleOf('threshold', high, { offDelaySeconds: 2 }), series(101, 99, 101, 99, 99, 99), 10, ['0–5']],
    ['silence between readings, and up to now', ruleOf('stale', { afterSeconds: 60 }), [[0, 1], [10, 1], [100, 1]], 200, ['70–100', '160–']],
    ['a slope', ruleOf('rate', { direction: 'rise', perMinute: 60, overSeconds: 10 }), [[0, 0], [10, 10], [11, 12], [22, 12]], 30, ['11–22']],
    ['a value unlike those before', ruleOf('z-score', { points: 5, sigmas: 3 }), series(9, 11, 9, 11, 10, 13.1, 10), 10, ['5–6']],
    ['nine points on one side', ruleOf('spc', { centre: 0, sigma: 1, rules: [2] }), series(...Array<number>(9).fill(0.5), -0.5), 20, ['8–9']],
    ['nothing over no readings', ruleOf('stale', { afterSeconds: 60 }), [], 1000, []],
  ])('finds %s', async (_, rule, readings, until, expected) => expect(await run(rule, readings, until)).toEqual(expected))

  const readings = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 20 }), v: fc.integer({ min: 90, max: 110 }), batch: fc.boolean() }), { maxLength: 80 })
  it.each<[string, Rule]>([
    ['limit', ruleOf('threshold', { ...high, deadband: 3 }, { onDelaySeconds: 7, offDelaySeconds: 4 })],
    ['silence', ruleOf('stale', { afterSeconds: 15 })],
    ['unlike before', ruleOf('z-score', { points: 5, sigmas: 2 })],
  ])('says of a rule for %s what the engine says of the same readings as they come', async (_, rule) => {
    await fc.assert(
      fc.asyncProperty(readings, async (list) => {
        let t = 1_000_000
        const at = list.map(({ gap, v, batch }) => ({ t: (t += gap * 1000), v, batch }))
        const engine = new AlarmEngine()
        engine.setRules('a', [rule], 0)
        const changes: AlarmChange[] = []
        let waiting: typeof at = []
        for (const reading of at) {
          waiting.push(reading)
          if (reading.batch) continue
          changes.push(...engine.judge('a', 's', waiting.map((one) => one.t), waiting.map((one) => one.v), reading.t, reading.t), ...engine.tick(reading.t))
          waiting = []
        }
        changes.push(...engine.judge('a', 's', waiting.map((one) => one.t), waiting.map((one) => one.v), t, t), ...engine.tick(t + 60_000))
        const live = changes.flatMap((change) => (change.kind === 'raised' ? [{ at: change.raisedAt, value: change.value, returnedAt: changes.find((other) => other.kind === 'returned' && other.id === change.id) }] : []))
        const { firings } = await dryRun(rule, { t: at.map((one) => one.t), v: at.map((one) => one.v) }, t + 60_000)
        expect(firings).toEqual(live.map(({ at: raised, value, returnedAt }) => ({ at: raised, value, returnedAt: returnedAt?.kind === 'returned' ? returnedAt.returnedAt : null })))
      }),
    )
  })

  it('ends when its time is over and says how far it came', async () => {
    const t = Array.from({ length: 5000 }, (_, i) => i * 1000)
    let asked = 0
    const { firings, judgedTo } = await dryRun(ruleOf('threshold', high), { t, v: t.map((_, i) => (i % 2 ? 101 : 99)) }, 6_000_000, () => asked++ > 0)
    expect([firings.length, judgedTo]).toEqual([1000, 1_999_000])
  })
})
