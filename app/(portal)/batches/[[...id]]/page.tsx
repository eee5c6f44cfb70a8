import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { BatchDrawer } from '@/components/portal/batch-drawer'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { type BatchesView, type BatchRowView, loadBatches } from '@/lib/plant/views/batches-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Batches' }

const statusWords: Record<BatchRowView['status'], string> = { running: 'Running', completed: 'Completed', released: 'Released', deviation: 'Deviation' }

export default async function BatchesPage({ params }: { params: Promise<{ id?: string[] }> }) {
  const person = await requirePerson('plant.view')
  const { id } = await params
  const chosenId = id?.map(decodeURIComponent).join('/')
  const view = await loadBatches(system(), person, chosenId)
  if (chosenId && !view.chosen) notFound()
  return (
    <div className="oee-frame">
      <div className="portal-body">
        <div className="title-row">
          <div>
            <h1 className="text-page">Batches</h1>
            <p>{sentence(view)}</p>
          </div>
        </div>
        <Panel title="Last 30 days" note="newest first" flush>
          <DataTable
            caption="Batches"
            density="dense"
            rows={view.batches}
            rowKey={(batch) => batch.id}
            selectedKey={view.chosen?.batch.id}
            count={`${view.batches.length} batches`}
            empty={<Empty>No batch in the last 30 days.</Empty>}
            columns={[
              { key: 'id', head: 'Batch', cell: (batch) => <Link href={`/batches/${batch.id}`} scroll={false}>{batch.id}</Link> },
              { key: 'product', head: 'Product', cell: (batch) => batch.product },
              { key: 'line', head: 'Line', phone: 'hidden', cell: (batch) => batch.line },
              { key: 'start', head: 'Started', phone: 'hidden', cell: (batch) => formatDateClock(batch.startsAt, view.timeZone) },
              { key: 'in', head: 'Input, kg', align: 'right', phone: 'hidden', cell: (batch) => formatNumber(batch.inputKg) },
              { key: 'out', head: 'Output, kg', align: 'right', phone: 'hidden', cell: (batch) => (batch.outputKg === null ? '— running' : formatNumber(batch.outputKg)) },
              { key: 'yield', head: 'Yield, %', align: 'right', cell: (batch) => (batch.yieldRatio === null ? '— running' : formatNumber(batch.yieldRatio * 100, 1)) },
              { key: 'status', head: 'Status', cell: (batch) => (batch.status === 'deviation' ? <b>{statusWords.deviation}</b> : statusWords[batch.status]) },
            ]}
          />
        </Panel>
      </div>
      {view.chosen && <BatchDrawer {...view.chosen} timeZone={view.timeZone} />}
    </div>
  )
}

function sentence({ batches }: BatchesView): string {
  const running = batches.filter(({ status }) => status === 'running').length
  const deviations = batches.filter(({ status }) => status === 'deviation').length
  return `${running === 0 ? 'None' : running} running; ${deviations === 0 ? 'no deviation' : deviations === 1 ? 'one with a deviation' : `${deviations} with deviations`} in 30 days.`
}
