import { formatNumber, formatQuantity } from '@/components/ui/format'
import { formatClock, formatDuration } from '@/components/ui/format-time'
import { limitMeasure } from '@/lib/alarm/limit-measure'
import type { AlarmRow } from '@/lib/alarm/load-alarms'

export const stateWords: Record<AlarmRow['state'], string> = { unacknowledged: 'Active', acknowledged: 'Acknowledged', returned: 'Returned' }

/** "101.0 °C, limit 100.0"; of a rate "190.6 °C, limit 0.8 °C per minute", of a z-score "190.6 °C, limit 3.0 σ". */
export function valueWords(alarm: Pick<AlarmRow, 'value' | 'limit' | 'ruleKind' | 'unit' | 'decimals'>): string {
  const { value, limit, unit, decimals } = alarm
  if (value === null) return 'no value'
  const said = `${formatNumber(value, decimals)} ${unit}`
  if (limit === null) return said
  const other = limitMeasure(alarm)
  return `${said}, limit ${other ? `${formatNumber(limit, other.decimals)} ${other.unit}${other.per}` : formatNumber(limit, decimals)}`
}

/** "11:42:07.130": the clock with its milliseconds, which no zone shifts. */
export const clockWithMs = (at: string, timeZone: string): string => `${formatClock(at, timeZone, { seconds: true })}.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`

/** "130 ms", from ten seconds on "12 s". */
export function lagWords(ms: number): string {
  return Math.abs(ms) < 10_000 ? formatQuantity(ms, 'ms') : formatDuration(ms / 1000)
}
