import type { AlarmRuleRow } from '@/lib/story/rows'

type Priority = AlarmRuleRow['priority']
type Limits = { high: number; low?: undefined; deadband: number } | { low: number; high?: undefined; deadband: number }

/** Told before the limit itself is reached; `delaySeconds` lets what passes by itself pass. */
export const warning = (signalId: string, name: string, { high, low, deadband }: Limits, priority: Priority, delaySeconds: number, consequence: string, response: string): AlarmRuleRow => ({
  id: `${signalId}-warning`,
  name,
  signalId,
  kind: 'threshold',
  settings: { direction: high === undefined ? 'low' : 'high', limit: high ?? low, deadband },
  priority,
  onDelaySeconds: delaySeconds,
  offDelaySeconds: delaySeconds,
  consequence,
  response,
})

export const falling = (signalId: string, name: string, perMinute: number, overSeconds: number, priority: Priority, consequence: string, response: string): AlarmRuleRow => ({
  id: `${signalId}-falling`,
  name,
  signalId,
  kind: 'rate',
  settings: { direction: 'fall', perMinute, overSeconds },
  priority,
  onDelaySeconds: 0,
  offDelaySeconds: 120,
  consequence,
  response,
})

export const silent = (signalId: string, name: string, consequence: string, response: string): AlarmRuleRow => ({
  id: `${signalId}-silent`,
  name,
  signalId,
  kind: 'stale',
  settings: { afterSeconds: 900 },
  priority: 4,
  onDelaySeconds: 0,
  offDelaySeconds: 0,
  consequence,
  response,
})
