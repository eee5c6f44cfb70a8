import Link from 'next/link'
import { conditionWords } from '@/components/portal/condition-words'
import { RuleSwitch } from '@/components/portal/rule-switch'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import type { RuleRow } from '@/lib/alarm/load-rules'

interface Props {
  rules: RuleRow[]
  all: number
  words: string
  timeZone: string
}

const unknown = { unit: '', decimals: 2 }

/** Every rule of the plant; a row opens to be changed. */
export function RuleList({ rules, all, words, timeZone }: Props) {
  return (
    <Panel title="Rules" note={rules.length < all ? `${rules.length} of ${all}` : `${all}`} flush>
      <form role="search" action="/alarms/rules" className="panel-body">
        <input className="input max-w-80" data-size="small" type="search" name="q" defaultValue={words} placeholder="Name, signal or place" aria-label="Search rules" />
      </form>
      <DataTable
        caption="Alarm rules"
        rows={rules}
        rowKey={({ id }) => id}
        head="plain"
        count={`${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`}
        empty={<Empty action={words && <Link className="link" href="/alarms/rules">Show all</Link>}>{words ? `No rule has “${words}” in its name, signal or place.` : 'There is no rule yet: nothing raises an alarm.'}</Empty>}
        columns={[
          {
            key: 'name',
            head: 'Rule',
            cell: ({ id, fields, signal, shelvedUntil }) => (
              <Link href={`/alarms/rules/${encodeURIComponent(id)}`} className="inline-flex min-h-9 items-center gap-2">
                <AlarmGlyph priority={fields.priority} state="acknowledged" decorative />
                <span>
                  <span className="sr-only">{alarmWords[fields.priority]}, </span>
                  <b>{fields.name}</b>
                  <small className="only-phone text-ink-3">{signal?.label ?? fields.signalId}, {conditionWords(fields.condition, signal ?? unknown)}</small>
                </span>
                {!fields.enabled && <Tag>off</Tag>}
                {shelvedUntil && <Tag>shelved until {formatDateClock(shelvedUntil, timeZone)}</Tag>}
              </Link>
            ),
          },
          { key: 'condition', head: 'Raised when', phone: 'hidden', cell: ({ fields, signal }) => conditionWords(fields.condition, signal ?? unknown) },
          { key: 'signal', head: 'Signal', phone: 'hidden', cell: ({ signal, fields }) => signal?.label ?? `${fields.signalId}, no more` },
          { key: 'changed', head: 'Changed', phone: 'hidden', cell: ({ updatedAt, updatedBy }) => `${formatDateClock(updatedAt, timeZone)}, ${updatedBy}` },
          { key: 'switch', head: 'Switch', cell: ({ id, fields }) => <RuleSwitch ruleId={id} name={fields.name} enabled={fields.enabled} /> },
        ]}
      />
    </Panel>
  )
}
