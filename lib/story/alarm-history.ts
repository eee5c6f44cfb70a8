import { AlarmEngine, type RaisedAlarm } from '@/lib/alarm/engine'
import { parseSettings } from '@/lib/alarm/rule'
import type { SignalSeries } from '@/lib/story/readings'
import { randomFor } from '@/lib/story/random'
import type { AlarmRow, AlarmRuleRow } from '@/lib/story/rows'

/** Whoever is on shift; in minutes, the median time until somebody looks. */
const answeredBy = 'Shift lead'
const medianMinutes = { urgent: 4, other: 14 }

/**
 * The alarms that these rules raise over the story's readings, as the gateway would have: judged by the same engine.
 * One that still stands at the end is left out.
 */
export function alarmHistory(rules: AlarmRuleRow[], series: SignalSeries[]): AlarmRow[] {
  const engine = new AlarmEngine()
  engine.setRules('story', rules.map((rule) => ({ ...rule, ...parseSettings(rule.kind, rule.settings), tenantId: 'story', version: 1 })), 0)
  const rows: AlarmRow[] = []
  for (const { signalId, t0, stepSeconds, values } of series) {
    const t: number[] = []
    const v: number[] = []
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return
      t.push(t0.getTime() + i * stepSeconds * 1000)
      v.push(value)
    })
    const raised = new Map<string, RaisedAlarm>()
    for (const change of engine.judge('story', signalId, t, v, 0, 0)) {
      if (change.kind === 'raised') raised.set(change.id, change)
      else rows.push(rowOf(raised.get(change.id)!, change.returnedAt))
    }
  }
  return rows
}

function rowOf({ id, ruleId, signalId, priority, name, value, limit, raisedAt }: RaisedAlarm, returnedAt: number): AlarmRow {
  const minutes = randomFor(`alarm:${id}`).logNormal(priority <= 2 ? medianMinutes.urgent : medianMinutes.other, 0.7)
  const acknowledgedAt = new Date(raisedAt + Math.round(minutes * 60_000))
  return {
    id, ruleId, signalId, priority, name, value, limit, acknowledgedAt,
    raisedAt: new Date(raisedAt),
    returnedAt: new Date(returnedAt),
    acknowledgedBy: answeredBy,
    closedAt: new Date(Math.max(returnedAt, acknowledgedAt.getTime())),
  }
}
