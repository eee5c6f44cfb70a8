import type { Metadata } from 'next'
import { buildMartsNow } from '@/app/(portal)/catalog/actions'
import { ActionButton } from '@/components/admin/action-button'
import '@/components/catalogue/catalogue.css'
import { CatalogueHead } from '@/components/catalogue/catalogue-head'
import { MartList } from '@/components/catalogue/mart-list'
import { MartRunTable } from '@/components/catalogue/mart-run-table'
import { OpenTableList } from '@/components/catalogue/open-table-list'
import { RuleList } from '@/components/catalogue/rule-list'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { may } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'
import { readerFor } from '@/lib/auth/places-of'
import { listFigureTables } from '@/lib/lake/tables/open-tables'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'
import { isDbtThere, listMartRuns } from '@/lib/transformations/mart-runs'

export const metadata: Metadata = { title: 'Marts' }

export default async function MartsPage() {
  const person = await requirePerson('plant.view')
  const sys = system()
  const [reader, { name, timeZone }] = await Promise.all([readerFor(sys, person, 'plant.view'), loadTenant(sys, person)])
  const [runs, openTables] = await Promise.all([listMartRuns(sys, reader), listFigureTables(sys, reader)])
  const isWaiting = runs.some(({ state }) => state === 'waiting')
  const built = runs.find(({ state }) => state === 'done')
  const failed = runs[0]?.state === 'failed' ? runs[0] : null
  const mayAsk = may(person.roles, 'data.download') && reader.places === null
  return (
    <div className="portal-body">
      {isWaiting && <LiveRefresh everySeconds={3} />}
      <CatalogueHead crumbs={name} title="Marts" current="marts">
        OEE, downtime, yield, material balance and control charts once more, in SQL that anybody can read, with the rules that the rows have to keep.
      </CatalogueHead>
      <Panel
        title={isWaiting ? 'Being built' : built ? `Built ${formatDateClock(built.endedAt!, timeZone)}` : 'Not built yet'}
        note={mayAsk && !isWaiting && (isDbtThere(sys) ? <ActionButton label={built ? 'Build again' : 'Build now'} busyWord="Asking" action={buildMartsNow} input={{}} /> : 'dbt is not installed yet')}
      >
        <p className="text-ink-2">
          {isWaiting ? `dbt builds the last 30 days and asks every rule${sys.settings.lake.trino ? ' on Trino. It takes a minute or two' : '. It takes some seconds'}; this page shows it when it is done.` : reader.places === null ? 'The last 30 days of the whole plant. A customer’s are built every night, a demo’s when somebody asks.' : 'They are about the whole plant, of which you see a part.'}
        </p>
        {failed && <p role="status">{`The run of ${formatDateClock(failed.askedAt, timeZone)} came to nothing: ${failed.reason.slice(0, 300)}`}</p>}
      </Panel>
      {built ? (
        <>
          <RuleList results={built.results} />
          <MartList results={built.results} />
        </>
      ) : (
        !isWaiting && <Panel label="Rules"><Empty>Rules are asked when the marts are built.</Empty></Panel>
      )}
      {openTables.length > 0 && <OpenTableList tables={openTables} timeZone={timeZone} />}
      {runs.length > 0 && <MartRunTable runs={runs} timeZone={timeZone} />}
    </div>
  )
}
