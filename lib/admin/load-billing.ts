import type { InvoiceStatement } from '@/lib/billing/invoice'
import { centsText } from '@/lib/billing/money'
import type { KeptInvoice } from '@/lib/generated/prisma/client'
import { loadInvoice } from '@/lib/billing/load-invoice'
import { listPrices, type PriceListView } from '@/lib/billing/price-list'
import { dayAfter, dayOf } from '@/lib/metering/meters'
import type { System } from '@/lib/system'

export interface BillingRow {
  tenantId: string
  name: string
  preview: InvoiceStatement
  closedAt: string | null
  sha256: string | null
  /** The last sending of the closed month, in words of the queue. */
  delivery: { state: string; attempts: number; lastError: string | null; deliveredAt: string | null } | null
}

/** A bill that outlived its customer. */
export interface KeptBill {
  id: string
  customer: string
  slug: string
  month: string
  total: string
  closedAt: string
  sha256: string
}

export interface BillingView {
  rows: BillingRow[]
  /** Bills of customers that were deleted, of whatever month. */
  kept: KeptBill[]
  lists: PriceListView[]
  /** Months that can be looked at, the newest first. */
  months: string[]
  webhook: { host: string; updatedAt: string; updatedBy: string } | null
}

const monthsBack = 12
const mostKept = 500

/** A month of every customer: as it was closed, or as it stands. */
export async function loadBilling(system: System, month: string): Promise<BillingView> {
  const { customers, kept, lists, webhook } = await system.db.asOperator(async (tx) => ({
    customers: await tx.tenant.findMany({ where: { kind: 'customer', cellUrl: null }, orderBy: { name: 'asc' } }),
    kept: await tx.keptInvoice.findMany({ orderBy: [{ month: 'desc' }, { customerName: 'asc' }], take: mostKept }),
    lists: await listPrices(tx),
    webhook: await tx.billingWebhook.findUnique({ where: { tenantId: 'platform' } }),
  }))
  const rows: BillingRow[] = []
  for (const { id, name } of customers) rows.push(await rowOf(system, id, name, month))
  return { rows, kept: kept.map(keptBill), lists, months: lastMonths(dayOf(system.clock.now())), webhook: webhook && { host: new URL(webhook.url).host, updatedAt: webhook.updatedAt.toISOString(), updatedBy: webhook.updatedBy } }
}

const keptBill = ({ id, customerId, customerName, month, totalCents, currency, closedAt, sha256 }: KeptInvoice): KeptBill => ({
  id, customer: customerName, slug: customerId, month, total: `${centsText(totalCents)} ${currency}`, closedAt: closedAt.toISOString(), sha256,
})

async function rowOf(system: System, tenantId: string, name: string, month: string): Promise<BillingRow> {
  const { closed, delivery } = await system.db.asOperator(async (tx) => ({
    closed: await tx.invoice.findUnique({ where: { tenantId_month: { tenantId, month } } }),
    delivery: await tx.billingDelivery.findFirst({ where: { tenantId, month }, orderBy: { nextAt: 'desc' } }),
  }))
  return {
    tenantId,
    name,
    preview: await loadInvoice(system, tenantId, month),
    closedAt: closed?.closedAt.toISOString() ?? null,
    sha256: closed?.sha256 ?? null,
    delivery: delivery && { state: delivery.state, attempts: delivery.attempts, lastError: delivery.lastError, deliveredAt: delivery.deliveredAt?.toISOString() ?? null },
  }
}

function lastMonths(today: string): string[] {
  const months = [today.slice(0, 7)]
  while (months.length < monthsBack) months.push(dayAfter(`${months.at(-1)}-01`, -1).slice(0, 7))
  return months
}
