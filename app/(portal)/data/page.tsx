import type { Metadata } from 'next'
import { ExportPanel } from '@/components/portal/export-panel'
import { IngestPanel } from '@/components/portal/ingest-panel'
import { UploadFile } from '@/components/portal/upload-file'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { may } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'
import { readerFor } from '@/lib/auth/places-of'
import { findComingSpace } from '@/lib/demo/find-lease-view'
import { importsFolder } from '@/lib/history/import-files'
import { lakeFolder } from '@/lib/lake/lake-files'
import { exportPeriod, lastWeek } from '@/lib/plant/export-period'
import { exportExtents } from '@/lib/plant/export-rows'
import { largestUploadBytes } from '@/lib/plant/upload-file'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'
import { listSources, sampleSignal } from '@/lib/telemetry/ingest-source'

export const metadata: Metadata = { title: 'Data' }

export default async function DataPage({ searchParams }: { searchParams: Promise<{ from?: string; to?: string }> }) {
  const person = await requirePerson('data.download')
  const sys = system()
  const { timeZone } = await loadTenant(sys, person)
  const usual = lastWeek(sys.clock.now(), timeZone)
  const query = await searchParams
  const days = { from: query.from || usual.from, to: query.to || usual.to }
  const period = exportPeriod(days, timeZone)
  const extents = period.ok ? await exportExtents(sys, await readerFor(sys, person, 'data.download'), period.value) : []
  const [sources, signal] = await Promise.all([listSources(sys, person), sampleSignal(sys, person)])
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Data</h1>
          <p>Everything that this plant knows, to take with you. The definition of each column stands beside its table.</p>
        </div>
        {may(person.roles, 'plant.setup') && <Button href="/data/history">Bring history in</Button>}
      </div>
      <ExportPanel days={days} refusal={period.ok ? null : period.refusal.message} extents={extents} timeZone={timeZone} />
      <IngestPanel endpoint={`${sys.settings.gatewayUrl}/v1/readings`} sources={sources} signal={signal} timeZone={timeZone} mayChange={may(person.roles, 'plant.setup')} />
      {/* A file holds the whole plant. */}
      {may(person.roles, 'data.download') && <FilesPanel tenantId={person.tenantId} leaseId={person.lease?.id} timeZone={timeZone} mayChange={may(person.roles, 'plant.setup')} />}
    </div>
  )
}

async function FilesPanel({ tenantId, leaseId, timeZone, mayChange }: { tenantId: string; leaseId: string | undefined; timeZone: string; mayChange: boolean }) {
  const listed = await system().objects.list(tenantId)
  const coming = await findComingSpace(system(), leaseId)
  // What is sealed is asked in the room Query; files of imports stand on their own page.
  const files = listed.ok ? listed.value.filter(({ path }) => !path.startsWith(lakeFolder) && !path.startsWith(importsFolder)) : []
  const isComing = coming !== null
  return (
    <Panel title="Files" note="30 days up to the midnight before the plant was built, as Parquet, and what you put beside them" flush>
      {isComing && <LiveRefresh everySeconds={3} />}
      {!listed.ok && !isComing && <ErrorPanel failed={`The object storage did not answer: ${listed.failure.message}.`} holds="The tables above are made from the database." todo="Open this page again in a minute." />}
      {listed.ok && mayChange && !isComing && <UploadFile largestBytes={largestUploadBytes} />}
      {listed.ok && (
        <DataTable
          caption="Files in your object space"
          rows={files}
          rowKey={({ path }) => path}
          head="plain"
          density="dense"
          count={isComing ? `being written: ${coming.note || 'begins in a moment'}` : `${files.length} files`}
          empty={<Empty>{isComing ? 'The files are being written; they appear here by themselves.' : 'No file yet.'}</Empty>}
          columns={[
            { key: 'name', head: 'File', cell: ({ path }) => <a href={`/data/file?${new URLSearchParams({ path })}`}>{path.split('/').at(-1)}</a> },
            { key: 'size', head: 'Size, kB', align: 'right', cell: ({ bytes }) => formatNumber(bytes / 1000, 1) },
            { key: 'stored', head: 'Stored', phone: 'hidden', cell: ({ storedAt }) => formatDateClock(storedAt, timeZone) },
          ]}
        />
      )}
    </Panel>
  )
}
