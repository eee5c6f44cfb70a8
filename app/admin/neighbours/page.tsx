import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { NARROW_SPACE } from '@/components/ui/format'
import { formatAge, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { StateGlyph, type StateView } from '@/components/ui/state-glyph'
import { loadNeighbours, type NeighbourRow } from '@/lib/admin/load-neighbours'
import type { NotebookInstallation } from '@/lib/admin/notebook-installation'
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
  { key: 'neighbour', head: 'Neighbour', cell: (row) => <><b className="whitespace-nowrap">{row.neighbour}</b>{row.state !== 'up' && <span className="block text-small md:hidden"><Says row={row} /></span>}</> },
  {
    key: 'state',
    head: 'State',
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <StateGlyph state={levels[row.state] ?? 'no-data'} /> {row.state}
      </span>
    ),
  },
  { key: 'since', head: 'Since, UTC', phone: 'hidden', cell: (row) => <span className="whitespace-nowrap">{formatDateClock(row.since, adminZone)}</span> },
  { key: 'latency', head: 'Answered in', align: 'right', phone: 'hidden', cell: (row) => (row.latencyMs === null ? '— no answer' : `${row.latencyMs}${NARROW_SPACE}ms`) },
  { key: 'asked', head: 'Asked', phone: 'hidden', cell: (row) => <span className="whitespace-nowrap">{formatAge(row.checkedAt, now, adminZone)}</span> },
  { key: 'next', head: 'What it says, what happens next', phone: 'hidden', cell: (row) => <Says row={row} /> },
]

/** On a phone only of a neighbour that asks for attention. */
function Says({ row }: { row: NeighbourRow }) {
  return (
    <span className="text-ink-2">
      {row.detail && <b>{row.detail}. </b>}
      {row.next}
    </span>
  )
}

const installationWords: Record<NotebookInstallation['state'], string> = {
  installing: 'Being installed. Leases open without notebooks and get them afterwards.',
  starting: 'Installed; the hub is starting.',
  up: 'Installed; the hub answers.',
  failed: 'Could not be installed or started. It is tried again; leases do without notebooks until then.',
}

function Installation({ notebooks: { state, detail } }: { notebooks: NotebookInstallation }) {
  return (
    <Panel title="Notebook environment" note={state}>
      <p className="text-ink-2">
        {installationWords[state]} {state !== 'up' && detail && <b>{detail}</b>}
      </p>
    </Panel>
  )
}
