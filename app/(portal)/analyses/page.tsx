import type { Metadata } from 'next'
import Link from 'next/link'
import { RemoveAnalysis } from '@/components/portal/remove-analysis'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { listAnalyses } from '@/lib/plant/saved-analyses'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'
import { analysisKinds, isAnalysisKind } from '@/lib/tools/analysis-kinds'

export const metadata: Metadata = { title: 'Analyses' }

export default async function AnalysesPage() {
  const person = await requirePerson('plant.view')
  const [{ timeZone, name }, analyses] = await Promise.all([loadTenant(system(), person), listAnalyses(system(), person)])
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">{name}</p>
          <h1 className="text-page">Analyses</h1>
          <p>Your own numbers in the same engine: paste or upload, and keep what you found.</p>
        </div>
        <div className="flex flex-wrap gap-2">
          {Object.entries(analysisKinds).map(([kind, label]) => (
            <Button key={kind} href={`/analyses/new?kind=${kind}`} size="small">
              {label}
            </Button>
          ))}
        </div>
      </div>
      <Panel title="Kept" flush>
        <DataTable
          caption="Kept analyses"
          rows={analyses}
          rowKey={({ id }) => id}
          count={`${analyses.length} ${analyses.length === 1 ? 'analysis' : 'analyses'}`}
          empty={<Empty>Nothing is kept yet. Open a tool above, or bring one along from the free tools of the site.</Empty>}
          columns={[
            { key: 'name', head: 'Name', cell: (row) => <Link href={`/analyses/${row.id}`}>{row.name}</Link> },
            { key: 'kind', head: 'Tool', cell: ({ kind }) => (isAnalysisKind(kind) ? analysisKinds[kind] : kind) },
            { key: 'at', head: 'Kept', phone: 'hidden', cell: ({ createdAt }) => formatDateClock(createdAt, timeZone) },
            { key: 'by', head: 'By', phone: 'hidden', cell: ({ createdBy }) => createdBy },
            { key: 'remove', head: '', align: 'right', cell: ({ id, name: words }) => <RemoveAnalysis id={id} name={words} /> },
          ]}
        />
      </Panel>
    </div>
  )
}
