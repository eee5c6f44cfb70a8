import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { ChangeoverRow } from '@/lib/plant/views/downtime-view'

/** Changeovers by what was changed: what they take, and what the best one took. */
export function ChangeoverPanel({ rows }: { rows: ChangeoverRow[] }) {
  return (
    <Panel title="Changeovers" note="ended in this period" flush>
      <DataTable
        caption="Changeovers"
        density="dense"
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { key: 'line', head: 'Line', phone: 'hidden', cell: ({ line }) => line },
          { key: 'what', head: 'From, to', cell: ({ words }) => words },
          { key: 'count', head: 'Times', align: 'right', phone: 'hidden', cell: ({ count }) => formatNumber(count) },
          { key: 'best', head: 'Shortest, min', align: 'right', phone: 'hidden', cell: ({ shortestMinutes }) => formatNumber(shortestMinutes, 1) },
          { key: 'mean', head: 'Mean, min', align: 'right', cell: ({ meanMinutes }) => formatNumber(meanMinutes, 1) },
          { key: 'sum', head: 'Together, min', align: 'right', phone: 'hidden', cell: ({ totalMinutes }) => formatNumber(totalMinutes) },
          { key: 'above', head: 'Above shortest, min', align: 'right', phone: 'hidden', cell: ({ totalMinutes, shortestMinutes, count }) => formatNumber(totalMinutes - shortestMinutes * count) },
        ]}
      />
    </Panel>
  )
}
