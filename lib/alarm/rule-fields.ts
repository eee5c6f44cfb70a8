import { z } from 'zod'
import { parseSettings, type Rule, type RuleKind, ruleSettings } from '@/lib/alarm/rule'
import type { AlarmRule, AlarmRuleKind } from '@/lib/generated/prisma/client'

const delay = z.number('Write a number of seconds.').min(0, 'Write 0 or more.').max(86_400, 'Write at most 86400 s, a day.')
const words = z.string().trim().max(500, 'Write at most 500 characters.')
const condition = <K extends RuleKind>(kind: K) => z.object({ kind: z.literal(kind), settings: ruleSettings[kind] })

/** What a person says of a rule. */
export const ruleFields = z.object({
  name: z.string().trim().min(1, 'Give it a name that says what is wrong.').max(80, 'Write at most 80 characters.'),
  signalId: z.string().min(1, 'Choose a signal.').max(200),
  condition: z.discriminatedUnion('kind', [condition('threshold'), condition('rate'), condition('z-score'), condition('stale'), condition('spc')]),
  priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], 'Choose a priority.'),
  onDelaySeconds: delay,
  offDelaySeconds: delay,
  consequence: words,
  response: words,
  enabled: z.boolean(),
})

export type RuleFields = z.output<typeof ruleFields>

// A name in the database has a dash where one of TypeScript cannot.
export const storedKind = (kind: RuleKind): AlarmRuleKind => (kind === 'z-score' ? 'z_score' : kind)
const kindOf = (kind: AlarmRuleKind): RuleKind => (kind === 'z_score' ? 'z-score' : kind)

/** A stored rule as a person says it. @throws ZodError for settings that are not of its kind. */
export function fieldsOf({ name, signalId, kind, settings, priority, onDelaySeconds, offDelaySeconds, consequence, response, enabled }: AlarmRule): RuleFields {
  return { name, signalId, condition: parseSettings(kindOf(kind), settings) as RuleFields['condition'], priority: priority as RuleFields['priority'], onDelaySeconds, offDelaySeconds, consequence, response, enabled }
}

/** As the engine takes it. */
export const ruleOf = ({ name, signalId, condition: { kind, settings }, priority, onDelaySeconds, offDelaySeconds }: RuleFields, { tenantId, id, version }: Pick<Rule, 'tenantId' | 'id' | 'version'>): Rule =>
  ({ tenantId, id, version, name, signalId, kind, settings, priority, onDelaySeconds, offDelaySeconds }) as Rule
