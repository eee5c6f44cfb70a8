import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { AudienceRows } from '@/components/admin/audience-rows'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Panel } from '@/components/ui/panel'
import { requireManager } from '@/lib/auth/manager'
import { listAudiences } from '@/lib/people/dashboard-audience'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Dashboards' }

export default async function AudiencePage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await requireManager((await params).tenant)
  const { bi, biTool } = system()
  const [audiences, own, drawn] = await Promise.all([listAudiences(system(), tenant.id), bi.listDashboards(tenant.id), biTool?.holding(tenant.id)])
  const kinds = [{ kind: 'own' as const, title: 'The product’s own', listed: own }, ...(biTool && drawn ? [{ kind: 'tool' as const, title: `In ${biTool.title}`, listed: drawn }] : [])]
  return (
    <AdminPage title="Dashboards" summary="Which roles are shown which dashboard. It counts on the next request; administrators are shown all.">
      {kinds.map(({ kind, title, listed }) => (
        <Panel key={kind} title={title} note={listed.ok ? `${listed.value.length} dashboards` : undefined} flush>
          {!listed.ok && <ErrorPanel failed={`They cannot be listed now: ${listed.failure.message}.`} holds="What was chosen before counts on." todo="Open this page again in a minute." />}
          {listed.ok && listed.value.length === 0 && <Empty>No dashboard here yet.</Empty>}
          {listed.ok && <AudienceRows tenantId={tenant.id} kind={kind} entries={listed.value.map(({ id, name, summary }) => ({ id, name, summary, roles: audiences.get(`${kind}/${id}`) ?? null }))} />}
        </Panel>
      ))}
    </AdminPage>
  )
}
