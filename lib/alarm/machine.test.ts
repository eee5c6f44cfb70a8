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

describe('a clock that is off', () => {
  /** Sensor's time, value, our time; in seconds. */
  const runOff = (rule: Rule, readings: [number, number, number][]) => {
    const state = freshState()
    return readings.flatMap(([t, v, received]) => judge(rule, state, t * 1000, v, received * 1000).map((change) => `${change.kind} ${change.at / 1000}`))
  }
  it('behind: delays count in its own time, and silence from when it was heard', () => {
    expect(runOff(ruleOf('threshold', high, { onDelaySeconds: 3 }), [[0, 101, 7200], [4, 101, 7204]])).toEqual(['raised 3'])
    const engine = new AlarmEngine()
    engine.setRules('a', [ruleOf('stale', { afterSeconds: 60 })], 0)
    engine.judge('a', 's', [0], [1], 7_200_000, 7_200_000)
    expect(engine.tick(7_260_000)).toEqual([])
    expect(engine.tick(7_260_001)).toMatchObject([{ kind: 'raised', raisedAt: 60_000 }])
  })
  it('ahead and set back: what follows is judged, not taken for late', () => {
    expect(runOff(ruleOf('threshold', high), [[240, 99, 0], [10, 101, 10], [11, 99, 11]])).toEqual(['raised 10', 'returned 11'])
    expect(runOff(ruleOf('threshold', high, { onDelaySeconds: 5 }), [[240, 101, 0], [10, 101, 10], [16, 101, 16]])).toEqual(['raised 15'])
    expect(runOff(ruleOf('rate', { direction: 'rise', perMinute: 60, overSeconds: 10 }), [[240, 0, 0], [10, 50, 10], [11, 50, 11], [12, 60, 12]])).toEqual(['raised 12'])
  })
  it('ahead by little, or repeating a reading: late is late', () => {
    expect(runOff(ruleOf('threshold', high), [[29, 99, 0], [28, 101, 1]])).toEqual([])
    expect(runOff(ruleOf('threshold', high), [[240, 99, 0], [240, 101, 1]])).toEqual([])
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
  it.each<[string, object, [number, number][], string[]]>([
    // Slope = (v − v₀) ÷ (t − t₀) in units per minute, t₀ the oldest reading within the window; by hand.
    ['60 per minute is not faster than 60', { direction: 'rise', perMinute: 60 }, [[0, 0], [10, 10]], []],
    ['61.2 per minute is', { direction: 'rise', perMinute: 60 }, [[0, 0], [10, 10.2]], ['raised 10']],
    ['a fall is no rise', { direction: 'rise', perMinute: 60 }, [[0, 100], [5, 0]], []],
    ['either way', { direction: 'either', perMinute: 60 }, [[0, 100], [5, 0]], ['raised 5']],
    ['a reading at the edge of the window counts', { direction: 'rise', perMinute: 60 }, [[0, 0], [5, 0], [10, 10.2]], ['raised 10']],
    ['one beyond it does not: (12 − 9) ÷ 8 s is 22.5 per minute', { direction: 'rise', perMinute: 60 }, [[0, 0], [3, 9], [11, 12]], ['raised 3', 'returned 11']],
    ['a single reading has no slope', { direction: 'either', perMinute: 0.001 }, [[0, 1e9]], []],
  ])('rate: %s', (_, settings, readings, expected) => expect(run(ruleOf('rate', { overSeconds: 10, ...settings }), readings)).toEqual(expected))
  it.each<[string, object, number[], string[]]>([
    // NIST/SEMATECH e-Handbook 1.3.5.2: x̄ and s of a sample with n − 1. Of 2, 4, 4, 4, 5, 5, 7, 9: x̄ = 5, s = √(32 ÷ 7) = 2.13809.
    ['11.4142 is 2.99995 s away', { points: 8, sigmas: 3 }, [2, 4, 4, 4, 5, 5, 7, 9, 11.4142], []],
    ['11.4144 is 3.00004 s away', { points: 8, sigmas: 3 }, [2, 4, 4, 4, 5, 5, 7, 9, 11.4144], ['raised 8']],
    ['below as well', { points: 8, sigmas: 3 }, [2, 4, 4, 4, 5, 5, 7, 9, -1.4144], ['raised 8']],
    // The first value has left: of 4, 4, 4, 5, 5, 7, 9, 7 it is x̄ = 5.625, s = 1.84681 and 9.31862 two s away (9.27618 before).
    ['the window rolls', { points: 8, sigmas: 2 }, [2, 4, 4, 4, 5, 5, 7, 9, 7, 9.318], []],
    ['the window rolls, just beyond', { points: 8, sigmas: 2 }, [2, 4, 4, 4, 5, 5, 7, 9, 7, 9.319], ['raised 9']],
    ['not before the window is full', { points: 8, sigmas: 3 }, [2, 4, 4, 4, 5, 5, 7, 1000], []],
  ])('z-score: %s', (_, settings, values, expected) => expect(run(ruleOf('z-score', settings), series(...values))).toEqual(expected))
  it.each<[string, number[], number[], number | null]>([
    // Nelson, Journal of Quality Technology 16 (1984) 237–239, by centre 0 and sigma 1; the place of the point that completes the pattern.
    ['1: one point beyond three sigma', [1], [0, 3, 3.01], 2],
    ['2: nine on one side', [2], [1, 1, 1, 1, 1, 1, 1, 1, 1], 8],
    ['2: a point on the centre line ends the run', [2], [1, 1, 1, 1, 0, 1, 1, 1, 1], null],
    ['3: six rising', [3], [-1, -0.6, -0.2, 0.2, 0.6, 1], 5],
    ['3: two alike are not rising', [3], [-1, -0.6, -0.6, 0.2, 0.6, 1], null],
    ['4: fourteen alternating', [4], Array.from({ length: 14 }, (_, i) => (i % 2 ? 0.5 : -0.5)), 13],
    ['5: two of three beyond two sigma', [5], [2.1, 0, 2.1], 2],
    ['5: on opposite sides are not', [5], [2.1, 0, -2.1], null],
    ['6: four of five beyond one sigma', [6], [1.1, 1.1, 0, 1.1, 1.1], 4],
    ['7: fifteen within one sigma', [7], Array.from({ length: 15 }, (_, i) => (i % 2 ? 0.9 : -0.9)), 14],
    ['8: eight beyond one sigma on either side', [8], [1.1, -1.1, 1.1, -1.1, 1.1, -1.1, 1.1, -1.1], 7],
    ['only the patterns that were chosen', [2, 3], [4, -4, 4], null],
  ])('SPC: Nelson %s', (_, rules, values, at) => expect(run(ruleOf('spc', { centre: 0, sigma: 1, rules }), series(...values))).toEqual(at === null ? [] : [`raised ${at}`]))
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
