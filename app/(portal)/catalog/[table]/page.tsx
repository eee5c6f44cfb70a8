import { SquareTerminal } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import '@/components/catalogue/catalogue.css'
import { ColumnTable } from '@/components/catalogue/column-table'
import { newestWords, rowsWords } from '@/components/catalogue/extent-words'
import { LineageDrawing, LineageList } from '@/components/catalogue/lineage-drawing'
import { NotePanel } from '@/components/catalogue/note-panel'
import { OpenTableList } from '@/components/catalogue/open-table-list'
import { QualityPanel } from '@/components/catalogue/quality-panel'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { readerFor } from '@/lib/auth/places-of'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { judgeTable } from '@/lib/catalogue/expectations'
import { lineageOf } from '@/lib/catalogue/lineage'
import { loadTable } from '@/lib/catalogue/load-catalogue'
import { listOpenTables } from '@/lib/lake/tables/open-tables'
import { system } from '@/lib/system'

interface Props {
  params: Promise<{ table: string }>
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({ title: findCatalogueTable((await params).table)?.title ?? 'Catalogue' })

export default async function CatalogueTablePage({ params }: Props) {
  const person = await requirePerson('plant.view')
  const [{ table: name }, reader] = await Promise.all([params, readerFor(system(), person, 'plant.view')])
  if (!findCatalogueTable(name)) notFound()
  const { table, note, extent, timeZone, now, ...view } = await loadTable(system(), person, name)
  const openTables = (await listOpenTables(system(), reader)).filter((one) => one.name === table.sqlName)
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
        <div className="catalogue-side">
          <NotePanel note={note} terms={view.terms} allTerms={view.allTerms} mayEdit={view.mayEdit} />
          {view.mayQuery && <QualityPanel judged={judgeTable(table.sqlName, view.profile, extent.newest, now)} />}
        </div>
      </div>
      {openTables.length > 0 && <OpenTableList tables={openTables} timeZone={timeZone} />}
      <Panel title="Where it comes from, and where it goes" note={<Link href="/catalog/lineage">Whole lineage</Link>} flush>
        <LineageDrawing lineage={lineage} marked={table.sqlName} label={`Lineage of ${table.sqlName}`} />
        <LineageList lineage={lineage} />
      </Panel>
    </div>
  )
}
