import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatAge } from '@/components/ui/format-time'
import { mostCounted, type PeoplePage, type PeopleSort, type TenantPerson } from '@/lib/people/load-tenant-people'
import { roleWords } from '@/lib/people/role-words'

interface Props {
  page: PeoplePage
  now: string
  timeZone: string
  sort: PeopleSort
  descending: boolean
  selected: string | undefined
  search: string
  /** The same list with these parts of the query changed. */
  hrefOf: (change: Record<string, string>) => string
}

export function TenantPeopleTable({ page, now, timeZone, sort, descending, selected, search, hrefOf }: Props) {
  const head = (key: PeopleSort) => ({
    sortHref: hrefOf({ sort: key, dir: sort === key && !descending ? 'down' : '' }),
    sorted: sort === key ? ((descending ? 'descending' : 'ascending') as 'ascending' | 'descending') : undefined,
  })
  const columns: ColumnView<TenantPerson>[] = [
    { key: 'name', head: 'Name', ...head('name'), cell: (row) => <Link href={hrefOf({ person: row.accountId })} scroll={false} className="font-semibold hover:underline">{row.name}</Link> },
    { key: 'email', head: 'E-mail', phone: 'hidden', ...head('email'), cell: (row) => row.email },
    { key: 'roles', head: 'Roles', cell: (row) => row.roles.map(({ role, place }) => `${roleWords[role]} on ${place}`).join(', ') || 'none' },
    { key: 'status', head: 'Status', phone: 'hidden', cell: (row) => (row.status === 'active' ? 'Active' : 'Deactivated') },
    { key: 'seen', head: 'Last seen', phone: 'hidden', ...head('seen'), cell: (row) => (row.lastSeenAt ? formatAge(row.lastSeenAt, now, timeZone) : 'never') },
    { key: 'sessions', head: 'Sessions', align: 'right', phone: 'hidden', cell: (row) => row.openSessions },
  ]
  const counted = page.matching > mostCounted ? `over ${mostCounted} people` : `${page.matching} ${page.matching === 1 ? 'person' : 'people'}`
  return (
    <>
      <DataTable caption="People" columns={columns} rows={page.rows} rowKey={(row) => row.accountId} selectedKey={selected} count={`${page.rows.length} shown of ${counted}`} empty={<Empty>{search ? 'Nobody has this in their name or address.' : 'Nobody yet. Invite the first person, or a file of them.'}</Empty>} />
      {page.next && (
        <div className="px-5 pb-3 max-md:px-3.5">
          <Button size="small" href={hrefOf({ after: page.next.key, id: page.next.id })}>
            Next page
          </Button>
        </div>
      )}
    </>
  )
}
