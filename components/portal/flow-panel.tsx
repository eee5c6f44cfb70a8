import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { FlowView } from '@/lib/plant/views/flow-view'

interface Props {
  view: FlowView
  timeZone: string
  reasonName: (code: string) => string
}

/** Which machine sets the pace of a line, by its states, with the evidence; and what held it up. */
export function FlowPanel({ view: { machines, bottlenecks, key, line }, timeZone, reasonName }: Props) {
  const nameOf = (id: string | null) => machines.find((machine) => machine.id === id)?.name ?? ''
  if (!bottlenecks.ok) return <Panel title="What sets the pace">{bottlenecks.refusal.message}</Panel>
  const { machines: rows, longest } = bottlenecks.value
  return (
    <div className="portal-two">
      <Panel title="What sets the pace" note={line.name} flush foot="Active period method (Roser, Nakano, Tanaka 2002): of a moment, the machine that has been active longest without waiting. Where two overlap the bottleneck shifts; that time counts half to each.">
        <DataTable
          caption={`Bottleneck of ${line.name}`}
          density="dense"
          head="plain"
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            { key: 'machine', head: 'Machine', cell: ({ id }) => (id === key?.node.id ? <b>{nameOf(id)}</b> : nameOf(id)) },
            { key: 'bar', head: '', phone: 'hidden', width: '24%', cell: ({ shareRatio }) => <i className="cell-bar" data-state="series" style={{ width: `${(shareRatio * 100).toFixed(1)}%` }} aria-hidden /> },
            { key: 'share', head: 'Bottleneck, %', align: 'right', cell: ({ shareRatio }) => formatNumber(shareRatio * 100) },
            { key: 'shift', head: 'Shifting, min', align: 'right', phone: 'hidden', cell: ({ shiftingMinutes }) => formatNumber(shiftingMinutes) },
            { key: 'blocked', head: 'Blocked, min', align: 'right', phone: 'hidden', cell: ({ blockedMinutes }) => formatNumber(blockedMinutes) },
            { key: 'starved', head: 'Starved, min', align: 'right', phone: 'hidden', cell: ({ starvedMinutes }) => formatNumber(starvedMinutes) },
          ]}
        />
        <details className="panel-body">
          <summary className="cursor-pointer text-small text-ink-2">Evidence: its longest periods</summary>
          <ol className="mt-3 grid gap-1 text-small">
            {longest.map(({ id, from, to, minutes }) => (
              <li key={`${id}${from.getTime()}`}>
                {nameOf(id)}, {formatDateClock(from, timeZone)} to {formatDateClock(to, timeZone)}: {formatNumber(minutes)} min without waiting
              </li>
            ))}
          </ol>
        </details>
      </Panel>
      {key && (
        <Panel title={`Why the ${key.node.name.toLowerCase()} waited`} note="found in the states of its neighbours" flush foot="Starved is looked for upstream, blocked downstream: the nearest machine that stood for its own reason, or had just gone on.">
          <DataTable
            caption={`Key reasons of ${key.node.name}`}
            density="dense"
            head="plain"
            rows={key.reasons.slice(0, 12)}
            rowKey={({ kind, equipmentId, reasonCode }) => `${kind} ${equipmentId} ${reasonCode}`}
            empty={<Empty>It did not wait in this period.</Empty>}
            columns={[
              { key: 'kind', head: 'Waited', cell: ({ kind }) => (kind === 'starved' ? 'starved by' : 'blocked by') },
              { key: 'cause', head: 'Cause', cell: ({ equipmentId, reasonCode }) => (equipmentId ? `${nameOf(equipmentId)}: ${reasonName(reasonCode ?? '').toLowerCase()}` : 'nothing in the line stood') },
              { key: 'count', head: 'Times', align: 'right', phone: 'hidden', cell: ({ count }) => formatNumber(count) },
              { key: 'minutes', head: 'min', align: 'right', cell: ({ minutes }) => <b>{formatNumber(minutes)}</b> },
            ]}
          />
        </Panel>
      )}
    </div>
  )
}
