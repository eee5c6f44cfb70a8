import { recordAudit } from '@/lib/audit/record'
import { billingMessageId, queueInvoice } from '@/lib/billing/billing-webhook'
import { invoiceWith, previewInvoice, sealInvoice } from '@/lib/billing/load-invoice'
import { dayAfter, dayOf, monthOf } from '@/lib/metering/meters'
import { sealCounters } from '@/lib/metering/meter-usage'
import { allSumsFromEvents, sumsFromEvents, type UsageSum } from '@/lib/metering/sum-days'
import type { System } from '@/lib/system'

/** What still writes into a day that has just ended has written by then. */
const settledAfterMs = 60 * 60_000

/**
 * Closes the month before this one for every customer, from the meter events, and hands it to the billing system. A month
 * is closed once; calling again closes what is missing.
 */
export async function closeMonths(system: System): Promise<number> {
  const now = system.clock.now()
  const firstDay = `${dayOf(now).slice(0, 7)}-01`
  if (now.getTime() - Date.parse(firstDay) < settledAfterMs) return 0
  const month = dayAfter(firstDay, -1).slice(0, 7)
  const open = await system.db.asOperator((tx) => tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM tenant t WHERE kind = 'customer' AND cell_url IS NULL AND created_at < ${firstDay}::date AND NOT EXISTS (SELECT FROM invoice i WHERE i.tenant_id = t.id AND i.month = ${month})`)
  if (open.length === 0) return 0
  await sealCounters(system, now)
  const { from, to } = monthOf(month)
  const sums = Map.groupBy(await allSumsFromEvents(system.db.operatorPool, from, to), ({ tenantId }) => tenantId)
  for (const { id } of open) await closeMonth(system, id, month, sums.get(id) ?? [])
  return open.length
}

/**
 * Closes what is open of a customer that is about to be deleted: the month before this one and this one up to today. After
 * it there are no events to make a bill of. Twice is once.
 */
export async function closeLastMonths(system: System, tenantId: string, createdAt: Date): Promise<void> {
  const thisMonth = dayOf(system.clock.now()).slice(0, 7)
  const months = [dayAfter(`${thisMonth}-01`, -1).slice(0, 7), thisMonth].filter((month) => createdAt < new Date(monthOf(month).to))
  const closed = new Set((await system.db.asOperator((tx) => tx.invoice.findMany({ where: { tenantId }, select: { month: true } }))).map(({ month }) => month))
  const open = months.filter((month) => !closed.has(month))
  if (open.length > 0) await sealCounters(system, system.clock.now())
  for (const month of open) {
    const { from, to } = monthOf(month)
    await closeMonth(system, tenantId, month, await sumsFromEvents(system.db.operatorPool, tenantId, from, to))
  }
}

async function closeMonth(system: System, tenantId: string, month: string, sums: UsageSum[]): Promise<void> {
  const now = system.clock.now()
  const invoice = await invoiceWith(system, tenantId, month, sums)
  const sealed = sealInvoice(invoice)
  const totalCents = BigInt(invoice.total.replace('.', ''))
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.invoice.createMany({ data: [{ tenantId, month, ...sealed, totalCents, currency: invoice.currency, closedAt: now }], skipDuplicates: true })
    if (count === 0) return
    await recordAudit(tx, now, { tenantId: 'platform', actor: 'metering', action: 'invoice.closed', subject: tenantId, detail: { month, total: invoice.total, currency: invoice.currency, sha256: sealed.sha256 } })
    if (await tx.billingWebhook.findUnique({ where: { tenantId: 'platform' } })) await queueInvoice(tx, tenantId, month, billingMessageId(tenantId, month, 1), now)
  })
}

export type Reproduced = { same: true; sha256: string } | { same: false; closed: string; now: string }

/** Computes a closed month anew from the meter events and holds it against what was closed, byte by byte. Null where it is not closed. */
export async function reproduceMonth(system: System, tenantId: string, month: string): Promise<Reproduced | null> {
  const closed = await system.db.asOperator((tx) => tx.invoice.findUnique({ where: { tenantId_month: { tenantId, month } } }))
  if (!closed) return null
  const again = await previewInvoice(system, tenantId, month, 'events')
  const { sha256 } = sealInvoice(again)
  return sha256 === closed.sha256 ? { same: true, sha256 } : { same: false, closed: totalIn(closed.statement), now: again.total }
}

const totalIn = (statement: string): string => (JSON.parse(statement) as { total: string }).total
