import { parseSettings, type Rule, type RuleKind } from '@/lib/alarm/rule'

/** What happens, in the order of receipt. Times are epoch milliseconds; everything lies on a grid of 100 ms. */
export type Step = { at: number; kind: 'readings'; signal: string; t: number[]; v: number[] } | { at: number; kind: 'tick' }

export const verdictTenant = 'plant-a'
const grid = 100

const ruleOf = (id: string, signalId: string, kind: RuleKind, settings: object, more: Partial<Rule> = {}): Rule =>
  ({ tenantId: verdictTenant, id, version: 1, name: `Rule ${id}`, signalId, priority: 2, onDelaySeconds: 0, offDelaySeconds: 0, ...parseSettings(kind, settings), ...more }) as Rule

/** Every kind of rule, with delays, at signals that share them. */
export const verdictRules: Rule[] = [
  ruleOf('high', 's0', 'threshold', { direction: 'high', limit: 3, deadband: 1 }),
  ruleOf('high-late', 's0', 'threshold', { direction: 'high', limit: 3 }, { onDelaySeconds: 2.5, offDelaySeconds: 3 }),
  ruleOf('low', 's1', 'threshold', { direction: 'low', limit: -3, deadband: 0.5 }, { onDelaySeconds: 0.7 }),
  ruleOf('rise', 's1', 'rate', { direction: 'rise', perMinute: 120, overSeconds: 5 }),
  ruleOf('either', 's2', 'rate', { direction: 'either', perMinute: 200, overSeconds: 12 }, { offDelaySeconds: 1 }),
  ruleOf('far', 's2', 'z-score', { points: 20, sigmas: 2.5, leastSigma: 0.2 }),
  ruleOf('silent', 's3', 'stale', { afterSeconds: 4.2 }),
  ruleOf('nelson', 's3', 'spc', { centre: 0, sigma: 1, rules: [1, 2, 3, 4, 5, 6, 7, 8] }),
  ruleOf('nelson-late', 's0', 'spc', { centre: 0.5, sigma: 1.5, rules: [1, 5] }, { onDelaySeconds: 1 }),
]

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Seconds of four signals: walks that cross their limits and come to lie exactly on them, silences, readings that arrive late,
 * twice and out of order, and a sensor whose clock is ahead and is set back.
 */
export function verdictStream(seed: number, from: number, seconds: number): Step[] {
  const random = seeded(seed)
  const steps: Step[] = []
  const level = [0, 0, 0, 0]
  let quietUntil = 0
  for (let at = from; at < from + seconds * 1000; at += grid) {
    for (let s = 0; s < 4; s++) {
      if (random() > 0.25) continue
      level[s] = Math.max(-6, Math.min(6, level[s]! + (random() - 0.5) * 3))
      if (s === 3 && at < quietUntil) continue
      if (s === 3 && random() < 0.02) quietUntil = at + 3000 + Math.floor(random() * 60) * grid
      const v = random() < 0.1 ? Math.round(level[s]!) : level[s]!
      const ahead = s === 2 && at < from + seconds * 300 ? 90_000 : 0
      const lag = random() < 0.15 ? Math.floor(random() * 30) * grid : 0
      const t = [at - lag + ahead]
      const values = [v]
      if (random() < 0.1) {
        t.unshift(t[0]! - grid)
        values.unshift(v - 1)
      }
      steps.push({ at, kind: 'readings', signal: `s${s}`, t, v: values })
      if (random() < 0.05) steps.push({ at, kind: 'readings', signal: `s${s}`, t, v: values })
    }
    steps.push({ at: at + 60, kind: 'tick' })
  }
  // What is due at the end is noticed.
  for (let i = 0; i < 5; i++) steps.push({ at: from + seconds * 1000 + 60 + i * grid, kind: 'tick' })
  return steps
}
