import type { Metadata } from 'next'
import { turn } from '@/app/manage/[tenant]/features/actions'
import { ActionButton } from '@/components/admin/action-button'
import { AdminPage } from '@/components/admin/admin-page'
import { DataTable } from '@/components/ui/data-table'
import { Panel } from '@/components/ui/panel'
import { requireManager } from '@/lib/auth/manager'
import { featureNames, features, isOn } from '@/lib/tenancy/features'

export const metadata: Metadata = { title: 'Switches' }

export default async function FeaturesPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant, isPlatform } = await requireManager((await params).tenant)
  const rows = featureNames.map((feature) => ({ feature, on: isOn(tenant.features, feature), ...features[feature] }))
  return (
    <AdminPage title="Switches" summary={isPlatform ? 'What this tenant has. A switch counts on the next request.' : 'What your tenant has. The administrators of the platform set it.'}>
      <Panel label="Switches" flush>
        <DataTable
          caption="Switches"
          rows={rows}
          rowKey={(row) => row.feature}
          columns={[
            { key: 'name', head: 'Switch', cell: (row) => <span><b>{row.label}</b><br /><span className="text-ink-2">{row.words}</span></span> },
            { key: 'state', head: 'State', cell: (row) => (row.on ? 'On' : 'Off') },
            ...(isPlatform ? [{ key: 'turn', head: <span className="sr-only">Turn</span>, align: 'right' as const, cell: (row: (typeof rows)[number]) => <ActionButton label={row.on ? `Turn ${row.label} off` : `Turn ${row.label} on`} busyWord="Turning" action={turn} input={{ tenantId: tenant.id, feature: row.feature, on: row.on ? 'off' : 'on' }} /> }] : []),
          ]}
        />
      </Panel>
    </AdminPage>
  )
}
