import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { NewTenant } from '@/components/admin/new-tenant'
import { SearchForm } from '@/components/admin/search-form'
import { TenantDrawer } from '@/components/admin/tenant-drawer'
import { TenantTable } from '@/components/admin/tenant-table'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
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
      drawer={open && <TenantDrawer tenant={open} closeHref={hrefOf()} />}
    >
      <Panel label="Tenants" flush>
        <div className="px-4 py-3">
          <SearchForm action="/admin/tenants" placeholder="Name or slug" value={search} />
        </div>
        <TenantTable rows={rows} selected={open?.id} search={search} hrefOf={hrefOf} />
      </Panel>
      {certificates.length > 0 && (
        <Panel title="Deleted" note="with their certificates" flush>
          <ul className="rows">
            {certificates.map(({ id, tenant, issuedAt }) => (
              <li key={id} className="row">
                <Link href={`/certificates/${id}`}>{tenant}</Link>, gone {formatDateClock(issuedAt, adminZone)} UTC
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </AdminPage>
  )
}
