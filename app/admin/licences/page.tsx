import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { LicenceDrawer } from '@/components/admin/licence-drawer'
import { InstallLicence } from '@/components/admin/licence-forms'
import { editionWords, limitConsequence, limitWords, standingWords } from '@/components/admin/usage-words'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import { type LicenceRow, loadLicences } from '@/lib/admin/load-licences'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { licenceKey } from '@/lib/licence/licence-key'
import { mayGrow } from '@/lib/licence/standing'
import { dayAfter, dayOf } from '@/lib/metering/meters'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Licences' }

export default async function LicencesPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const selected = queryText(await searchParams, 'tenant')
  const rows = await loadLicences(system())
  const row = rows.find(({ tenantId }) => tenantId === selected)
  const today = dayOf(system().clock.now())
  return (
    <AdminPage title="Licences" summary={summaryOf(rows)} drawer={row && <LicenceDrawer row={row} from={today} until={dayAfter(today, 365)} />}>
      <Panel label="Licences" flush foot={`Files are signed with Ed25519 and checked without asking anybody. Licences of this installation carry the key ${licenceKey(system().settings.varDir).id}.`}>
        <DataTable
          caption="Customers and their licences"
          columns={columns}
          rows={rows}
          rowKey={(one) => one.tenantId}
          selectedKey={row?.tenantId}
          count={rows.length === 1 ? '1 customer' : `${rows.length} customers; those that end first on top`}
          empty={<Empty>There is no customer yet. Licences belong to customers; a demo is measured by its hours.</Empty>}
        />
      </Panel>
      <Panel title="Install a licence file">
        <InstallLicence />
      </Panel>
    </AdminPage>
  )
}

function summaryOf(rows: LicenceRow[]): string {
  const ended = rows.filter(({ standing }) => !mayGrow(standing)).length
  const soon = rows.filter(({ standing }) => mayGrow(standing) && (standing.daysLeft ?? 99) <= 30).length
  if (ended + soon === 0) return 'Every licence runs for more than thirty days.'
  return `${ended === 0 ? 'None has ended' : `${ended} ${ended === 1 ? 'has' : 'have'} ended`}, ${soon} ${soon === 1 ? 'ends' : 'end'} within thirty days.`
}

const columns: ColumnView<LicenceRow>[] = [
  {
    key: 'tenant',
    head: 'Customer',
    cell: (row) => (
      <Link href={`/admin/licences?tenant=${row.tenantId}`} scroll={false} className="link">
        {row.name}
      </Link>
    ),
  },
  { key: 'edition', head: 'Edition', phone: 'hidden', cell: (row) => editionWords(row.standing) },
  { key: 'state', head: 'Licence', cell: (row) => standingWords(row.standing) },
  { key: 'limits', head: 'Used', phone: 'hidden', cell: (row) => row.limits.map(limitWords).join(', ') },
  {
    key: 'consequence',
    head: 'What follows',
    phone: 'hidden',
    cell: (row) => <span className="text-ink-2">{mayGrow(row.standing) ? row.limits.map(limitConsequence).filter(Boolean).join(' ') || 'Nothing is refused.' : 'Nothing can be added; readings and alarms go on.'}</span>,
  },
]
