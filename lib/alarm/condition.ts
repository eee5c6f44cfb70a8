import type { NelsonRule } from '@/lib/spc/nelson'
import { nelsonSignals } from '@/lib/spc/nelson'
import type { RuleSettings } from '@/lib/alarm/rule'

/** What a condition remembers of earlier readings: numbers only, so that a checkpoint is plain JSON. */
export type Memory = number[]

const longestSpan = 15
/** More readings than that within a rate's window are thinned: the slope asks for the oldest one only. */
const mostRatePoints = 600

/**
 * Whether the rule's condition holds at this reading. `held` is whether it held before (hysteresis). Changes `memory`.
 * A stale rule has no condition on values: the machine asks the clock.
 */
export function holds(rule: RuleSettings, memory: Memory, held: boolean, t: number, v: number): boolean {
  switch (rule.kind) {
    case 'threshold': {
      const { direction, limit, deadband } = rule.settings
      return direction === 'high' ? v > (held ? limit - deadband : limit) : v < (held ? limit + deadband : limit)
    }
    case 'rate':
      return isFast(rule.settings, memory, t, v)
    case 'z-score':
      return isFar(rule.settings, memory, v)
    case 'spc':
      return completesPattern(rule.settings, memory, v)
    case 'stale':
      return false
  }
}

/** The value that was passed, for people; null where there is no single one. */
export const limitOf = (rule: RuleSettings): number | null =>
  rule.kind === 'threshold' ? rule.settings.limit : rule.kind === 'rate' ? rule.settings.perMinute : rule.kind === 'z-score' ? rule.settings.sigmas : null

type Settings<K extends RuleSettings['kind']> = Extract<RuleSettings, { kind: K }>['settings']

/** Memory: t, v, t, v, … oldest first. */
function isFast({ direction, perMinute, overSeconds }: Settings<'rate'>, memory: Memory, t: number, v: number): boolean {
  let old = 0
  while (old < memory.length && memory[old]! < t - overSeconds * 1000) old += 2
  if (old > 0) memory.splice(0, old)
  const slope = memory.length > 0 ? ((v - memory[1]!) / (t - memory[0]!)) * 60_000 : 0
  memory.push(t, v)
  if (memory.length > 2 * mostRatePoints) for (let i = memory.length - 4; i > 0; i -= 4) memory.splice(i, 2)
  return direction === 'rise' ? slope > perMinute : direction === 'fall' ? -slope > perMinute : Math.abs(slope) > perMinute
}

/** The reading itself joins the window afterwards: a lasting change becomes the new normal. */
function isFar({ points, sigmas, leastSigma }: Settings<'z-score'>, memory: Memory, v: number): boolean {
  const full = memory.length >= points
  let far = false
  if (full) {
    const mean = memory.reduce((sum, value) => sum + value, 0) / memory.length
    const squares = memory.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
    const sigma = Math.max(Math.sqrt(squares / (memory.length - 1)), leastSigma)
    // A flat line has no sigma to measure by, unless the rule gives one.
    far = sigma > 0 && Math.abs(v - mean) > sigmas * sigma
    memory.shift()
  }
  memory.push(v)
  return far
}

function completesPattern({ centre, sigma, rules }: Settings<'spc'>, memory: Memory, v: number): boolean {
  memory.push(v)
  if (memory.length > longestSpan) memory.shift()
  const found = nelsonSignals(memory, centre, sigma)
  return found.ok && found.value.some(({ rule, at }) => at === memory.length - 1 && (rules as NelsonRule[]).includes(rule))
}
