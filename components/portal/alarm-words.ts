import { formatNumber } from '@/components/ui/format'
import type { AlarmRow } from '@/lib/alarm/load-alarms'

export const stateWords: Record<AlarmRow['state'], string> = { unacknowledged: 'Active', acknowledged: 'Acknowledged', returned: 'Returned' }

/** "101.0 °C, limit 100.0". */
export function valueWords({ value, limit, unit, decimals }: Pick<AlarmRow, 'value' | 'limit' | 'unit' | 'decimals'>): string {
  if (value === null) return 'no value'
  return `${formatNumber(value, decimals)} ${unit}${limit === null ? '' : `, limit ${formatNumber(limit, decimals)}`}`
}
