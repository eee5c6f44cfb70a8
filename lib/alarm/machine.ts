import { holds, type Memory } from '@/lib/alarm/condition'
import type { Rule } from '@/lib/alarm/rule'

/** Where a rule stands; plain JSON. Times are epoch milliseconds of the sensor's clock. */
export interface MachineState {
  /** Of the newest reading; what is not after it is late and is not judged. */
  lastT: number | null
  lastV: number | null
  /** How far the sensor's clock and the way lag behind ours: what it measures now is known that much later. */
  lagMs: number
  memory: Memory
  /** Whether the condition holds, since when, and at which value it began to. */
  on: boolean
  since: number
  sinceV: number | null
  /** Of the alarm that stands. */
  raisedAt: number | null
}

export const freshState = (): MachineState => ({ lastT: null, lastV: null, lagMs: 0, memory: [], on: false, since: 0, sinceV: null, raisedAt: null })

/** A sensor's clock that was farther ahead than that, and is not any more, has been set back: its readings are not late. */
const aheadMs = 30_000

/** What a machine says happened, in the order in which it did. */
export type Change = { kind: 'raised'; at: number; value: number | null } | { kind: 'returned'; raisedAt: number; at: number }

/**
 * Judges one reading. A value holds until the next one, so a delay that ends between two readings ends at its own time,
 * whether the clock or the next reading notices first: the same readings give the same alarms.
 */
export function judge(rule: Rule, state: MachineState, t: number, v: number, receivedAt: number): Change[] {
  if (state.lastT !== null && t <= state.lastT && !setBack(rule, state, t, receivedAt)) return []
  const changes = settle(rule, state, t)
  if (rule.kind === 'stale') {
    if (state.raisedAt !== null) changes.push(giveBack(state, t))
  } else {
    const on = holds(rule, state.memory, state.on, t, v)
    if (on !== state.on) Object.assign(state, { on, since: t, sinceV: v })
  }
  Object.assign(state, { lastT: t, lastV: v, lagMs: Math.max(0, receivedAt - t) })
  if (rule.kind !== 'stale') changes.push(...settle(rule, state, t))
  return changes
}

/** Whether the clock that said `lastT` was wrong. Without this the alarm would be blind until the right time comes to there. */
function setBack(rule: Rule, state: MachineState, t: number, receivedAt: number): boolean {
  if (t === state.lastT || state.lastT! - receivedAt <= aheadMs) return false
  state.since = Math.min(state.since, t)
  // A slope knows its readings by their times.
  if (rule.kind === 'rate') state.memory = []
  return true
}

/** What the passing of time decides by `now` (sensor's time). */
export function settle(rule: Rule, state: MachineState, now: number): Change[] {
  const due = dueAt(rule, state)
  // A reading exactly at the end of its period is in time.
  if (due === null || (rule.kind === 'stale' ? due >= now : due > now)) return []
  if (state.raisedAt !== null) return [giveBack(state, due)]
  state.raisedAt = due
  return [{ kind: 'raised', at: due, value: rule.kind === 'stale' ? state.lastV : state.sinceV }]
}

/** When, in the sensor's time, the clock alone changes something; null when only a reading can. */
export function dueAt(rule: Rule, state: MachineState): number | null {
  if (rule.kind === 'stale') return state.raisedAt === null && state.lastT !== null ? after(state.lastT, rule.settings.afterSeconds) : null
  if (state.raisedAt === null) return state.on ? after(state.since, rule.onDelaySeconds) : null
  return state.on ? null : after(state.since, rule.offDelaySeconds)
}

/** Whole milliseconds: an alarm is known by its time, and what does without fractions elsewhere must know it by the same. */
const after = (t: number, seconds: number) => Math.trunc(t + seconds * 1000)

function giveBack(state: MachineState, at: number): Change {
  const raisedAt = state.raisedAt!
  state.raisedAt = null
  return { kind: 'returned', raisedAt, at: Math.max(at, raisedAt) }
}
