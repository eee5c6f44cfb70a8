import { SquareTerminal } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import '@/components/catalogue/catalogue.css'
import { ColumnTable } from '@/components/catalogue/column-table'
import { newestWords, rowsWords } from '@/components/catalogue/extent-words'
import { LineageDrawing, LineageList } from '@/components/catalogue/lineage-drawing'
import { NotePanel } from '@/components/catalogue/note-panel'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { lineageOf } from '@/lib/catalogue/lineage'
import { loadTable } from '@/lib/catalogue/load-catalogue'
import { system } from '@/lib/system'

interface Props {
  params: Promise<{ table: string }>
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({ title: findCatalogueTable((await params).table)?.title ?? 'Catalogue' })

export default async function CatalogueTablePage({ params }: Props) {
  const person = await requirePerson('plant.view')
  const { table: name } = await params
  if (!findCatalogueTable(name)) notFound()
  const { table, note, extent, timeZone, now, ...view } = await loadTable(system(), person, name)
  const lineage = lineageOf(table.sqlName)
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">
            <Link href="/catalog">Catalogue</Link> / {table.catalog} / {table.schema} / {table.name}
          </p>
          <h1 className="text-page">{table.title}</h1>
          <p>
            A row is {table.row}. {extent.rows === null ? 'Rows are counted for the whole plant only' : `${rowsWords(extent)} rows`}, newest: {newestWords(extent, now, timeZone)}.
          </p>
        </div>
        {view.mayQuery && <Button variant="primary" href={`/query?table=${table.sqlName}`} icon={<SquareTerminal className="icon" aria-hidden />}>Open in query</Button>}
      </div>
      <div className="catalogue-two">
        <ColumnTable table={table} profile={view.profile} timeZone={timeZone} mayQuery={view.mayQuery} />
        <NotePanel note={note} terms={view.terms} allTerms={view.allTerms} mayEdit={view.mayEdit} />
      </div>
      <Panel title="Where it comes from, and where it goes" note={<Link href="/catalog/lineage">Whole lineage</Link>} flush>
        <LineageDrawing lineage={lineage} marked={table.sqlName} label={`Lineage of ${table.sqlName}`} />
        <LineageList lineage={lineage} />
      </Panel>
    </div>
  )
}
