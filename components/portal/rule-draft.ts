import type { RuleKind } from '@/lib/alarm/rule'
import type { RuleFields } from '@/lib/alarm/rule-fields'

/** What stands in the form: text as it was typed, for every kind at once, so that looking at another kind loses nothing. */
export interface RuleDraft {
  name: string
  signalId: string
  kind: RuleKind
  priority: string
  onDelaySeconds: string
  offDelaySeconds: string
  consequence: string
  response: string
  enabled: boolean
  limitDirection: 'high' | 'low'
  limit: string
  deadband: string
  rateDirection: 'rise' | 'fall' | 'either'
  perMinute: string
  overSeconds: string
  points: string
  sigmas: string
  leastSigma: string
  afterSeconds: string
  centre: string
  sigma: string
  patterns: number[]
}

export const emptyDraft = (signalId: string): RuleDraft => ({
  name: '', signalId, kind: 'threshold', priority: '3', onDelaySeconds: '0', offDelaySeconds: '0', consequence: '', response: '', enabled: true,
  limitDirection: 'high', limit: '', deadband: '0', rateDirection: 'either', perMinute: '', overSeconds: '60',
  points: '20', sigmas: '4', leastSigma: '0', afterSeconds: '300', centre: '', sigma: '', patterns: [1, 2],
})

/** As a person would have typed it: 0.22, not 0.22000000000000003. */
const textOf = (value: number): string => String(Number(value.toPrecision(12)))

/** A saved rule as text; what its kind does not ask stands as in an empty form. */
export function draftOf({ condition: { kind, settings }, priority, onDelaySeconds, offDelaySeconds, ...rest }: RuleFields): RuleDraft {
  const base: RuleDraft = { ...emptyDraft(rest.signalId), ...rest, kind, priority: String(priority), onDelaySeconds: textOf(onDelaySeconds), offDelaySeconds: textOf(offDelaySeconds) }
  switch (kind) {
    case 'threshold':
      return { ...base, limitDirection: settings.direction, limit: textOf(settings.limit), deadband: textOf(settings.deadband) }
    case 'rate':
      return { ...base, rateDirection: settings.direction, perMinute: textOf(settings.perMinute), overSeconds: textOf(settings.overSeconds) }
    case 'z-score':
      return { ...base, points: textOf(settings.points), sigmas: textOf(settings.sigmas), leastSigma: textOf(settings.leastSigma) }
    case 'stale':
      return { ...base, afterSeconds: textOf(settings.afterSeconds) }
    case 'spc':
      return { ...base, centre: textOf(settings.centre), sigma: textOf(settings.sigma), patterns: [...settings.rules] }
  }
}

/** A decimal comma is one too; what is no number is NaN, which the server names at its field. */
export const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text.trim().replace(',', '.').replace('\u2212', '-')))

/** What is sent: the settings of the kind that is chosen. */
export function fieldsOfDraft(draft: RuleDraft): RuleFields {
  const { name, signalId, priority, consequence, response, enabled } = draft
  // Silence has no delays: what stands in fields that are not shown must not be refused.
  const delay = (text: string) => (draft.kind === 'stale' ? 0 : numberOf(text))
  return {
    name, signalId, consequence, response, enabled,
    condition: conditionOf(draft),
    priority: Number(priority) as RuleFields['priority'],
    onDelaySeconds: delay(draft.onDelaySeconds),
    offDelaySeconds: delay(draft.offDelaySeconds),
  }
}

function conditionOf(draft: RuleDraft): RuleFields['condition'] {
  switch (draft.kind) {
    case 'threshold':
      return { kind: 'threshold', settings: { direction: draft.limitDirection, limit: numberOf(draft.limit), deadband: numberOf(draft.deadband) } }
    case 'rate':
      return { kind: 'rate', settings: { direction: draft.rateDirection, perMinute: numberOf(draft.perMinute), overSeconds: numberOf(draft.overSeconds) } }
    case 'z-score':
      return { kind: 'z-score', settings: { points: numberOf(draft.points), sigmas: numberOf(draft.sigmas), leastSigma: numberOf(draft.leastSigma) } }
    case 'stale':
      return { kind: 'stale', settings: { afterSeconds: numberOf(draft.afterSeconds) } }
    case 'spc':
      return { kind: 'spc', settings: { centre: numberOf(draft.centre), sigma: numberOf(draft.sigma), rules: draft.patterns.toSorted((a, b) => a - b) as 1[] } }
  }
}
