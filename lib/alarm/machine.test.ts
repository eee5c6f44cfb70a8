import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlarmEngine } from '@/lib/alarm/engine'
import { type Change, freshState, judge, settle } from '@/lib/alarm/machine'
import { parseSettings, type Rule, type RuleKind } from '@/lib/alarm/rule'

const ruleOf = (kind: RuleKind, settings: object, more: Partial<Rule> = {}): Rule =>
  ({ tenantId: 'a', id: 'r', version: 1, name: 'Rule', signalId: 's', priority: 1, onDelaySeconds: 0, offDelaySeconds: 0, ...parseSettings(kind, settings), ...more }) as Rule

/** Readings in seconds; changes as "raised 3" and "returned 7". */
function run(rule: Rule, readings: [number, number][], until?: number): string[] {
  const state = freshState()
  const say = (change: Change) => `${change.kind} ${change.at / 1000}`
  const said = readings.flatMap(([t, v]) => judge(rule, state, t * 1000, v, t * 1000).map(say))
  return until === undefined ? said : [...said, ...settle(rule, state, until * 1000).map(say)]
}
const series = (...values: number[]): [number, number][] => values.map((v, t) => [t, v])

const high = { direction: 'high', limit: 100 }

describe('a threshold', () => {
  it.each<[string, object, Partial<Rule>, [number, number][], string[]]>([
    ['is raised beyond the limit, not on it', high, {}, series(99, 100, 100.1), ['raised 2']],
    ['returns on the limit when there is no deadband', high, {}, series(101, 100), ['raised 0', 'returned 1']],
    ['stays within the deadband', { ...high, deadband: 5 }, {}, series(101, 99, 96, 95), ['raised 0', 'returned 3']],
    ['has a low side', { direction: 'low', limit: 10, deadband: 1 }, {}, series(10, 9.9, 10.5, 11), ['raised 1', 'returned 3']],
    ['waits for its on-delay', high, { onDelaySeconds: 3 }, series(101, 101, 101, 101), ['raised 3']],
    ['forgets a visit shorter than its on-delay', high, { onDelaySeconds: 3 }, series(101, 101, 99, 101, 101), []],
    ['ends a delay at its own time between two readings', high, { onDelaySeconds: 3 }, [[0, 101], [10, 101]], ['raised 3']],
    ['counts a visit that a sparse reading ends after the delay', high, { onDelaySeconds: 3 }, [[0, 101], [10, 99]], ['raised 3', 'returned 10']],
    ['waits for its off-delay', high, { offDelaySeconds: 2 }, series(101, 99, 101, 99, 99, 99), ['raised 0', 'returned 5']],
    ['does not judge late readings', high, {}, [[5, 99], [4, 101], [5, 101]], []],
  ])('%s', (_, settings, more, readings, expected) => expect(run(ruleOf('threshold', settings, more), readings)).toEqual(expected))

  it('is raised by the clock when no reading follows', () => {
    expect(run(ruleOf('threshold', high, { onDelaySeconds: 3 }), [[0, 101]], 3)).toEqual(['raised 3'])
    expect(run(ruleOf('threshold', high, { onDelaySeconds: 3 }), [[0, 101]], 2.9)).toEqual([])
  })
})

describe('the other kinds', () => {
  it('rate: the slope against the oldest reading of the window', () => {
    const rule = ruleOf('rate', { direction: 'rise', perMinute: 60, overSeconds: 10 })
    expect(run(rule, [[0, 0], [10, 10], [11, 12], [22, 12]])).toEqual(['raised 11', 'returned 22'])
    expect(run(ruleOf('rate', { direction: 'fall', perMinute: 60, overSeconds: 10 }), [[0, 0], [1, -2]])).toEqual(['raised 1'])
  })
  it('z-score: three sample deviations of the readings before', () => {
    const rule = ruleOf('z-score', { points: 5, sigmas: 3 })
    expect(run(rule, series(9, 11, 9, 11, 10, 12.9))).toEqual([])
    expect(run(rule, series(9, 11, 9, 11, 10, 13.1))).toEqual(['raised 5'])
    expect(run(rule, series(10, 10, 10, 10, 10, 11))).toEqual([])
    expect(run(ruleOf('z-score', { points: 5, sigmas: 3, leastSigma: 0.1 }), series(10, 10, 10, 10, 10, 11))).toEqual(['raised 5'])
  })
  it('stale: at the end of the period, until the next reading', () => {
    const rule = ruleOf('stale', { afterSeconds: 60 })
    expect(run(rule, [[0, 1], [60, 1], [121, 1]])).toEqual(['raised 120', 'returned 121'])
    expect(run(rule, [[0, 1]], 61)).toEqual(['raised 60'])
  })
  it('SPC: the ninth point on one side of the centre', () => {
    const rule = ruleOf('spc', { centre: 0, sigma: 1, rules: [2] })
    expect(run(rule, series(...Array<number>(8).fill(0.5)))).toEqual([])
    expect(run(rule, series(...Array<number>(9).fill(0.5), -0.5))).toEqual(['raised 8', 'returned 9'])
  })
})

describe('the engine', () => {
  const readings = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 20 }), v: fc.integer({ min: 90, max: 110 }) }), { maxLength: 60 })
  const rules = [
    ruleOf('threshold', { ...high, deadband: 3 }, { id: 'delayed', onDelaySeconds: 7, offDelaySeconds: 4 }),
    ruleOf('stale', { afterSeconds: 15 }, { id: 'stale' }),
    ruleOf('z-score', { points: 5, sigmas: 2 }, { id: 'z' }),
  ]
  const engineOf = () => {
    const engine = new AlarmEngine()
    engine.setRules('a', rules, 0)
    return engine
  }
  const key = (change: { kind: string; id: string }) => `${change.kind} ${change.id}`

  it('decides the same whether it is stopped, saved and restored anywhere, or ticked, or not', () => {
    fc.assert(
      fc.property(readings, fc.nat(60), fc.boolean(), (list, stop, ticked) => {
        let t = 1_000_000
        const at = list.map(({ gap, v }) => [(t += gap * 1000), v] as const)
        const plain = engineOf()
        const expected = at.flatMap(([time, v]) => plain.judge('a', 's', [time], [v], time, time)).map(key)
        let engine = engineOf()
        const made = at.flatMap(([time, v], i) => {
          if (i === stop) {
            const saved = JSON.parse(JSON.stringify(engine.save('a'))) as ReturnType<AlarmEngine['save']>
            engine = engineOf()
            engine.restore(saved)
          }
          return [...(ticked ? engine.tick(time) : []), ...engine.judge('a', 's', [time], [v], time, time)]
        })
        expect(made.map(key).toSorted()).toEqual(expected.toSorted())
      }),
    )
  })

  it('gives an alarm back whose rule is changed or removed', () => {
    const engine = engineOf()
    const [raised] = engine.judge('a', 's', [0, 8000], [101, 101], 8000, 8000)
    expect(raised).toMatchObject({ kind: 'raised', ruleId: 'delayed', raisedAt: 7000, value: 101, limit: 100 })
    expect(engine.setRules('a', [{ ...rules[0]!, version: 2 }, ...rules.slice(1)], 9000)).toEqual([{ kind: 'returned', tenantId: 'a', id: (raised as { id: string }).id, returnedAt: 9000 }])
    expect(engine.standing().size).toBe(0)
  })
})
