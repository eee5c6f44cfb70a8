import type { Metadata } from 'next'
import { retryCrm, switchCrm } from '@/app/sales/crm/actions'
import { ActionButton } from '@/components/admin/action-button'
import { AdminPage } from '@/components/admin/admin-page'
import { NewCrmTarget } from '@/components/sales/new-crm-target'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadCrm } from '@/lib/sales/load-crm'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'CRM' }

export default async function CrmPage() {
  await requirePerson('sales')
  const { targets, deliveries } = await loadCrm(system())
  return (
    <AdminPage title="CRM" summary="Tells your customer system of every change of a lead. Each attempt has ten seconds; it is tried six times within an hour and a half, under the same id.">
      <Panel title="Receivers" flush>
        <DataTable
          caption="Receivers"
          rows={targets}
          rowKey={({ id }) => id}
          empty={<Empty>No receiver yet. Leads stay here until you add one.</Empty>}
          columns={[
            { key: 'name', head: 'Name', cell: ({ name }) => <b>{name}</b> },
            { key: 'address', head: 'Address', phone: 'hidden', cell: ({ address }) => <span className="text-mono">{address}</span> },
            { key: 'last', head: 'Last delivered', phone: 'hidden', cell: ({ lastDeliveredAt }) => (lastDeliveredAt ? formatDateClock(lastDeliveredAt, 'UTC') : '—') },
            { key: 'error', head: 'Last refusal', phone: 'hidden', cell: ({ lastError }) => <span className="text-ink-2">{lastError ?? '—'}</span> },
            { key: 'switch', head: 'State', cell: ({ id, disabledAt }) => <ActionButton label={disabledAt ? 'Switch on' : 'Switch off'} busyWord="Switching" action={switchCrm} input={{ id, on: String(Boolean(disabledAt)) }} /> },
          ]}
        />
        <div className="border-t border-line px-5 py-4 max-md:px-3.5">
          <NewCrmTarget />
        </div>
      </Panel>
      <Panel title="Deliveries" note="the last 50, UTC" flush>
        <DataTable
          caption="Deliveries"
          rows={deliveries}
          density="dense"
          rowKey={({ id }) => id}
          empty={<Empty>Nothing has been sent yet.</Empty>}
          columns={[
            { key: 'at', head: 'At', cell: ({ createdAt }) => formatDateClock(createdAt, 'UTC') },
            { key: 'type', head: 'Event', cell: ({ type }) => type },
            { key: 'lead', head: 'Lead', phone: 'hidden', cell: ({ email }) => <span className="text-ink-2">{email}</span> },
            { key: 'state', head: 'State', phone: 'hidden', cell: ({ state, attempts, nextAt }) => (state === 'pending' ? `attempt ${attempts + 1} at ${formatDateClock(nextAt, 'UTC')}` : `${state}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`) },
            { key: 'why', head: 'Refusal', phone: 'hidden', cell: ({ lastError }) => <span className="text-ink-2">{lastError ?? ''}</span> },
            { key: 'again', head: 'Again', phone: 'hidden', cell: ({ id, state }) => state === 'failed' && <ActionButton label="Try again" busyWord="Asking" action={retryCrm} input={{ id }} /> },
          ]}
        />
      </Panel>
    </AdminPage>
  )
}
