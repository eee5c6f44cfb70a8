import { adminZone } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { formatBytes, formatPercent } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import type { ServerRow } from '@/lib/admin/load-servers'

/** What the processes of the product and the machine use now. */
export const ServerTable = ({ rows }: { rows: ServerRow[] }) => <DataTable caption="Use of each server" columns={columns} rows={rows} rowKey={({ server }) => server} density="dense" />

const columns: ColumnView<ServerRow>[] = [
  { key: 'server', head: 'Server', cell: ({ server }) => <b>{server}</b> },
  { key: 'memory', head: 'Memory', align: 'right', cell: ({ memoryBytes }) => (memoryBytes === null ? '—' : formatBytes(memoryBytes)) },
  { key: 'cpu', head: 'Of a core, mean', align: 'right', phone: 'hidden', cell: ({ cpuRatio }) => (cpuRatio === null ? '—' : formatPercent(cpuRatio)) },
  { key: 'since', head: 'Runs since, UTC', phone: 'hidden', cell: ({ since }) => (since ? formatDateClock(since, adminZone) : '—') },
  { key: 'note', head: 'And', phone: 'hidden', cell: ({ note }) => <span className="text-ink-2">{note}</span> },
]
