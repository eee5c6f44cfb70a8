import Link from 'next/link'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { formatClock, formatDateClock, formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import { type AlarmStatistics, floodCount, floodEnd, stoodMs } from '@/lib/alarm/alarm-statistics'

interface Props {
  statistics: AlarmStatistics
  now: number
  timeZone: string
  /** Address that opens an alarm beside the page. */
  openHref: (alarmId: string) => string
}

/** Floods and stale alarms of the period, where there are any. */
export function AlarmFloods({ statistics: { floods, stale }, now, timeZone, openHref }: Props) {
  return (
    <>
      {floods.length > 0 && (
        <Panel title="Floods" note={`${floods.length}`} flush foot={`A flood begins with ten minutes of the clock that have more than ${floodCount} alarms and is over when ten minutes have fewer than ${floodEnd} (ANSI/ISA-18.2-2016, 16.5).`}>
          <DataTable
            caption="Floods"
            rows={floods}
            rowKey={({ from }) => String(from)}
            head="plain"
            density="dense"
            columns={[
              { key: 'from', head: 'From', cell: ({ from, to }) => `${formatDateClock(from, timeZone)}–${formatClock(to, timeZone)}` },
              { key: 'length', head: 'Lasted', align: 'right', phone: 'hidden', cell: ({ from, to }) => formatDuration((to - from) / 1000) },
              { key: 'count', head: 'Alarms', align: 'right', cell: ({ count }) => formatNumber(count) },
              { key: 'peak', head: 'Most in ten minutes', align: 'right', phone: 'hidden', cell: ({ peak }) => formatNumber(peak) },
            ]}
          />
        </Panel>
      )}
      {stale.length > 0 && (
        <Panel title="Stale" note={`${stale.length} stood for over 24 h`} flush>
          <DataTable
            caption="Stale alarms"
            rows={stale.slice(0, 20)}
            rowKey={({ id }) => id}
            head="plain"
            density="dense"
            count={stale.length > 20 ? `20 of ${stale.length}, the longest` : undefined}
            columns={[
              { key: 'name', head: 'Alarm', cell: ({ id, name, returnedAt }) => <Link href={openHref(id)} scroll={false}>{name}{returnedAt === null && <> <Tag>stands</Tag></>}</Link> },
              { key: 'since', head: 'Raised', phone: 'hidden', cell: ({ raisedAt }) => formatDateClock(raisedAt, timeZone) },
              { key: 'length', head: 'Stood', align: 'right', cell: (one) => formatDuration(stoodMs(one, now) / 1000) },
            ]}
          />
        </Panel>
      )}
    </>
  )
}
