import type { Metadata } from 'next'
import Link from 'next/link'
import { addPlace, importCsv } from '@/app/manage/[tenant]/plant/actions'
import { AdminPage } from '@/components/admin/admin-page'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { CsvImport } from '@/components/admin/csv-import'
import { ModelChanges } from '@/components/admin/model-changes'
import { PlaceDrawer } from '@/components/admin/place-drawer'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requireManager } from '@/lib/auth/manager'
import { listChanges } from '@/lib/plant/model/change-model'
import { importHeads } from '@/lib/plant/model/import-model'
import { loadModelTree, loadRecords, type ModelNode } from '@/lib/plant/model/load-model'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Plant model' }

export default async function PlantModelPage({ params, searchParams }: { params: Promise<{ tenant: string }>; searchParams: Promise<Query> }) {
  const { tenant } = await requireManager((await params).tenant)
  const chosen = queryText(await searchParams, 'node')
  const [nodes, changes] = await Promise.all([loadModelTree(system(), tenant.id), listChanges(system(), tenant.id)])
  const open = nodes.find(({ id }) => id === chosen)
  const base = `/manage/${tenant.id}/plant`
  const signals = open ? await loadRecords(system(), tenant.id, 'signal', open.id) : []
  return (
    <AdminPage
      title="Plant model"
      summary="Sites, areas, lines, equipment and their signals (ISA-95). Every change can be undone."
      action={
        <div className="flex max-w-[560px] flex-wrap justify-end gap-2">
          <CsvImport
            tenantId={tenant.id}
            action={importCsv}
            label="Import CSV"
            example={'level,path,name,unit,decimals,interval_seconds,low_limit,high_limit,quantity\nline,site-1/production/line-2,Line 2\nsignal,site-1/production/line-2,Oven temperature,°C,1,60,,240,temperature'}
            hint={`Columns ${importHeads.join(', ')}. Places above before places below. Paste, or choose a file.`}
            verb="Import them"
            doneWords="the plant has them now."
          />
          <ConfirmInPlace label="Add site" size="default" question="Add another site to this plant?" confirm="Add it" busyWord="Adding" action={addPlace} fixed={{ tenantId: tenant.id, parentId: '' }}>
            <TextField label="Name" name="name" required maxLength={80} />
          </ConfirmInPlace>
        </div>
      }
      drawer={open && <PlaceDrawer tenantId={tenant.id} node={open} nodes={nodes} signals={signals} closeHref={base} />}
    >
      <Panel label="Places" flush>
        <DataTable
          caption="Places of the plant"
          columns={columns((id) => `${base}?node=${encodeURIComponent(id)}`)}
          rows={nodes}
          rowKey={(row) => row.id}
          selectedKey={open?.id}
          density="dense"
          count={`${nodes.length} places`}
          empty={<Empty>No place yet. Begin with a site, or import a file.</Empty>}
        />
      </Panel>
      <ModelChanges tenantId={tenant.id} changes={changes} timeZone={tenant.timeZone} now={system().clock.now().toISOString()} />
    </AdminPage>
  )
}

const columns = (hrefOf: (id: string) => string): ColumnView<ModelNode>[] => [
  {
    key: 'name',
    head: 'Place',
    cell: (row) => (
      <span style={{ paddingLeft: row.depth * 20 }}>
        <Link href={hrefOf(row.id)} scroll={false} className="font-semibold hover:underline">
          {row.name}
        </Link>
      </span>
    ),
  },
  { key: 'level', head: 'Level', cell: (row) => row.level },
  { key: 'path', head: 'Address', phone: 'hidden', cell: (row) => <span className="text-mono text-ink-2">{row.path}</span> },
  { key: 'signals', head: 'Signals', align: 'right', phone: 'hidden', cell: (row) => row.signals },
]
