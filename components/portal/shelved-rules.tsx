import { UnshelveButton } from '@/components/portal/unshelve-button'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { DataTable } from '@/components/ui/data-table'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import type { ShelvedRule } from '@/lib/alarm/load-alarms'

/** What is out of sight, until when, by whom and why. */
export function ShelvedRules({ rules, timeZone }: { rules: ShelvedRule[]; timeZone: string }) {
  const until = ({ until: at, by }: ShelvedRule) => `until ${formatDateClock(at, timeZone)}, by ${by}`
  return (
    <Panel title="Shelved" note="each comes back by itself when its time is over" flush>
      <DataTable
        caption="Shelved alarms"
        rows={rules}
        rowKey={({ ruleId }) => ruleId}
        head="plain"
        count={`${rules.length} shelved`}
        columns={[
          {
            key: 'name',
            head: 'Alarm',
            cell: (rule) => (
              <span className="inline-flex items-center gap-2">
                <AlarmGlyph priority={rule.priority} state="acknowledged" decorative />
                <span>
                  <span className="sr-only">{alarmWords[rule.priority]}, </span>
                  <b>{rule.name}</b>
                  <small className="only-phone text-ink-3">{until(rule)}: {rule.reason}</small>
                </span>
                {rule.open > 0 && <Tag>{rule.open} open</Tag>}
              </span>
            ),
          },
          { key: 'place', head: 'Place', phone: 'hidden', cell: ({ place }) => place },
          { key: 'until', head: 'Until', phone: 'hidden', cell: ({ until: at }) => formatDateClock(at, timeZone) },
          { key: 'by', head: 'By', phone: 'hidden', cell: ({ by }) => by },
          { key: 'reason', head: 'Reason', phone: 'hidden', cell: ({ reason }) => <span className="whitespace-normal">{reason}</span> },
          { key: 'back', head: 'Back', cell: ({ ruleId, name }) => <UnshelveButton ruleId={ruleId} name={name} /> },
        ]}
      />
    </Panel>
  )
}
