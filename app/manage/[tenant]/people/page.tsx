import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { InviteForms } from '@/components/admin/invite-forms'
import { InvitationTable } from '@/components/admin/invitation-table'
import { PersonDrawer } from '@/components/admin/person-drawer'
import { SearchForm } from '@/components/admin/search-form'
import { TenantPeopleTable } from '@/components/admin/tenant-people-table'
import { Panel } from '@/components/ui/panel'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requireManager } from '@/lib/auth/manager'
import { listInvitations } from '@/lib/people/list-invitations'
import { loadPersonDetail } from '@/lib/people/load-person-detail'
import { loadTenantPeople, peopleSorts } from '@/lib/people/load-tenant-people'
import { listPlaces } from '@/lib/plant/model/list-places'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage({ params, searchParams }: { params: Promise<{ tenant: string }>; searchParams: Promise<Query> }) {
  const { person: self, tenant, isPlatform } = await requireManager((await params).tenant)
  const query = await searchParams
  const search = queryText(query, 'q')
  const sort = peopleSorts.find((one) => one === queryText(query, 'sort')) ?? 'name'
  const descending = queryText(query, 'dir') === 'down'
  const [key, id] = [queryText(query, 'after'), queryText(query, 'id')]
  const [page, places, invitations] = await Promise.all([
    loadTenantPeople(system(), tenant.id, { search, sort, descending, after: id ? { key, id } : null }),
    listPlaces(system(), tenant.id),
    listInvitations(system(), tenant.id),
  ])
  const open = queryText(query, 'person')
  const detail = open ? await loadPersonDetail(system(), tenant.id, open).catch(() => null) : null
  const base = `/manage/${tenant.id}/people`
  const hrefOf = (change: Record<string, string>) => {
    const to = new URLSearchParams(Object.entries({ q: search, sort: sort === 'name' ? '' : sort, dir: descending ? 'down' : '', ...change }).filter(([, value]) => value !== ''))
    return to.size > 0 ? `${base}?${to}` : base
  }
  const now = system().clock.now().toISOString()
  return (
    <AdminPage
      title="People"
      summary="A role holds at its place and below. A change counts at the person’s next request and stands in the audit trail."
      action={<InviteForms tenantId={tenant.id} places={places} />}
      drawer={detail && <PersonDrawer tenant={tenant} detail={detail} now={now} closeHref={hrefOf({})} isSelf={detail.accountId === self.accountId} mayLookAs={isPlatform} />}
    >
      <InvitationTable tenantId={tenant.id} rows={invitations} now={now} timeZone={tenant.timeZone} />
      <Panel label="People" flush>
        <div className="px-5 py-3 max-md:px-3.5">
          <SearchForm action={base} placeholder="Name or e-mail" value={search} />
        </div>
        <TenantPeopleTable page={page} now={now} timeZone={tenant.timeZone} sort={sort} descending={descending} selected={detail?.accountId} search={search} hrefOf={hrefOf} />
      </Panel>
    </AdminPage>
  )
}
