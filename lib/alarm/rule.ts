import { z } from 'zod'

const finite = z.number('Write a number.')
const positive = finite.positive('Write a number above 0.')
const notNegative = finite.nonnegative('Write 0 or more.').default(0)
const nelsonRule = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7), z.literal(8)])

/** What each kind of rule asks; quantities are in the signal's unit unless the name says otherwise. */
export const ruleSettings = {
  /** Beyond the limit; a value on it is inside. Returns once it is back by more than the deadband. */
  threshold: z.object({ direction: z.enum(['high', 'low']), limit: finite, deadband: notNegative }),
  /** Slope between a reading and the oldest one of the last `overSeconds`. */
  rate: z.object({ direction: z.enum(['rise', 'fall', 'either']), perMinute: positive, overSeconds: positive.max(3600, 'Write at most 3600 s.') }),
  /** Distance from the mean of the `points` readings before, in their sample standard deviations. */
  'z-score': z.object({ points: finite.int('Write a whole number.').min(5, 'Write at least 5.').max(200, 'Write at most 200.'), sigmas: positive, leastSigma: notNegative }),
  /** No reading for that long. */
  stale: z.object({ afterSeconds: positive }),
  /** Nelson's rules on individual readings with a frozen centre line and sigma. */
  spc: z.object({ centre: finite, sigma: positive, rules: z.array(nelsonRule).min(1, 'Choose at least one pattern.') }),
}

export type RuleKind = keyof typeof ruleSettings
export const ruleKinds = Object.keys(ruleSettings) as RuleKind[]
export type RuleSettings = { [K in RuleKind]: { kind: K; settings: z.output<(typeof ruleSettings)[K]> } }[RuleKind]

export type Rule = RuleSettings & {
  tenantId: string
  id: string
  /** Counts up with every change; an alarm belongs to one version. */
  version: number
  name: string
  signalId: string
  /** 1 critical, 2 high, 3 medium, 4 low (ISA-18.2). */
  priority: number
  /** How long the condition must hold before the alarm is raised, and be gone before it returns. Not asked of `stale`. */
  onDelaySeconds: number
  offDelaySeconds: number
}

/** Kind and settings as they are stored. @throws ZodError that names the setting. */
export const parseSettings = (kind: RuleKind, settings: unknown): RuleSettings =>
  ({ kind, settings: ruleSettings[kind].parse(settings) }) as RuleSettings
