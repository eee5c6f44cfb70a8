import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { LiveRefresh } from '@/components/admin/live-refresh'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatPercent, NARROW_SPACE } from '@/components/ui/format'
import { formatAge, formatDateClock } from '@/components/ui/format-time'
import { Level } from '@/components/ui/level'
import { Panel } from '@/components/ui/panel'
import { StateGlyph, type StateView } from '@/components/ui/state-glyph'
import { loadNeighbours, type NeighbourRow, type NotebookInstallation } from '@/lib/admin/load-neighbours'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Neighbours' }

export default async function NeighboursPage() {
  await requirePerson('admin')
  const { rows, notebooks } = await loadNeighbours(system())
  const now = system().clock.now().toISOString()
  const down = rows.filter((row) => row.state === 'down').map((row) => row.neighbour)
  return (
    <AdminPage title="Neighbours" summary={down.length === 0 ? 'Every system that answers to the workers answers.' : `${down.join(', ')} ${down.length === 1 ? 'does' : 'do'} not answer.`}>
      <LiveRefresh everySeconds={5} />
      <Panel label="Neighbours" flush>
        <DataTable
          caption="Neighbours and their last answers"
          columns={columns(now)}
          rows={rows}
          rowKey={(row) => row.neighbour}
          empty={<Empty>No neighbour was asked yet. The workers ask each one every minute; are they running?</Empty>}
        />
      </Panel>
      {notebooks && <Installation notebooks={notebooks} />}
    </AdminPage>
  )
}

const levels: Record<string, StateView> = { up: 'running', slow: 'idle', starting: 'idle', off: 'no-data', down: 'down' }

const columns = (now: string): ColumnView<NeighbourRow>[] => [
  { key: 'neighbour', head: 'Neighbour', cell: (row) => <b>{row.neighbour}</b> },
  {
    key: 'state',
    head: 'State',
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <StateGlyph state={levels[row.state] ?? 'no-data'} /> {row.state}
      </span>
    ),
  },
  { key: 'since', head: 'Since, UTC', phone: 'hidden', cell: (row) => formatDateClock(row.since, adminZone) },
  { key: 'latency', head: 'Answered in', align: 'right', phone: 'hidden', cell: (row) => (row.latencyMs === null ? '— no answer' : `${row.latencyMs}${NARROW_SPACE}ms`) },
  { key: 'asked', head: 'Asked', phone: 'hidden', cell: (row) => formatAge(row.checkedAt, now, adminZone) },
  { key: 'next', head: 'What it says, what happens next', phone: 'hidden', cell: (row) => <span className="text-ink-2">{row.detail && <b>{row.detail}. </b>}{row.next}</span> },
]

function Installation({ notebooks: { state, ratio, text } }: { notebooks: NotebookInstallation }) {
  return (
    <Panel title="Notebook environment" note={state}>
      <p className="mb-2 text-ink-2">{text || 'Installed on this machine by the start command, once.'}</p>
      {ratio !== null && ratio < 1 && (
        <>
          <Level ratio={ratio} label="Installed" tone="accent" height={6} />
          <p className="mt-1 text-small text-ink-3">{formatPercent(ratio, 0)} installed</p>
        </>
      )}
    </Panel>
  )
}
