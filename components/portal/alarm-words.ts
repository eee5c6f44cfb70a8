import { formatNumber, formatQuantity } from '@/components/ui/format'
import { formatClock, formatDuration } from '@/components/ui/format-time'
import type { AlarmRow } from '@/lib/alarm/load-alarms'

export const stateWords: Record<AlarmRow['state'], string> = { unacknowledged: 'Active', acknowledged: 'Acknowledged', returned: 'Returned' }

/** "101.0 °C, limit 100.0". */
export function valueWords({ value, limit, unit, decimals }: Pick<AlarmRow, 'value' | 'limit' | 'unit' | 'decimals'>): string {
  if (value === null) return 'no value'
  return `${formatNumber(value, decimals)} ${unit}${limit === null ? '' : `, limit ${formatNumber(limit, decimals)}`}`
}

/** "11:42:07.130": the clock with its milliseconds, which no zone shifts. */
export const clockWithMs = (at: string, timeZone: string): string => `${formatClock(at, timeZone, { seconds: true })}.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`

/** "130 ms", from ten seconds on "12 s". */
export function lagWords(ms: number): string {
  return Math.abs(ms) < 10_000 ? formatQuantity(ms, 'ms') : formatDuration(ms / 1000)
}
