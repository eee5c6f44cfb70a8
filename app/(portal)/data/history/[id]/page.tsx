import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { DecideImport } from '@/components/history/decide-import'
import { EventMappingForm } from '@/components/history/event-mapping-form'
import { FilePreview } from '@/components/history/file-preview'
import '@/components/history/history.css'
import { stateWords } from '@/components/history/history-words'
import { ImportSteps } from '@/components/history/import-steps'
import { MappingForm } from '@/components/history/mapping-form'
import { ReadResultPanels } from '@/components/history/read-result'
import { ErrorPanel } from '@/components/ui/error-panel'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { KpiStrip } from '@/components/ui/kpi-strip'
import { Level } from '@/components/ui/level'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { endedStates, findImport, type ImportView, listPlanSignals, workingStates } from '@/lib/history/imports'
import { findEventTable } from '@/lib/history/event-fields'
import { historyLimits } from '@/lib/history/limits'
import type { Mapping } from '@/lib/history/mapping'
import { proposeEvents, proposeMapping } from '@/lib/history/propose-mapping'
import { timeZones } from '@/lib/plant/time-zones'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Import of history' }

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.setup')
  const sys = system()
  const [found, { timeZone }] = await Promise.all([findImport(sys, person, (await params).id), loadTenant(sys, person)])
  if (!found) notFound()
  const isEnded = endedStates.includes(found.state)
  const table = findEventTable(found.kind)
  const signals = found.state === 'mapping' ? await listPlanSignals(sys, person) : []
  return (
    <div className="portal-body">
      {workingStates.includes(found.state) && <LiveRefresh everySeconds={1} />}
      <div className="title-row">
        <div>
          <p className="text-small"><Link href="/data">Data</Link> / <Link href="/data/history">Bring history in</Link></p>
          <h1 className="text-page break-all">{found.name}</h1>
          <p>{stateWords[found.state]}; uploaded {formatDateClock(found.createdAt, timeZone)} by {found.createdBy}{found.endedAt ? `, ended ${formatDateClock(found.endedAt, timeZone)}` : ''}</p>
        </div>
      </div>
      <ImportSteps state={found.state} progress={found.progress} reached={found.startedAt ? 'running' : found.checkedAt ? 'checking' : found.form ? 'mapping' : 'looking'} />
      <Now found={found} />
      {found.state === 'mapping' && found.form && (
        <Panel title="How it is read">
          {table && <EventMappingForm id={found.id} form={found.form} table={table} start={(found.mapping ?? proposeEvents(found.form, table.fields, timeZone)) as Extract<Mapping, { shape: 'events' }>} zones={timeZones} />}
          {!table && <MappingForm id={found.id} form={found.form} start={found.mapping ?? proposeMapping(found.form, signals.map(({ id }) => id), timeZone)} signals={signals} zones={timeZones} />}
        </Panel>
      )}
      {found.result && found.state !== 'mapping' && found.state !== 'checking' && <Result found={found} result={found.result} timeZone={timeZone} />}
      {found.form && found.state === 'mapping' && <FilePreview form={found.form} />}
      {!isEnded && found.state !== 'checked' && <DecideImport id={found.id} readings={null} noun="readings" />}
    </div>
  )
}

/** What happens, or what stopped it. */
function Now({ found: { state, progress, reason, stored } }: { found: ImportView }) {
  if (state === 'failed') return <Panel label="Why it failed" flush><ErrorPanel failed={reason} holds={stored > 0 ? `${formatNumber(stored)} are stored and stay.` : 'Nothing of it was stored.'} todo="Mend the file and bring it in again: what is stored already is not stored twice." /></Panel>
  if (state === 'cancelled') return <Panel title="Cancelled"><p>{stored > 0 ? `${formatNumber(stored)} had been stored by then and stay. Bring the same file in again to store the rest: nothing is stored twice.` : 'Nothing of it was stored.'}</p></Panel>
  if (state === 'uploading') return <Panel title="Not arrived"><p>The upload was broken off. Cancel this import and choose the file again.</p></Panel>
  if (!workingStates.includes(state)) return null
  const words = { looking: 'The file is being looked at.', checking: 'Every row is being checked; nothing is stored yet.', running: `${formatNumber(stored)} stored.` }[state as 'looking' | 'checking' | 'running']
  return (
    <Panel title={stateWords[state].replace(/^./, (first) => first.toUpperCase())}>
      <div className="grid gap-3" role="status">
        <p>{words}</p>
        <Level ratio={progress} label="Done" tone="accent" height={5} />
      </div>
    </Panel>
  )
}

function Result({ found, result, timeZone }: { found: ImportView; result: NonNullable<ImportView['result']>; timeZone: string }) {
  const { state, stored, alreadyThere, id, kind } = found
  const table = findEventTable(kind)
  const noun = found.kind === 'readings' ? 'Readings' : 'Events'
  const isChecked = state === 'checked'
  return (
    <>
      <KpiStrip
        label="Result"
        kpis={[
          { label: 'Rows in the file', parts: [{ value: formatNumber(result.rows) }] },
          { label: isChecked ? `${noun} to store` : `${noun} read`, parts: [{ value: formatNumber(result.readings) }], note: result.twice > 0 ? `${formatNumber(result.twice)} in the hour that the clock showed twice` : undefined },
          { label: 'Refused', parts: [{ value: formatNumber(result.refused) }], note: result.refused === 0 ? 'every row can be taken' : 'each with its reason' },
          ...(isChecked ? [] : [{ label: 'Stored', parts: [{ value: formatNumber(stored) }], note: alreadyThere > 0 ? `${formatNumber(alreadyThere)} were there already` : undefined }]),
        ]}
      />
      {isChecked && (
        <Panel title="Nothing is stored yet">
          <div className="grid gap-3">
            <p className="max-w-[68ch]">
              Bringing it in cannot be undone.{' '}
              {table
                ? 'Counts add up, and what was a run, a stop or a state before follows the newest that was said of it; a row that was brought in before is not applied again.'
                : 'Readings go into roll-ups and into sealed files of the lake, which are corrected by adding and never by taking out. Readings that are there already stay as they are. What is stored counts as readings of this plant.'}
            </p>
            <DecideImport id={id} readings={result.readings} noun={noun.toLowerCase()} />
          </div>
        </Panel>
      )}
      <ReadResultPanels id={id} isEvents={table !== undefined} result={result} timeZone={timeZone} refusedListed={historyLimits.refusedListed} />
    </>
  )
}
