import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { NewTenant } from '@/components/admin/new-tenant'
import { SearchForm } from '@/components/admin/search-form'
import { TenantDrawer } from '@/components/admin/tenant-drawer'
import { TenantTable } from '@/components/admin/tenant-table'
import { DataTable } from '@/components/ui/data-table'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { askCell } from '@/lib/admin/ask-cell'
import { listTenantCertificates } from '@/lib/admin/find-certificate'
import { loadTenants } from '@/lib/admin/load-tenants'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Tenants' }

export default async function TenantsPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const search = queryText(query, 'q')
  const [rows, certificates] = await Promise.all([loadTenants(system(), search), listTenantCertificates(system())])
  const open = rows.find(({ id }) => id === queryText(query, 'tenant'))
  const hrefOf = (tenant?: string) => {
    const to = new URLSearchParams({ ...(search && { q: search }), ...(tenant && { tenant }) })
    return to.size > 0 ? `/admin/tenants?${to}` : '/admin/tenants'
  }
  const closed = rows.filter(({ suspendedAt, deletesAt }) => suspendedAt || deletesAt).length
  return (
    <AdminPage
      title="Tenants"
      summary={closed === 0 ? 'Every tenant is open.' : `${closed} of ${rows.length} ${closed === 1 ? 'is' : 'are'} suspended or being deleted.`}
      action={<NewTenant />}
      drawer={open && <TenantDrawer tenant={open} cell={open.cellUrl ? await askCell(open.cellUrl) : null} closeHref={hrefOf()} />}
    >
      <Panel label="Tenants" flush>
        <div className="px-5 py-3 max-md:px-3.5">
          <SearchForm action="/admin/tenants" placeholder="Name or slug" value={search} />
        </div>
        <TenantTable rows={rows} selected={open?.id} search={search} hrefOf={hrefOf} />
      </Panel>
      {certificates.length > 0 && (
        <Panel title="Deleted" note="with their certificates" flush>
          <DataTable
            caption="Deleted tenants"
            head="plain"
            density="dense"
            rows={certificates}
            rowKey={(row) => row.id}
            columns={[
              { key: 'tenant', head: 'Tenant', cell: (row) => <span className="text-mono">{row.tenant}</span> },
              { key: 'gone', head: 'Gone, UTC', cell: (row) => formatDateClock(row.issuedAt, adminZone) },
              { key: 'certificate', head: 'Certificate', align: 'right', cell: (row) => <Link href={`/certificates/${row.id}`}>Read and verify</Link> },
            ]}
          />
        </Panel>
      )}
    </AdminPage>
  )
}
