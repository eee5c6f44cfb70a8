import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { SearchForm } from '@/components/admin/search-form'
import { VerifyAudit } from '@/components/admin/verify-audit'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatClock, formatDate } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { type AuditRow, loadAudit } from '@/lib/admin/load-audit'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Audit trail' }

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const search = queryText(query, 'q')
  const tenant = queryText(query, 'tenant') || 'platform'
  const { chains, rows, matching } = await loadAudit(system(), tenant, search)
  const hrefOf = (tenantId: string) => `/admin/audit?${new URLSearchParams({ tenant: tenantId, ...(search && { q: search }) })}`
  return (
    <AdminPage title="Audit trail" summary="Append-only and chained: each entry carries the hash of the one before it." action={<VerifyAudit />}>
      <Panel label="Entries" flush>
        <div className="flex flex-wrap items-center gap-3 px-4 py-3">
          {chains.length > 1 && (
            <Segmented label="Chain" current={tenant} segments={chains.map(({ tenantId, entries }) => ({ key: tenantId, label: `${tenantId} ${entries}`, href: hrefOf(tenantId) }))} />
          )}
          <SearchForm action="/admin/audit" placeholder="Who, what or which" value={search} keep={tenant === 'platform' ? {} : { tenant }} />
        </div>
        <DataTable
          caption={`Audit trail of ${tenant}, newest first`}
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.seq)}
          density="dense"
          count={`${rows.length} of ${matching}, newest first`}
          empty={<Empty>No entry of {tenant} has this in it.</Empty>}
        />
      </Panel>
    </AdminPage>
  )
}

const columns: ColumnView<AuditRow>[] = [
  { key: 'seq', head: 'Entry', align: 'right', phone: 'hidden', cell: (row) => row.seq },
  { key: 'at', head: 'When, UTC', cell: (row) => `${formatDate(row.at, adminZone, { year: false })} ${formatClock(row.at, adminZone, { seconds: true })}` },
  { key: 'actor', head: 'Who', phone: 'hidden', cell: (row) => row.actor },
  { key: 'action', head: 'What', cell: (row) => <b>{row.action}</b> },
  { key: 'subject', head: 'Which', phone: 'hidden', cell: (row) => <span className="text-mono">{row.subject}</span> },
  {
    key: 'detail',
    head: 'Detail and reason',
    phone: 'hidden',
    cell: (row) => (
      <span className="break-all text-small text-ink-2">
        {row.detail && <code>{row.detail}</code>} {row.reason}
      </span>
    ),
  },
  { key: 'hash', head: 'Hash', phone: 'hidden', cell: (row) => <code className="text-mono text-ink-3" title={row.hash}>{row.hash.slice(0, 12)}</code> },
]
