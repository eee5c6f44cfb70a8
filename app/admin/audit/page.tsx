import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { AuditEntries } from '@/components/admin/audit-entries'
import { adminZone } from '@/components/admin/lease-cells'
import { VerifyAudit } from '@/components/admin/verify-audit'
import { auditFilterFrom } from '@/lib/admin/audit-query'
import { queryText, type Query } from '@/lib/admin/query-text'
import { listChains, searchAudit } from '@/lib/admin/search-audit'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Audit trail' }

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const tenantId = queryText(query, 'tenant') || 'platform'
  const [found, chains] = await Promise.all([searchAudit(system(), tenantId, auditFilterFrom(query, adminZone)), listChains(system())])
  return (
    <AdminPage title="Audit trail" summary="Append-only and chained: each entry carries the hash of the one before it. Times are UTC." action={<VerifyAudit />}>
      <AuditEntries base="/admin/audit" tenantId={tenantId} query={query} found={found} timeZone={adminZone} chains={chains.map(({ tenantId: id, entries }) => ({ id, label: `${id}, ${entries}` }))} />
    </AdminPage>
  )
}
