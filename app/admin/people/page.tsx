import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { PeopleTable } from '@/components/admin/people-table'
import { SearchForm } from '@/components/admin/search-form'
import { Panel } from '@/components/ui/panel'
import { loadPeople } from '@/lib/admin/load-people'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'People and roles' }

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Query> }) {
  const self = await requirePerson('admin')
  const search = queryText(await searchParams, 'q')
  const { rows, matching } = await loadPeople(system(), search)
  return (
    <AdminPage title="People and roles" summary="A change counts at the person’s next request, in open sessions too, and stands in the audit trail.">
      <Panel label="Accounts" flush>
        <div className="px-5 py-3 max-md:px-3.5">
          <SearchForm action="/admin/people" placeholder="Name, e-mail or tenant" value={search} />
        </div>
        <PeopleTable rows={rows} matching={matching} now={system().clock.now().toISOString()} selfId={self.accountId} />
      </Panel>
    </AdminPage>
  )
}
