import { alarmId } from '@/lib/alarm/alarm-id'
import { limitOf } from '@/lib/alarm/condition'
import { type Change, dueAt, freshState, judge, type MachineState, settle } from '@/lib/alarm/machine'
import type { Rule } from '@/lib/alarm/rule'

/** What has to be written of an alarm. Times are epoch milliseconds. */
export interface RaisedAlarm {
  kind: 'raised'
  tenantId: string
  id: string
  ruleId: string
  ruleVersion: number
  signalId: string
  priority: number
  name: string
  value: number | null
  limit: number | null
  raisedAt: number
  receivedAt: number
  decidedAt: number
}
export interface ReturnedAlarm {
  kind: 'returned'
  tenantId: string
  id: string
  returnedAt: number
}
export type AlarmChange = RaisedAlarm | ReturnedAlarm

interface Machine {
  rule: Rule
  state: MachineState
}

/** Standing of every rule of a tenant, as plain JSON. */
export type EngineState = { tenantId: string; ruleId: string; version: number; state: MachineState }[]

/** All rules of all tenants against the stream of readings. Knows neither database nor clock. */
export class AlarmEngine {
  #bySignal = new Map<string, Map<string, Machine[]>>()
  /** Machines that wait for a time, and not only for a reading. */
  #waiting = new Set<Machine>()

  /**
   * Takes the tenant's rules in place of those before. A rule of the same version goes on as it stood; an alarm of a
   * version that is no more has returned.
   */
  setRules(tenantId: string, rules: Rule[], now: number): AlarmChange[] {
    const before = new Map(this.#machinesOf(tenantId).map((machine) => [keyOf(machine.rule), machine]))
    const bySignal = new Map<string, Machine[]>()
    for (const rule of rules) {
      const machine = before.get(keyOf(rule)) ?? { rule, state: freshState() }
      before.delete(keyOf(rule))
      machine.rule = rule
      bySignal.set(rule.signalId, [...(bySignal.get(rule.signalId) ?? []), machine])
    }
    if (bySignal.size > 0) this.#bySignal.set(tenantId, bySignal)
    else this.#bySignal.delete(tenantId)
    return [...before.values()].flatMap((machine) => {
      this.#waiting.delete(machine)
      const { raisedAt } = machine.state
      return raisedAt === null ? [] : [{ kind: 'returned' as const, tenantId, id: alarmId(machine.rule, raisedAt), returnedAt: Math.max(now, raisedAt) }]
    })
  }

  /** Judges the readings of one signal, in their order. */
  judge(tenantId: string, signalId: string, ts: ArrayLike<number>, vs: ArrayLike<number>, receivedAt: number, decidedAt: number): AlarmChange[] {
    const machines = this.#bySignal.get(tenantId)?.get(signalId)
    if (!machines) return []
    const changes: AlarmChange[] = []
    for (const machine of machines) {
      for (let i = 0; i < ts.length; i++) {
        for (const change of judge(machine.rule, machine.state, ts[i]!, vs[i]!, receivedAt)) changes.push(written(machine.rule, change, receivedAt, decidedAt))
      }
      this.#await(machine)
    }
    return changes
  }

  /** What the clock alone decides by `now` (ours; each sensor's lag is taken off). */
  tick(now: number): AlarmChange[] {
    const changes: AlarmChange[] = []
    for (const machine of this.#waiting) {
      const { rule, state } = machine
      const due = settle(rule, state, now - state.lagMs)
      if (due.length === 0) continue
      for (const change of due) changes.push(written(rule, change, change.at, now))
      this.#await(machine)
    }
    return changes
  }

  /** After a time in which nothing could be heard, silence is counted from now on. */
  resume(now: number): void {
    for (const { rule, state } of this.#waiting) if (rule.kind === 'stale' && state.lastT !== null) state.lastT = Math.max(state.lastT, now - state.lagMs)
  }

  /** Ids of the alarms that stand. */
  standing(): Set<string> {
    const ids = [...this.#bySignal.keys()].flatMap((tenant) => this.#machinesOf(tenant)).flatMap(({ rule, state }) => (state.raisedAt === null ? [] : [alarmId(rule, state.raisedAt)]))
    return new Set(ids)
  }

  tenantIds = (): string[] => [...this.#bySignal.keys()]

  save(tenantId: string): EngineState {
    return this.#machinesOf(tenantId)
      .filter(({ state }) => state.lastT !== null)
      .map(({ rule, state }) => ({ tenantId: rule.tenantId, ruleId: rule.id, version: rule.version, state }))
  }

  /** Takes up what was saved, for the rules that are the same still. */
  restore(saved: EngineState): void {
    const states = new Map(saved.map((one) => [`${one.tenantId}\n${one.ruleId}\n${one.version}`, one.state]))
    for (const tenant of this.#bySignal.keys()) {
      for (const machine of this.#machinesOf(tenant)) {
        const state = states.get(keyOf(machine.rule))
        if (state) machine.state = state
        this.#await(machine)
      }
    }
  }

  #machinesOf = (tenantId: string): Machine[] => [...(this.#bySignal.get(tenantId)?.values() ?? [])].flat()

  #await(machine: Machine): void {
    if (dueAt(machine.rule, machine.state) === null) this.#waiting.delete(machine)
    else this.#waiting.add(machine)
  }
}

const keyOf = ({ tenantId, id, version }: Rule) => `${tenantId}\n${id}\n${version}`

function written(rule: Rule, change: Change, receivedAt: number, decidedAt: number): AlarmChange {
  const { tenantId, id: ruleId, version: ruleVersion, signalId, priority, name } = rule
  if (change.kind === 'returned') return { kind: 'returned', tenantId, id: alarmId(rule, change.raisedAt), returnedAt: change.at }
  const { at: raisedAt, value } = change
  return { kind: 'raised', tenantId, id: alarmId(rule, raisedAt), ruleId, ruleVersion, signalId, priority, name, value, limit: limitOf(rule), raisedAt, receivedAt, decidedAt }
}
