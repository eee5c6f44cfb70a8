import type { Metadata } from 'next'
import '@/components/query/query.css'
import { QueryRoom } from '@/components/query/query-room'
import { formatDateClock } from '@/components/ui/format-time'
import { requirePerson } from '@/lib/auth/current-person'
import { lakeEngines } from '@/lib/lake/query/engines'
import { listHistory } from '@/lib/lake/query/ask-lake'
import { listSavedQueries } from '@/lib/lake/query/saved-queries'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { lakeTables } from '@/lib/lake/query/tables'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'
import { hasFeature } from '@/lib/tenancy/features'

export const metadata: Metadata = { title: 'Query' }

interface Props {
  /** A table of the catalogue to begin with. */
  searchParams: Promise<{ table?: string }>
}

export default async function QueryPage({ searchParams }: Props) {
  const person = await requirePerson('data.download')
  const sys = system()
  const table = findCatalogueTable((await searchParams).table ?? '')
  const [{ timeZone, name }, saved, history, progress, mayDownload] = await Promise.all([
    loadTenant(sys, person),
    listSavedQueries(sys, person),
    listHistory(sys, person),
    sys.db.inTenant(person, (tx) => tx.lakeProgress.findFirst()),
    hasFeature(sys, person, 'data-export'),
  ])
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">{name}</p>
          <h1 className="text-page">Query</h1>
          <p>{sealedWords(sys.settings.lake.cryptoFile !== null, progress && formatDateClock(progress.sealedUntil, timeZone))}</p>
        </div>
      </div>
      <QueryRoom first={table && `SELECT *\nFROM ${table.sqlName}\nLIMIT 100`} tables={lakeTables} saved={saved} history={history} me={person.email} engines={lakeEngines(sys).map(({ name, title, reads }) => ({ name, title, reads }))} timeZone={timeZone} mayDownload={mayDownload} />
    </div>
  )
}

function sealedWords(isSealed: boolean, until: string | null): string {
  if (!isSealed) return 'History is not being sealed on this installation: its encryption could not be had. An administrator finds why in the log of the start.'
  if (!until) return 'SQL over the history of this plant. Readings are here a few minutes after they came; none is sealed yet.'
  return `SQL over the history of this plant, encrypted under its own key. Readings are here up to ${until}.`
}
