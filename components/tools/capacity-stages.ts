import type { ChartTableView } from '@/components/charts/chart-table'
import { formatNumber, formatPercent, formatUndefined, withUnit } from '@/components/ui/format'
import type { CapacityAnswer } from '@/lib/tools/capacity/capacity-tool'

const stageWords = { gateways: 'Gateways', rules: 'Rules', history: 'History' }

/** How busy what was planned is, and how soon it has caught up. */
export const stageTable = (stages: CapacityAnswer['stages']): ChartTableView => ({
  columns: [{ head: 'Of one customer' }, ...['Takes, readings/s', 'Busy at peak', 'With a zone away', 'Caught up after'].map((head) => ({ head, align: 'right' as const }))],
  rows: stages.map(({ stage, capacityPerSecond, busyAtPeak, busyAtPeakWithoutAZone, caughtUpMinutes }) => [
    stageWords[stage],
    formatNumber(capacityPerSecond),
    formatPercent(busyAtPeak, 0),
    busyAtPeakWithoutAZone === null ? formatUndefined('one zone') : formatPercent(busyAtPeakWithoutAZone, 0),
    caughtUpMinutes === null ? formatUndefined('not that day') : withUnit(formatNumber(caughtUpMinutes), 'min'),
  ]),
})
