import Link from 'next/link'
import { adminZone } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDate, formatDateClock } from '@/components/ui/format-time'
import type { TenantRow } from '@/lib/admin/load-tenants'

export function tenantState({ suspendedAt, deletesAt }: TenantRow): string {
  if (deletesAt) return `Deleted ${formatDateClock(deletesAt, adminZone)}`
  return suspendedAt ? 'Suspended' : 'Open'
}

interface Props {
  rows: TenantRow[]
  selected: string | undefined
  search: string
  hrefOf: (tenant: string) => string
}

export function TenantTable({ rows, selected, search, hrefOf }: Props) {
  const columns: ColumnView<TenantRow>[] = [
    { key: 'name', head: 'Tenant', cell: (row) => <Link href={hrefOf(row.id)} scroll={false} className="font-semibold hover:underline">{row.name}</Link> },
    { key: 'slug', head: 'Slug', phone: 'hidden', cell: (row) => <span className="text-mono">{row.id}</span> },
    { key: 'state', head: 'State', cell: tenantState },
    { key: 'placement', head: 'Placement', phone: 'hidden', cell: (row) => (row.placement === 'shared' ? 'Shared' : row.cellUrl ? 'Dedicated' : 'Dedicated, asked for') },
    { key: 'people', head: 'People', align: 'right', phone: 'hidden', cell: (row) => (row.cellUrl ? '— there' : row.people) },
    { key: 'lines', head: 'Lines', align: 'right', phone: 'hidden', cell: (row) => (row.cellUrl ? '— there' : row.lines) },
    { key: 'signals', head: 'Signals', align: 'right', phone: 'hidden', cell: (row) => (row.cellUrl ? '— there' : row.signals) },
    { key: 'since', head: 'Since', align: 'right', phone: 'hidden', cell: (row) => formatDate(row.createdAt, adminZone) },
  ]
  return (
    <DataTable
      caption="Tenants"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      selectedKey={selected}
      count={`${rows.length} ${rows.length === 1 ? 'tenant' : 'tenants'}`}
      empty={<Empty>{search ? 'No tenant has this in its name or slug.' : 'No tenant yet. Make the first with New tenant.'}</Empty>}
    />
  )
}
