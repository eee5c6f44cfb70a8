import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import Form from 'next/form'
import { AdminPage } from '@/components/admin/admin-page'
import { Button } from '@/components/ui/button'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatClock, formatDate } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { queryText, type Query } from '@/lib/admin/query-text'
import { auditFilterFrom } from '@/lib/admin/audit-query'
import { type AuditFound, searchAudit } from '@/lib/admin/search-audit'
import { requireManager } from '@/lib/auth/manager'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Audit trail' }

const names = ['q', 'who', 'what', 'from', 'until'] as const

export default async function TenantAuditPage({ params, searchParams }: { params: Promise<{ tenant: string }>; searchParams: Promise<Query> }) {
  const { tenant } = await requireManager((await params).tenant)
  const query = await searchParams
  const { rows, next, actions } = await searchAudit(system(), tenant.id, auditFilterFrom(query, tenant.timeZone))
  const base = `/manage/${tenant.id}/audit`
  const kept = Object.fromEntries(names.map((name) => [name, queryText(query, name)]).filter(([, value]) => value))
  const hrefOf = (path: string, more: Record<string, string> = {}) => `${path}?${new URLSearchParams({ ...kept, ...more })}`
  return (
    <AdminPage
      title="Audit trail"
      summary={`Who changed what, when, from what to what. Append-only and chained; times in ${tenant.timeZone}.`}
      action={
        <Button href={hrefOf(`${base}/csv`)} prefetch={false} icon={<Download className="icon" aria-hidden />}>
          CSV
        </Button>
      }
    >
      <Panel label="Entries" flush>
        <Form action={base} scroll={false} role="search" className="grid grid-cols-2 items-end gap-3 px-4 py-3 md:grid-cols-6">
          <TextField label="Words" name="q" type="search" size="small" defaultValue={kept.q ?? ''} />
          <TextField label="Who" name="who" size="small" defaultValue={kept.who ?? ''} />
          <SelectField label="What" name="what" defaultValue={kept.what ?? ''} options={[{ id: '', label: 'Everything' }, ...actions.map((id) => ({ id, label: id }))]} />
          <TextField label="From" name="from" type="date" size="small" defaultValue={kept.from ?? ''} />
          <TextField label="Until" name="until" type="date" size="small" defaultValue={kept.until ?? ''} />
          <Button type="submit" size="small">
            Filter
          </Button>
        </Form>
        <DataTable caption="Audit trail, newest first" columns={columns(tenant.timeZone)} rows={rows} rowKey={(row) => String(row.seq)} density="dense" count={`${rows.length} entries${next ? ', and older ones' : ''}`} empty={<Empty>No entry is like that.</Empty>} />
        {next && (
          <div className="px-4 pb-3">
            <Button size="small" href={hrefOf(base, { before: String(next) })}>
              Older entries
            </Button>
          </div>
        )}
      </Panel>
    </AdminPage>
  )
}

const columns = (timeZone: string): ColumnView<AuditFound>[] => [
  { key: 'at', head: 'When', cell: (row) => `${formatDate(row.at, timeZone)} ${formatClock(row.at, timeZone, { seconds: true })}` },
  { key: 'actor', head: 'Who', phone: 'hidden', cell: (row) => row.actor },
  { key: 'action', head: 'What', cell: (row) => <b>{row.action}</b> },
  { key: 'subject', head: 'Which', phone: 'hidden', cell: (row) => row.subject },
  { key: 'old', head: 'Old', phone: 'hidden', cell: (row) => <Small text={row.old} /> },
  { key: 'new', head: 'New', phone: 'hidden', cell: (row) => <Small text={row.new} /> },
  { key: 'detail', head: 'Detail and reason', phone: 'hidden', cell: (row) => <Small text={[row.detail, row.reason].filter(Boolean).join(' ')} /> },
]

function Small({ text }: { text: string }) {
  return (
    <span className="block max-w-[320px] truncate text-small text-ink-2" title={text}>
      {text}
    </span>
  )
}
