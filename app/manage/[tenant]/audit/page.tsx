import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { AuditEntries } from '@/components/admin/audit-entries'
import { auditFilterFrom } from '@/lib/admin/audit-query'
import type { Query } from '@/lib/admin/query-text'
import { searchAudit } from '@/lib/admin/search-audit'
import { requireManager } from '@/lib/auth/manager'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Audit trail' }

export default async function TenantAuditPage({ params, searchParams }: { params: Promise<{ tenant: string }>; searchParams: Promise<Query> }) {
  const { tenant } = await requireManager((await params).tenant)
  const query = await searchParams
  const found = await searchAudit(system(), tenant.id, auditFilterFrom(query, tenant.timeZone))
  return (
    <AdminPage title="Audit trail" summary={`Who changed what, when, from what to what. Append-only and chained; times in ${tenant.timeZone}.`}>
      <AuditEntries base={`/manage/${tenant.id}/audit`} tenantId={tenant.id} query={query} found={found} timeZone={tenant.timeZone} />
    </AdminPage>
  )
}
