import { AlarmEngine } from '@/lib/alarm/engine'
import type { Rule } from '@/lib/alarm/rule'

/** In ascending order; times are epoch milliseconds. */
export interface Readings {
  t: number[]
  v: number[]
}

/** One alarm that there would have been. */
export interface Firing {
  at: number
  /** Null: it would stand. */
  returnedAt: number | null
  value: number | null
}

export interface DryRun {
  firings: Firing[]
  /** What was judged ends here: at `until`, or earlier when time ran out. */
  judgedTo: number
}

/** Between two slices others have their turn. */
const sliceReadings = 2000

/**
 * What the rule would have raised over these readings, by the engine that judges live ones. `until` is the moment up to
 * which silence and delays count; `isOver` ends the run early.
 */
export async function dryRun(rule: Rule, { t, v }: Readings, until: number, isOver: () => boolean = () => false): Promise<DryRun> {
  const engine = new AlarmEngine()
  engine.setRules(rule.tenantId, [rule], 0)
  const firings = new Map<string, Firing>()
  const write = (changes: ReturnType<AlarmEngine['tick']>) => {
    for (const change of changes) {
      if (change.kind === 'raised') firings.set(change.id, { at: change.raisedAt, returnedAt: null, value: change.value })
      else firings.get(change.id)!.returnedAt = change.returnedAt
    }
  }
  let at = 0
  // Nothing lags: every reading was received when it was measured.
  for (; at < t.length && !isOver(); at += sliceReadings) {
    write(engine.judge(rule.tenantId, rule.signalId, t.slice(at, at + sliceReadings), v.slice(at, at + sliceReadings), 0, 0))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const isDone = at >= t.length
  if (isDone) write(engine.tick(until))
  return { firings: [...firings.values()], judgedTo: isDone ? until : t[Math.max(0, at - 1)]! }
}
