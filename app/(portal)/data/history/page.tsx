import type { Metadata } from 'next'
import Link from 'next/link'
import { stateWords } from '@/components/history/history-words'
import { UploadHistory } from '@/components/history/upload-history'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatBytes, formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { requirePerson } from '@/lib/auth/current-person'
import { findComingSpace } from '@/lib/demo/find-lease-view'
import { eventTables, findEventTable } from '@/lib/history/event-fields'
import { listImports } from '@/lib/history/imports'
import { largestUploadBytes } from '@/lib/plant/upload-file'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Bring history in' }

export default async function HistoryPage() {
  const person = await requirePerson('plant.setup')
  const sys = system()
  const [imports, { timeZone }, coming] = await Promise.all([listImports(sys, person), loadTenant(sys, person), findComingSpace(sys, person.lease?.id)])
  const { readingsDays } = sys.settings.retention
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="text-small"><Link href="/data">Data</Link></p>
          <h1 className="text-page">Bring history in</h1>
          <p>Readings from another system, and tables of MES, ERP and LIMS, as CSV or Parquet. You see what every row becomes before anything is stored.</p>
        </div>
      </div>
      <Panel title="A new file" note={`CSV or Parquet, at most ${largestUploadBytes / 1e6} MB`}>
        <div className="grid gap-4">
          {coming && <LiveRefresh everySeconds={3} />}
          {coming && <Empty>The object space of this plant is still being made. A file can be chosen here as soon as it is there.</Empty>}
          {!coming && <UploadHistory largestBytes={largestUploadBytes} tables={eventTables.map(({ type, title }) => ({ type, title }))} />}
          <TermList
            termWidth={150}
            terms={[
              { term: 'One row a reading', detail: <>columns <code>time, signal, value</code> and, if you like, <code>unit</code></> },
              { term: 'One column a signal', detail: <>a column <code>time</code>, then a column for each signal</> },
              { term: 'A table of events', detail: <>counts, runs and batches, machine states, stops, lab results or maintenance: take the template, or map your own columns</> },
              { term: 'What is there already', detail: `stays. A reading is stored once by signal and time; the one that came first counts. Of an hour older than ${readingsDays} days that has readings, nothing is added.` },
              { term: 'Where it goes', detail: 'into trends, roll-ups, exports and the lake, as late readings do. It raises no alarms.' },
            ]}
          />
        </div>
      </Panel>
      <Panel title="Imports" flush>
        <DataTable
          caption="Imports of history"
          rows={imports}
          rowKey={({ id }) => id}
          head="plain"
          count={`${imports.length} ${imports.length === 1 ? 'import' : 'imports'}`}
          empty={<Empty>No file was brought in yet.</Empty>}
          columns={[
            { key: 'name', head: 'File', cell: ({ id, name }) => <Link href={`/data/history/${id}`}>{name}</Link> },
            { key: 'kind', head: 'Holds', phone: 'hidden', cell: ({ kind }) => findEventTable(kind)?.title ?? 'Readings' },
            { key: 'state', head: 'State', cell: ({ state }) => stateWords[state] },
            { key: 'stored', head: 'Stored', align: 'right', phone: 'hidden', cell: ({ stored }) => formatNumber(stored) },
            { key: 'refused', head: 'Refused', align: 'right', phone: 'hidden', cell: ({ result }) => (result ? formatNumber(result.refused) : '—') },
            { key: 'size', head: 'Size', align: 'right', phone: 'hidden', cell: ({ bytes }) => formatBytes(bytes) },
            { key: 'at', head: 'Uploaded', phone: 'hidden', cell: ({ createdAt, createdBy }) => `${formatDateClock(createdAt, timeZone)}, ${createdBy}` },
          ]}
        />
      </Panel>
    </div>
  )
}
