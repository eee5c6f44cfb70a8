/** What a message says of one alarm. */
export interface AlarmFacts {
  kind: 'raised' | 'returned'
  alarmId: string
  name: string
  /** 1 critical, 2 high, 3 medium, 4 low. */
  priority: number
  signalId: string
  signal: string
  /** "Filling / Line 2". */
  place: string
  /** As in the plant's URLs; empty when the signal is no more. */
  path: string
  value: number | null
  limit: number | null
  /** What the limit is of: a threshold's is in the unit, a rate's per minute, a z-score's in sigmas. */
  ruleKind: string | null
  unit: string
  decimals: number
  /** What to do, of the rule. */
  response: string
  raisedAt: Date
  returnedAt: Date | null
}

/** One message: a test without an alarm, one alarm, or a flood summed up. */
export interface Message {
  /** The same at every attempt. */
  id: string
  attempts: number
  alarms: AlarmFacts[]
  /** What all of its alarms lie in. */
  area: string
  plant: string
  timeZone: string
  /** Name of the target. */
  target: string
  portalUrl: string
}
