import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { DeadLetterTable } from '@/components/admin/dead-letter-table'
import { SearchForm } from '@/components/admin/search-form'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'
import { loadDeadLetters } from '@/lib/telemetry/dead-letters/load-dead-letters'

export const metadata: Metadata = { title: 'Dead letters' }

export default async function DeadLettersPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const search = queryText(query, 'q')
  const isAll = queryText(query, 'show') === 'all'
  const { rows, waiting, matching } = await loadDeadLetters(system(), { search, isAll })
  const hrefOf = (show: string) => `/admin/dead-letters?${new URLSearchParams({ show, ...(search && { q: search }) })}`
  return (
    <AdminPage title="Dead letters" summary="Readings and events that were refused, as they came. Mend the cause, a missing signal or a wrong unit, then replay them: they keep the times at which they were measured.">
      <LiveRefresh everySeconds={10} />
      <Panel title={isAll ? 'All letters' : 'Waiting'} note={waiting === 0 ? 'none waits' : `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`} flush>
        <div className="flex flex-wrap items-center gap-4 px-4 py-3">
          <SearchForm action="/admin/dead-letters" placeholder="Plant, source or reason" value={search} keep={isAll ? { show: 'all' } : {}} />
          <Segmented
            label="Shown"
            current={isAll ? 'all' : 'waiting'}
            segments={[
              { key: 'waiting', label: 'Waiting', href: hrefOf('waiting') },
              { key: 'all', label: 'Done too', href: hrefOf('all') },
            ]}
          />
        </div>
        <DeadLetterTable rows={rows} matching={matching} now={system().clock.now().toISOString()} />
      </Panel>
    </AdminPage>
  )
}
