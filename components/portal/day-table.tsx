import Link from 'next/link'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { formatDate } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { Ratio } from '@/lib/oee/oee'
import type { OeeView } from '@/lib/plant/views/oee-view'

const percent = (ratio: Ratio) => (typeof ratio === 'number' ? formatNumber(ratio * 100, 1) : '—')

/** Thirty production days; each opens, shift by shift. */
export function DayTable({ view, basePath, chosen }: { view: OeeView; basePath: string; chosen?: string }) {
  return (
    <Panel title="By day" note="a shift belongs to the date on which it starts" flush>
      <DataTable
        caption="OEE by day"
        density="dense"
        rows={view.days}
        rowKey={(day) => day.date}
        selectedKey={chosen}
        count={`${view.days.length} days`}
        columns={[
          { key: 'date', head: 'Day', cell: (day) => <Link href={`${basePath}?date=${day.date}`}>{formatDate(new Date(`${day.date}T12:00:00Z`), 'UTC')}</Link> },
          { key: 'oee', head: 'OEE, %', align: 'right', cell: (day) => <b>{percent(day.oee.oeeRatio)}</b> },
          { key: 'a', head: 'Availability, %', align: 'right', phone: 'hidden', cell: (day) => percent(day.oee.availabilityRatio) },
          { key: 'p', head: 'Performance, %', align: 'right', phone: 'hidden', cell: (day) => percent(day.oee.performanceRatio) },
          { key: 'q', head: 'Quality, %', align: 'right', phone: 'hidden', cell: (day) => percent(day.oee.qualityRatio) },
          { key: 'down', head: 'Stopped, min', align: 'right', phone: 'hidden', cell: (day) => formatNumber(day.oee.downMinutes) },
          {
            key: 'shifts',
            head: 'Shifts',
            phone: 'hidden',
            cell: (day) => (
              <span className="inline-flex gap-3">
                {view.model.patterns.map((shift) => (
                  <Link key={shift.id} href={`${basePath}?date=${day.date}&shift=${shift.id}`}>
                    {shift.name}
                  </Link>
                ))}
              </span>
            ),
          },
        ]}
      />
    </Panel>
  )
}
