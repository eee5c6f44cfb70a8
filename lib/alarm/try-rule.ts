import { type Firing, dryRun } from '@/lib/alarm/dry-run'
import { loadRuleReadings, type ReadingsPart } from '@/lib/alarm/load-rule-readings'
import { type RuleFields, ruleOf } from '@/lib/alarm/rule-fields'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import { type Reach, tenantOf } from '@/lib/tenancy/reach'

export const tryDays = 30
const mostListed = 200
const deadlineMs = 5000

export interface TriedRule {
  from: number
  to: number
  /** How often it would have been raised. */
  count: number
  /** The newest ones first, not all when there are very many. */
  firings: Firing[]
  parts: ReadingsPart[]
  /** A delay that is shorter cannot be judged over all of the time; 0 where all readings are there. */
  coarsestSeconds: number
  /** The delay or silence of the rule that is shorter than that; null when there is none. */
  unjudgedSeconds: number | null
  isCut: boolean
  /** Set when time ran out: what follows was not judged. */
  judgedTo: number | null
}

/**
 * What the rule would have raised over the last 30 days of its signal. Changes nothing.
 * @throws Refusal 404 for a signal of another plant, 503 when the database takes too long.
 */
export async function tryRule(system: System, reach: Reach, fields: RuleFields): Promise<TriedRule> {
  const to = system.clock.now()
  const from = new Date(to.getTime() - tryDays * 86_400_000)
  const rule = ruleOf(fields, { tenantId: tenantOf(reach), id: 'dry run', version: 1 })
  const readings = await system.db
    .inTenant(reach, async (tx) => {
      if (!(await tx.signal.findFirst({ where: { id: fields.signalId } }))) throw notThere()
      return loadRuleReadings(tx, rule, from, to)
    })
    .catch((error: unknown) => {
      if (String(error).includes('statement timeout')) throw new Refusal(503, 'Too slow', 'The readings of 30 days took too long to read. Nothing was changed; try again when the plant is quieter.')
      throw error
    })
  const deadline = performance.now() + deadlineMs
  const { firings, judgedTo } = await dryRun(rule, readings, to.getTime(), () => performance.now() > deadline)
  const coarsestSeconds = readings.parts.at(-1)?.resolutionSeconds ?? 0
  const shortest = shortestDelay(fields)
  return {
    from: from.getTime(),
    to: to.getTime(),
    count: firings.length,
    firings: firings.toReversed().slice(0, mostListed),
    parts: readings.parts,
    coarsestSeconds,
    unjudgedSeconds: shortest !== null && shortest < coarsestSeconds ? shortest : null,
    isCut: readings.isCut,
    judgedTo: judgedTo < to.getTime() ? judgedTo : null,
  }
}

/** The shortest time that the rule asks for; null when it asks for none. */
function shortestDelay({ condition, onDelaySeconds, offDelaySeconds }: RuleFields): number | null {
  const asked = condition.kind === 'stale' ? [condition.settings.afterSeconds] : [onDelaySeconds, offDelaySeconds, condition.kind === 'rate' ? condition.settings.overSeconds : 0]
  const delays = asked.filter((seconds) => seconds > 0)
  return delays.length === 0 ? null : Math.min(...delays)
}
