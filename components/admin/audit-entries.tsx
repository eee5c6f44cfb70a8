import { clsx } from 'clsx'
import { Download } from 'lucide-react'
import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatClock, formatDate } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { queryText, type Query } from '@/lib/admin/query-text'
import type { AuditFound, AuditSearch } from '@/lib/admin/search-audit'

interface Props {
  /** Where the page is; its query is the filter. */
  base: string
  /** Whose trail it is. */
  tenantId: string
  query: Query
  found: AuditSearch
  timeZone: string
  /** Trails to choose from; none where there is only one's own. */
  chains?: { id: string; label: string }[]
}

const names = ['tenant', 'q', 'who', 'what', 'from', 'until'] as const

/** A trail under a filter that stands in the address, with the same as CSV. */
export function AuditEntries({ base, tenantId, query, found: { rows, next, actions }, timeZone, chains }: Props) {
  const kept = Object.fromEntries(names.map((name) => [name, queryText(query, name)]).filter(([, value]) => value))
  const hrefOf = (path: string, more: Record<string, string> = {}) => `${path}?${new URLSearchParams({ ...kept, ...more })}`
  return (
    <Panel label="Entries" flush>
      <Form action={base} scroll={false} role="search" className={clsx('grid grid-cols-2 items-end gap-3 px-4 py-3 *:min-w-0 md:grid-cols-4', chains ? 'xl:grid-cols-[1.4fr_1fr_1fr_1.4fr_156px_156px_auto_auto]' : 'xl:grid-cols-[1fr_1fr_1.4fr_156px_156px_auto_auto]')}>
        {chains && <SelectField label="Trail" name="tenant" defaultValue={tenantId} options={chains} />}
        <TextField label="Words" name="q" type="search" defaultValue={kept.q ?? ''} />
        <TextField label="Who" name="who" defaultValue={kept.who ?? ''} />
        <SelectField label="What" name="what" defaultValue={kept.what ?? ''} options={[{ id: '', label: 'Everything' }, ...actions.map((id) => ({ id, label: id }))]} />
        <TextField label="From" name="from" type="date" defaultValue={kept.from ?? ''} />
        <TextField label="Until" name="until" type="date" defaultValue={kept.until ?? ''} />
        <Button type="submit">Filter</Button>
        <Button href={hrefOf(`/manage/${tenantId}/audit/csv`)} prefetch={false} icon={<Download className="icon" aria-hidden />}>
          CSV
        </Button>
      </Form>
      <DataTable caption={`Audit trail of ${tenantId}, newest first`} columns={columns(timeZone)} rows={rows} rowKey={(row) => String(row.seq)} density="dense" count={`${rows.length} ${rows.length === 1 ? 'entry' : 'entries'}${next ? ', and older ones' : ''}`} empty={<Empty>No entry of {tenantId} is like that.</Empty>} />
      {next && (
        <div className="px-5 pb-3 max-md:px-3.5">
          <Button size="small" href={hrefOf(base, { before: String(next) })}>
            Older entries
          </Button>
        </div>
      )}
    </Panel>
  )
}

const columns = (timeZone: string): ColumnView<AuditFound>[] => [
  { key: 'seq', head: 'Entry', align: 'right', phone: 'hidden', cell: (row) => row.seq },
  { key: 'at', head: 'When', cell: (row) => <span className="whitespace-nowrap">{`${formatDate(row.at, timeZone, { year: false })} ${formatClock(row.at, timeZone, { seconds: true })}`}</span> },
  { key: 'actor', head: 'Who', phone: 'hidden', cell: (row) => row.actor },
  { key: 'action', head: 'What', cell: (row) => <b>{row.action}</b> },
  { key: 'subject', head: 'Which', phone: 'hidden', cell: (row) => row.subject },
  { key: 'old', head: 'Old', phone: 'hidden', cell: (row) => <Small text={row.old} /> },
  { key: 'new', head: 'New', phone: 'hidden', cell: (row) => <Small text={row.new} /> },
  { key: 'detail', head: 'Detail and reason', phone: 'hidden', cell: (row) => <Small text={[row.detail, row.reason].filter(Boolean).join(' ')} /> },
  { key: 'hash', head: 'Hash', phone: 'hidden', cell: (row) => <code className="text-mono text-ink-3" title={row.hash}>{row.hash.slice(0, 12)}</code> },
]

function Small({ text }: { text: string }) {
  return (
    <span className="block max-w-[260px] truncate text-small text-ink-2" title={text}>
      {text}
    </span>
  )
}
