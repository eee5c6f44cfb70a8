import { describe, expect, it } from 'vitest'
import { draftOf, emptyDraft, fieldsOfDraft, numberOf } from '@/components/portal/rule-draft'
import { type RuleFields, ruleFields } from '@/lib/alarm/rule-fields'

const base = { name: 'Too hot', signalId: 's', priority: 2, onDelaySeconds: 5, offDelaySeconds: 0, consequence: 'a', response: 'b', enabled: true } as const
const conditions: RuleFields['condition'][] = [
  { kind: 'threshold', settings: { direction: 'low', limit: -1.5, deadband: 0.1 } },
  { kind: 'rate', settings: { direction: 'fall', perMinute: 2, overSeconds: 60 } },
  { kind: 'z-score', settings: { points: 20, sigmas: 3, leastSigma: 0 } },
  { kind: 'stale', settings: { afterSeconds: 300 } },
  { kind: 'spc', settings: { centre: 10, sigma: 0.5, rules: [1, 5] } },
]

describe('the form of a rule', () => {
  it.each(conditions)('gives back a $kind as it was', (condition) => {
    const onDelaySeconds = condition.kind === 'stale' ? 0 : 5
    expect(ruleFields.parse(fieldsOfDraft(draftOf({ ...base, condition })))).toEqual({ ...base, onDelaySeconds, condition })
  })

  it('keeps what was typed for another kind', () => {
    const draft = { ...draftOf({ ...base, condition: conditions[0]! }), kind: 'stale' as const }
    expect(fieldsOfDraft({ ...draft, kind: 'threshold' }).condition).toEqual(conditions[0])
  })

  it('reads a decimal comma, a real minus sign, and nothing as no number', () => {
    expect(numberOf(' 1,5 ')).toBe(1.5)
    expect(numberOf('\u22122')).toBe(-2)
    expect(numberOf('')).toBeNaN()
    expect(numberOf('ten')).toBeNaN()
  })

  it('names each field that is not right, in words', () => {
    const { error } = ruleFields.safeParse(fieldsOfDraft({ ...emptyDraft(''), onDelaySeconds: '-1' }))
    expect(Object.fromEntries(error!.issues.map(({ path, message }) => [path.join('.'), message]))).toEqual({
      name: 'Give it a name that says what is wrong.',
      signalId: 'Choose a signal.',
      'condition.settings.limit': 'Write a number.',
      onDelaySeconds: 'Write 0 or more.',
    })
  })
})
