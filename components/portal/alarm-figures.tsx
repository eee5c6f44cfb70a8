import { formatNumber, formatPercent } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { acceptablePerHour, type AlarmStatistics, floodCount, manageablePerHour } from '@/lib/alarm/alarm-statistics'

/** Alarms against the benchmarks of ISA-18.2 and EEMUA 191. */
export function AlarmFigures({ statistics, words }: { statistics: AlarmStatistics; words: string }) {
  const { count, hours, perHour, mostInTenMinutes, floodShare, floods, chattering, stale, badActors } = statistics
  const whole = (value: number) => [{ value: formatNumber(value), unit: '' }]
  const topShare = badActors.reduce((sum, { share }) => sum + share, 0)
  const kpis: KpiView[] = [
    { label: 'Alarms per hour', parts: perHour === null ? [] : [{ value: formatNumber(perHour, 1), unit: '' }], undefinedBecause: perHour === null ? 'less than an hour watched' : undefined, note: `${rateWords(perHour)}${formatNumber(count)} in ${formatDuration(hours * 3600)}`, large: true },
    { label: 'Most in ten minutes', parts: whole(mostInTenMinutes), note: `at most ${floodCount} can be answered` },
    { label: 'Time in flood', parts: floodShare === null ? [] : [{ value: formatPercent(floodShare), unit: '' }], undefinedBecause: floodShare === null ? 'no time has passed' : undefined, note: `${floods.length} ${floods.length === 1 ? 'flood' : 'floods'}; aim below 1 %` },
    { label: 'Ten most frequent', parts: count === 0 ? [] : [{ value: formatPercent(topShare), unit: '' }], undefinedBecause: count === 0 ? 'no alarm' : undefined, note: 'of all alarms; aim below 5 %' },
    { label: 'Chattering', parts: whole(chattering.length), note: 'rules; aim none' },
    { label: 'Stale', parts: whole(stale.length), note: 'stood for over 24 h; aim below 5' },
  ]
  return <KpiStrip label={`Alarms, ${words}`} kpis={kpis} />
}

function rateWords(perHour: number | null): string {
  if (perHour === null) return ''
  if (perHour <= acceptablePerHour) return `acceptable, up to ${acceptablePerHour}; `
  return perHour <= manageablePerHour ? `above ${acceptablePerHour}, manageable up to ${manageablePerHour}; ` : `above the manageable ${manageablePerHour}; `
}
