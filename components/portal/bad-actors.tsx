import Link from 'next/link'
import { AlarmGlyph, type AlarmPriorityView, alarmWords } from '@/components/ui/alarm-glyph'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import { type BadActor, chatterCount } from '@/lib/alarm/alarm-statistics'

/** The rules to look at first: most often, and too often within a minute. */
export function BadActors({ rows }: { rows: BadActor[] }) {
  return (
    <Panel title="Most frequent rules" note="the ten that raise most" flush foot={`Chattering: ${chatterCount} or more within a minute (ISA-TR18.2.5, EEMUA 191). A deadband or a delay usually ends it.`}>
      <DataTable
        caption="Most frequent rules"
        rows={rows}
        rowKey={({ ruleId }) => ruleId}
        head="plain"
        density="dense"
        empty={<Empty>No alarm was raised in this period.</Empty>}
        columns={[
          {
            key: 'name',
            head: 'Rule',
            cell: ({ ruleId, name, priority, mostInMinute }) => (
              <span className="inline-flex items-center gap-2">
                <AlarmGlyph priority={priority as AlarmPriorityView} state="acknowledged" decorative />
                <span className="sr-only">{alarmWords[priority as AlarmPriorityView]}, </span>
                <Link href={`/alarms/rules/${encodeURIComponent(ruleId)}`}>{name}</Link>
                {mostInMinute >= chatterCount && <Tag>chattering</Tag>}
              </span>
            ),
          },
          { key: 'count', head: 'Raised', align: 'right', cell: ({ count }) => formatNumber(count) },
          { key: 'share', head: 'Share', align: 'right', phone: 'hidden', cell: ({ share }) => formatPercent(share) },
          { key: 'minute', head: 'Most in a minute', align: 'right', phone: 'hidden', cell: ({ mostInMinute }) => formatNumber(mostInMinute) },
        ]}
      />
    </Panel>
  )
}
