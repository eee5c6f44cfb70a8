import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { BillingWebhookForm } from '@/components/admin/billing-webhook-form'
import { InvoiceDrawer } from '@/components/admin/invoice-drawer'
import { adminZone } from '@/components/admin/lease-cells'
import { PriceListForm } from '@/components/admin/price-list-form'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDate } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { type BillingRow, type BillingView, type KeptBill, loadBilling } from '@/lib/admin/load-billing'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { roundingRule } from '@/lib/billing/invoice'
import type { PriceListView } from '@/lib/billing/price-list'
import { dayOf } from '@/lib/metering/meters'
import { monthText } from '@/lib/metering/month-text'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Billing' }

export default async function BillingPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const today = dayOf(system().clock.now())
  const month = monthText.safeParse(queryText(query, 'month')).data ?? today.slice(0, 7)
  const view = await loadBilling(system(), month)
  const row = view.rows.find(({ tenantId }) => tenantId === queryText(query, 'tenant'))
  const hrefOf = (of: string, tenant?: string) => `/admin/billing?${new URLSearchParams({ month: of, ...(tenant && { tenant }) })}`
  return (
    <AdminPage title="Billing" summary={summaryOf(view, month)} drawer={row && <InvoiceDrawer row={row} month={month} closeHref={hrefOf(month)} />}>
      <div className="flex overflow-x-auto">
        <Segmented label="Month" current={month} segments={view.months.slice(0, 6).map((one) => ({ key: one, label: one, href: hrefOf(one, row?.tenantId) }))} />
      </div>
      <Panel title={`Invoice previews, ${month}`} note="UTC days" flush foot={roundingRule}>
        <DataTable
          caption={`Invoice previews of ${month}`}
          columns={columns((tenant) => hrefOf(month, tenant))}
          rows={view.rows}
          rowKey={(one) => one.tenantId}
          selectedKey={row?.tenantId}
          count={`${view.rows.length} ${view.rows.length === 1 ? 'customer' : 'customers'}`}
          empty={<Empty>There is no customer yet. Demos are not charged.</Empty>}
        />
      </Panel>
      {view.kept.length > 0 && <KeptBills bills={view.kept} />}
      <PriceLists lists={view.lists} from={`${today.slice(0, 7)}-01`} />
      <Panel title="Billing webhook" note={view.webhook ? `${view.webhook.host}, set ${formatDate(view.webhook.updatedAt, adminZone)} by ${view.webhook.updatedBy}` : 'not set: closed months are kept here only'}>
        <BillingWebhookForm />
      </Panel>
    </AdminPage>
  )
}

function summaryOf({ rows, lists }: BillingView, month: string): string {
  if (lists.length === 0) return 'There is no price list yet: usage is metered, and nothing is charged.'
  const closed = rows.filter(({ closedAt }) => closedAt).length
  return closed === 0 ? `${month} is open: the previews are what it comes to so far.` : `${closed} of ${rows.length} customers are closed for ${month}.`
}

const columns = (hrefOf: (tenant: string) => string): ColumnView<BillingRow>[] => [
  {
    key: 'tenant',
    head: 'Customer',
    cell: (row) => (
      <Link href={hrefOf(row.tenantId)} scroll={false} className="link">
        {row.name}
      </Link>
    ),
  },
  { key: 'state', head: 'State', phone: 'hidden', cell: ({ closedAt, preview }) => (closedAt ? `closed ${formatDate(closedAt, adminZone)}` : `open, through ${preview.through}`) },
  { key: 'lines', head: 'Lines', align: 'right', phone: 'hidden', cell: ({ preview }) => preview.lines.length },
  { key: 'sent', head: 'Billing system', phone: 'hidden', cell: ({ delivery, closedAt }) => (delivery ? delivery.state : closedAt ? 'not sent' : '') },
  { key: 'total', head: 'Total', align: 'right', cell: ({ preview }) => (preview.lines.length > 0 ? `${preview.total} ${preview.currency}` : '— nothing charged') },
]

/** They cannot be computed again: what they were made of is deleted. Their hash stands in the audit trail. */
function KeptBills({ bills }: { bills: KeptBill[] }) {
  return (
    <Panel title="Of deleted customers" note="kept as bookkeeping law demands" flush>
      <DataTable caption="Invoices of deleted customers" columns={keptColumns} rows={bills} rowKey={({ id }) => id} density="dense" head="plain" />
    </Panel>
  )
}

const keptColumns: ColumnView<KeptBill>[] = [
  { key: 'customer', head: 'Customer', cell: ({ customer, slug }) => <>{customer} <span className="text-mono text-ink-2">{slug}</span></> },
  { key: 'month', head: 'Month', cell: ({ month }) => month },
  { key: 'closed', head: 'Closed', phone: 'hidden', cell: ({ closedAt }) => formatDate(closedAt, adminZone) },
  { key: 'hash', head: 'SHA-256', phone: 'hidden', cell: ({ sha256 }) => <code className="text-mono">{sha256.slice(0, 16)}</code> },
  { key: 'total', head: 'Total', align: 'right', cell: ({ total }) => total },
  { key: 'file', head: <span className="sr-only">File</span>, align: 'right', cell: ({ id, customer, month }) => <a className="link" href={`/api/admin/invoice?${new URLSearchParams({ kept: id })}`} aria-label={`Invoice of ${customer}, ${month}, as JSON`}>JSON</a> },
]

function PriceLists({ lists, from }: { lists: PriceListView[]; from: string }) {
  return (
    <Panel title="Prices" note="of this installation, as its administrators wrote them" flush>
      <DataTable caption="Price lists, the newest first" columns={priceColumns} rows={lists} rowKey={({ id }) => id} density="dense" empty={<Empty>No price list yet. The product brings none: write what you charge.</Empty>} />
      <div className="border-t border-line px-5 py-3">
        <PriceListForm key={lists[0]?.id ?? 'first'} last={lists[0]?.prices ?? null} from={from} />
      </div>
    </Panel>
  )
}

const editionPrice = (edition: 'starter' | 'professional' | 'enterprise', head: string): ColumnView<PriceListView> => ({
  key: edition,
  head,
  align: 'right',
  phone: 'hidden',
  cell: ({ prices: { editions } }) => `${editions[edition].base}, with ${editions[edition].includedLines} lines, ${editions[edition].includedGb} GB`,
})

const priceColumns: ColumnView<PriceListView>[] = [
  { key: 'from', head: 'From', cell: ({ validFrom }) => <b className="whitespace-nowrap">{validFrom}</b> },
  { key: 'currency', head: 'Currency', phone: 'hidden', cell: ({ prices }) => prices.currency },
  editionPrice('starter', 'Starter, a month'),
  editionPrice('professional', 'Professional'),
  editionPrice('enterprise', 'Enterprise'),
  { key: 'line', head: 'Line, a month', align: 'right', cell: ({ prices }) => prices.line },
  { key: 'gb', head: 'GB, a month', align: 'right', phone: 'hidden', cell: ({ prices }) => prices.storedGb },
  { key: 'readings', head: 'Million readings', align: 'right', phone: 'hidden', cell: ({ prices }) => prices.readingsMillion },
  { key: 'by', head: 'Written by', phone: 'hidden', cell: ({ createdBy }) => createdBy },
]
