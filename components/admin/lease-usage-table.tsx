import { adminZone, stateWords } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatBytes, formatNumber } from '@/components/ui/format'
import { formatAge } from '@/components/ui/format-time'
import type { UsageRow } from '@/lib/api/admin-usage'
import type { LeaseRow } from '@/lib/admin/lease-row'

/** What each demo uses now, counted when the page is made. */
export function LeaseUsageTable({ rows, all, now }: { rows: UsageRow[]; all: number; now: string }) {
  return <DataTable caption="Usage per lease" columns={columns(now)} rows={rows} rowKey={(row) => row.lease} count={all > rows.length ? `${rows.length} of ${all} leases; the API has all` : `${all} leases`} empty={<Empty>No lease lives now.</Empty>} />
}

function notebookWords({ notebook }: UsageRow, now: string): string {
  if (!notebook) return '— the hub does not answer'
  const ran = `${formatNumber(notebook.cellsRun)} cells${notebook.cellsFailed > 0 ? `, ${notebook.cellsFailed} failed` : ''}`
  return `${ran}, ${notebook.notebooksOpened} opened${notebook.lastActivityAt ? `, active ${formatAge(notebook.lastActivityAt, now, adminZone)}` : ''}`
}

const columns = (now: string): ColumnView<UsageRow>[] => [
  { key: 'lease', head: 'Lease', cell: (row) => <span className="text-mono">{row.lease}</span> },
  { key: 'email', head: 'Asked by', cell: (row) => row.email ?? 'nobody yet' },
  { key: 'state', head: 'State', phone: 'hidden', cell: (row) => stateWords[row.state as LeaseRow['state']] },
  { key: 'rows', head: 'Rows', align: 'right', phone: 'hidden', cell: (row) => formatNumber(row.rowCount) },
  { key: 'objects', head: 'Objects', align: 'right', phone: 'hidden', cell: (row) => (row.objectBytes === null ? '— no answer' : `${row.objectCount}, ${formatBytes(row.objectBytes)}`) },
  { key: 'sessions', head: 'Sign-ins', align: 'right', phone: 'hidden', cell: (row) => `${row.sessionCount}, ${row.openSessionCount} open` },
  { key: 'events', head: 'Events', align: 'right', phone: 'hidden', cell: (row) => formatNumber(row.eventCount) },
  { key: 'notebook', head: 'Notebook', phone: 'hidden', cell: (row) => notebookWords(row, now) },
  { key: 'seen', head: 'Last seen', align: 'right', phone: 'hidden', cell: (row) => (row.lastSeenAt ? formatAge(row.lastSeenAt, now, adminZone) : 'never') },
]
