import { dismissLetter, replayLetter } from '@/app/admin/dead-letters/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { adminZone } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatAge, formatDateClock } from '@/components/ui/format-time'
import type { DeadLetterRow } from '@/lib/telemetry/dead-letters/load-dead-letters'

interface Props {
  rows: DeadLetterRow[]
  matching: number
  now: string
}

export function DeadLetterTable({ rows, matching, now }: Props) {
  return (
    <DataTable
      caption="Dead letters"
      columns={columns(now)}
      rows={rows}
      rowKey={({ tenantId, id }) => `${tenantId} ${id}`}
      count={matching > rows.length ? `the newest ${rows.length} of ${formatNumber(matching)}` : undefined}
      empty={<Empty>Nothing was refused, or everything is dealt with.</Empty>}
    />
  )
}

const columns = (now: string): ColumnView<DeadLetterRow>[] => [
  { key: 'received', head: 'Received', phone: 'hidden', cell: ({ receivedAt }) => <time dateTime={receivedAt} title={formatDateClock(receivedAt, adminZone)}>{formatAge(receivedAt, now, adminZone)}</time> },
  { key: 'from', head: 'Plant and source', cell: ({ plant, source }) => <span><b>{plant}</b><br />{source}</span> },
  { key: 'count', head: 'Refused', align: 'right', phone: 'hidden', cell: ({ count, what }) => `${formatNumber(count)} ${count === 1 ? what.replace(/s$/, '') : what}` },
  { key: 'why', head: 'Why', phone: 'hidden', cell: (row) => <Reasons {...row} /> },
  { key: 'do', head: 'Outcome', cell: (row) => <Outcome {...row} /> },
]

function Reasons({ reasons, message, sample }: DeadLetterRow) {
  return (
    <div className="grid gap-1">
      <span>{message}</span>
      {reasons.length > 1 && <span className="text-small text-ink-2">{reasons.map(({ code, count }) => `${formatNumber(count)} × ${code.replaceAll('_', ' ')}`).join(', ')}</span>}
      <details>
        <summary className="min-h-6 text-small text-ink-2">What was sent first</summary>
        <code className="break-all text-small">{sample}</code>
      </details>
    </div>
  )
}

function Outcome({ tenantId, id, plant, count, hasSource, isReadable, replayedAt, outcome }: DeadLetterRow) {
  if (replayedAt) return <span>{outcome}<br /><span className="text-small text-ink-3">{formatDateClock(replayedAt, adminZone)}</span></span>
  const key = { tenantId, id }
  const why = !hasSource ? 'Its source was removed.' : !isReadable ? 'It is no JSON.' : null
  return (
    <span className="flex flex-wrap items-center gap-2">
      {why ? <span className="text-small text-ink-2">{why}</span> : <ActionButton label="Replay" busyWord="Replaying" action={replayLetter} input={key} />}
      <ConfirmInPlace label="Dismiss" question={`Dismiss ${formatNumber(count)} refused of ${plant}? They will not reach the plant.`} confirm="Dismiss them" busyWord="Dismissing" action={dismissLetter} fixed={key} />
    </span>
  )
}
