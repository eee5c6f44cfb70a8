import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock, formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadMaintenance } from '@/lib/plant/views/maintenance-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Maintenance' }

export default async function MaintenancePage({ params }: { params: Promise<{ place?: string[] }> }) {
  const person = await requirePerson('plant.view')
  const { place } = await params
  const view = await loadMaintenance(system(), person, place)
  if (!view) notFound()
  const { timeZone } = view.model.tenant
  const open = view.entries.filter(({ closedAt }) => !closedAt).length
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Maintenance, {view.place.name}</h1>
          <p>{open === 0 ? 'No work order is open.' : `${open} work ${open === 1 ? 'order is' : 'orders are'} open.`}</p>
        </div>
      </div>
      <Panel title="Log" note="newest first" flush>
        <DataTable
          caption="Maintenance log"
          rows={view.entries}
          rowKey={({ id }) => id}
          count={`${view.entries.length} entries`}
          empty={<Empty>Nothing was written down for this place.</Empty>}
          columns={[
            { key: 'opened', head: 'Opened', cell: ({ openedAt }) => formatDateClock(openedAt, timeZone) },
            { key: 'node', head: 'Equipment', phone: 'hidden', cell: ({ node }) => node },
            { key: 'kind', head: 'Kind', phone: 'hidden', cell: ({ kind }) => kind },
            {
              key: 'title',
              head: 'Work',
              cell: ({ title, detail }) => (
                <span className="whitespace-normal">
                  <b>{title}</b>
                  <small className="block max-w-[70ch] text-ink-2">{detail}</small>
                </span>
              ),
            },
            { key: 'who', head: 'Technician', phone: 'hidden', cell: ({ technician }) => technician },
            { key: 'took', head: 'Took', align: 'right', phone: 'hidden', cell: ({ openedAt, closedAt }) => (closedAt ? formatDuration((closedAt.getTime() - openedAt.getTime()) / 1000) : <b>open</b>) },
          ]}
        />
      </Panel>
    </div>
  )
}
