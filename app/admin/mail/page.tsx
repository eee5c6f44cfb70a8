import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { MailReader } from '@/components/admin/mail-reader'
import { SuppressedAddresses } from '@/components/admin/suppressed-addresses'
import { SearchForm } from '@/components/admin/search-form'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { loadMail, type MailRow } from '@/lib/admin/load-mail'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Mail' }

export default async function MailPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const search = queryText(query, 'q')
  const openId = queryText(query, 'mail') || null
  const { rows, matching, open, suppressed } = await loadMail(system(), search, openId)
  const hrefOf = (mail?: string) => {
    const to = new URLSearchParams({ ...(search && { q: search }), ...(mail && { mail }) })
    return to.size > 0 ? `/admin/mail?${to}` : '/admin/mail'
  }
  const count = (...states: MailRow['state'][]) => rows.filter(({ state }) => states.includes(state)).length
  return (
    <AdminPage
      title="Mail"
      summary={summaryOf(count('waiting', 'delayed'), count('given-up', 'bounced'))}
      drawer={open && <MailReader mail={open} closeHref={hrefOf()} />}
    >
      <LiveRefresh everySeconds={5} />
      <Panel label="Mails" flush>
        <div className="px-5 py-3 max-md:px-3.5">
          <SearchForm action="/admin/mail" placeholder="Address or subject" value={search} />
        </div>
        <DataTable
          caption="Mails, newest first"
          columns={columns(hrefOf)}
          rows={rows}
          rowKey={(row) => row.id}
          selectedKey={open?.id}
          count={`${rows.length} of ${matching}, newest first`}
          empty={<Empty>No mail is like that.</Empty>}
        />
      </Panel>
      {suppressed.length > 0 && <SuppressedAddresses rows={suppressed} />}
    </AdminPage>
  )
}

function summaryOf(waiting: number, failed: number): string {
  if (waiting + failed === 0) return 'The outbox is empty: every mail is sent.'
  const parts = [waiting > 0 && `${waiting} not sent yet`, failed > 0 && `${failed} did not arrive`].filter(Boolean)
  return `${parts.join(', ')}.`
}

function stateWords({ state, tries, because }: MailRow): string {
  switch (state) {
    case 'sent':
      return 'Sent'
    case 'waiting':
      return 'Waiting to be sent'
    case 'delayed':
      return `Not sent after ${tries} ${tries === 1 ? 'try' : 'tries'}, tried again for a day${because ? `: ${because}` : '.'}`
    case 'given-up':
      return `Given up. ${because ?? 'It was not sent within a day.'}`
    case 'bounced':
      return `Bounced. ${because ?? ''}`
  }
}

const columns = (hrefOf: (mail: string) => string): ColumnView<MailRow>[] => [
  {
    key: 'subject',
    head: 'Subject',
    cell: (row) =>
      row.state === 'sent' || row.state === 'bounced' ? (
        <Link href={hrefOf(row.id)} scroll={false} className="font-semibold hover:underline">
          {row.subject}
        </Link>
      ) : (
        <span className="text-ink-2">{row.subject}</span>
      ),
  },
  { key: 'to', head: 'To', cell: (row) => <>{row.to}{row.state !== 'sent' && <span className="block text-small text-ink-2 md:hidden">{stateWords(row)}</span>}</> },
  { key: 'state', head: 'State', phone: 'hidden', cell: stateWords },
  { key: 'at', head: 'When, UTC', align: 'right', phone: 'hidden', cell: (row) => formatDateClock(row.at, adminZone) },
]
