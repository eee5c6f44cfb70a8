import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countFunnel, type FunnelQuestion } from '@/lib/funnel/count-funnel'
import { packEvent, type PassageQuestion, passageOf } from '@/lib/funnel/passage'
import { failedCode, type FunnelStepKey, stepOf } from '@/lib/funnel/steps'

const day = 86_400_000
const start = Date.parse('2026-03-09T10:00:00Z')
const minutes = (n: number) => n * 60_000
type Told = [FunnelStepKey | 'failed', number]
const journey = (...told: Told[]) => ({
  events: told.map(([step, at]) => packEvent(start + at, step === 'failed' ? failedCode : stepOf(step).code)).sort((a, b) => a - b),
})
const question = (days: number, more: Partial<FunnelQuestion> = {}): FunnelQuestion => ({
  steps: ['form', 'ready', 'sign-in', 'paid'], windowMs: days * day, fromMs: start - day, toMs: start + 30 * day, asOfMs: start + 60 * day, ...more,
})
const reached = (journeys: ReturnType<typeof journey>[], asked = question(7)) => countFunnel(journeys, asked).steps.map((step) => step.reached)

const a = journey(['form', 0], ['ready', minutes(2)], ['sign-in', minutes(30)], ['paid', 3 * day])
const b = journey(['form', minutes(5)], ['ready', minutes(8)])
const c = journey(['ready', minutes(1)], ['sign-in', minutes(9)])
const d = journey(['form', minutes(20)], ['form', minutes(50)])

describe('four people', () => {
  it('within seven days: three entered, two got a plant, one signed in, one paid', () => {
    expect(reached([a, b, c, d])).toEqual([3, 2, 1, 1])
  })

  it('within two days nobody paid, and all else is the same', () => {
    expect(reached([a, b, c, d], question(2))).toEqual([3, 2, 1, 0])
  })

  it('who came by a shared link counts in no step, who posted the form twice counts once', () => {
    expect(reached([c])).toEqual([0, 0, 0, 0])
    expect(reached([d])).toEqual([1, 0, 0, 0])
  })

  it('conversion of all and of the step before are different figures with different names', () => {
    const { steps } = countFunnel([a, b, c, d], question(7))
    expect(steps.map(({ ofEntered }) => ofEntered)).toEqual([1, 2 / 3, 1 / 3, 1 / 3])
    expect(steps.map(({ ofPrevious }) => ofPrevious)).toEqual([null, 2 / 3, 1 / 2, 1])
  })

  it('of nobody there is no conversion, and no time', () => {
    const { steps } = countFunnel([c], question(7))
    expect(steps.map(({ ofEntered, ofPrevious, fromPrevious }) => [ofEntered, ofPrevious, fromPrevious])).toEqual(Array(4).fill([null, null, null]))
  })
})

describe('order and window', () => {
  it.each<[string, Told[], number[]]>([
    ['a step before the entry does not count', [['ready', -minutes(1)], ['form', 0]], [1, 0, 0, 0]],
    ['a step before the one before it does not count, and counts when it happens again', [['form', 0], ['sign-in', 1], ['ready', 2], ['sign-in', 3]], [1, 1, 1, 0]],
    ['a skipped step ends it', [['form', 0], ['sign-in', 5], ['paid', 9]], [1, 0, 0, 0]],
    ['the same millisecond counts as in order', [['form', 0], ['ready', 0], ['sign-in', 0]], [1, 1, 1, 0]],
    ['the last moment of the window is inside', [['form', 0], ['ready', 7 * day]], [1, 1, 0, 0]],
    ['a millisecond later is not', [['form', 0], ['ready', 7 * day + 1]], [1, 0, 0, 0]],
    ['the window counts from the entry, not from the step before', [['form', 0], ['ready', 6 * day], ['sign-in', 8 * day]], [1, 1, 0, 0]],
    ['a form posted again does not lengthen the window', [['form', 0], ['form', 5 * day], ['ready', 8 * day]], [1, 0, 0, 0]],
    ['who comes again after the window has another one, and counts once, as far as they came', [['form', 0], ['form', 8 * day], ['ready', 9 * day]], [1, 1, 0, 0]],
    ['of two attempts the better one counts, also when it is the first', [['form', 0], ['ready', 1], ['sign-in', 2], ['form', 8 * day], ['ready', 9 * day]], [1, 1, 1, 0]],
    ['who entered before the period and has an open window does not enter again', [['form', -2 * day], ['form', minutes(1)], ['ready', minutes(2)]], [0, 0, 0, 0]],
    ['who entered before the period and came back after the window does', [['form', -9 * day], ['form', 0], ['ready', 1]], [1, 1, 0, 0]],
  ])('%s', (_, told, expected) => {
    expect(reached([journey(...told)])).toEqual(expected)
  })

  it('the period begins with its first moment and ends before its last', () => {
    const at = (moment: number) => reached([journey(['form', moment])], question(7, { fromMs: start, toMs: start + day }))[0]
    expect([at(-1), at(0), at(day - 1), at(day)]).toEqual([0, 1, 1, 0])
  })

  it('what happened later than is known does not count', () => {
    expect(reached([a], question(7, { asOfMs: start + day }))).toEqual([1, 1, 1, 0])
  })
})

describe('who is not there any more', () => {
  it('lost, still under way and without a plant are told apart', () => {
    const broken = journey(['form', 0], ['failed', 5])
    const mended = journey(['form', 0], ['failed', 5], ['ready', 9])
    const late = journey(['form', 20 * day])
    const { steps, plantFailed } = countFunnel([broken, mended, late, d], question(7, { asOfMs: start + 21 * day }))
    expect(steps[1]!.dropOff).toEqual({ lost: 2, underWay: 1, plantFailed: 1 })
    expect(plantFailed).toEqual({ all: 2, cameOn: 1 })
  })

  it('each segment and each week of entry has its own funnel, and they add up', () => {
    const weeks = [start - 7 * day, start, start + 7 * day]
    const counts = countFunnel([{ ...a, segment: 'Search' }, { ...b, segment: null }, { ...journey(['form', 8 * day]), segment: 'Search' }], question(7, { weeks }))
    expect(counts.segments).toEqual([{ value: 'Search', reached: [2, 1, 1, 1] }, { value: null, reached: [1, 1, 0, 0] }])
    expect(counts.weeks.map(({ reached: one }) => one[0])).toEqual([0, 2, 1])
  })
})

it('time to a step: median and upper quantiles by linear interpolation', () => {
  // Type 7 of 1, 2, 3, 4 (R: quantile(1:4, c(.5, .75, .95))): 2.5, 3.25, 3.85.
  const four = [1, 2, 3, 4].map((seconds) => journey(['form', 0], ['ready', seconds * 1000]))
  const [, ready] = countFunnel(four, question(7)).steps
  expect(ready!.fromPrevious!.median).toBeCloseTo(2.5, 12)
  expect(ready!.fromPrevious!.p75).toBeCloseTo(3.25, 12)
  expect(ready!.fromPrevious!.p95).toBeCloseTo(3.85, 12)
})

/** The definition read aloud: every attempt, and of each the deepest chain of all choices of events. */
function byDefinition(events: { at: number; code: number }[], { codes, windowMs, fromMs, toMs, asOfMs }: PassageQuestion): number {
  const known = events.filter(({ at }) => at <= asOfMs)
  const entries: number[] = []
  for (const { at } of known.filter(({ code }) => code === codes[0]).sort((x, y) => x.at - y.at)) if (entries.length === 0 || at > entries.at(-1)! + windowMs) entries.push(at)
  const deepest = (step: number, after: number, until: number): number => {
    if (step === codes.length) return step
    const choices = known.filter(({ at, code }) => code === codes[step] && at >= after && at <= until)
    return Math.max(step, ...choices.map(({ at }) => deepest(step + 1, at, until)))
  }
  return Math.max(0, ...entries.filter((at) => at >= fromMs && at < toMs).map((at) => deepest(1, at, at + windowMs)))
}

it('is what the definition says, for any journey', () => {
  const event = fc.record({ at: fc.integer({ min: 0, max: 40 }), code: fc.integer({ min: 1, max: 5 }) })
  const asked = fc.record({ codes: fc.constantFrom<number[]>([1, 2], [1, 3, 4], [1, 2, 3, 5], [3, 4, 5]), windowMs: fc.integer({ min: 0, max: 20 }), fromMs: fc.integer({ min: 0, max: 20 }), toMs: fc.integer({ min: 10, max: 45 }), asOfMs: fc.integer({ min: 10, max: 60 }) })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), asked, (events, one) => {
      const packed = events.map(({ at, code }) => packEvent(at, code)).sort((x, y) => x - y)
      expect(passageOf(packed, one)?.times.length ?? 0).toBe(byDefinition(events, one))
    }),
    { numRuns: 500 },
  )
})
