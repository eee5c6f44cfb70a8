import { canonicalJson } from '@/lib/audit/canonical-json'
import { createHash } from 'node:crypto'
import { invoiceOf, type InvoiceStatement } from '@/lib/billing/invoice'
import { listPrices } from '@/lib/billing/price-list'
import { loadStanding } from '@/lib/licence/licences'
import { countingOn } from '@/lib/licence/standing'
import { dayAfter, dayOf, monthOf } from '@/lib/metering/meters'
import { sumsAsKept, sumsFromEvents, type UsageSum } from '@/lib/metering/sum-days'
import type { System } from '@/lib/system'

/** `kept`: from the daily sums, as screens do. `events`: from the raw meter events alone, as a month is closed and checked. */
export type UsageSource = 'kept' | 'events'

/** The month of a tenant so far, or whole when it is over. @throws Refusal 404 without such a tenant. */
export async function previewInvoice(system: System, tenantId: string, month: string, source: UsageSource, now = system.clock.now()): Promise<InvoiceStatement> {
  const { from, to } = monthOf(month)
  const sums = await (source === 'events' ? sumsFromEvents : sumsAsKept)(system.db.operatorPool, tenantId, from, to)
  return invoiceWith(system, tenantId, month, sums, now)
}

/** The month of a tenant with these daily sums. @throws Refusal 404 without such a tenant. */
export function invoiceWith(system: System, tenantId: string, month: string, sums: UsageSum[], now = system.clock.now()): Promise<InvoiceStatement> {
  const { to } = monthOf(month)
  const today = dayOf(now)
  const through = today < to ? today : dayAfter(to, -1)
  return system.db.asOperator(async (tx) => {
    const { installed } = await loadStanding(system, tx, tenantId)
    return invoiceOf({
      tenantId,
      month,
      through,
      usage: byDay(sums),
      lists: await listPrices(tx),
      editionOn: (day) => {
        const statements = installed.filter(({ installedAt }) => dayOf(installedAt) <= day).map(({ statement }) => statement)
        const licence = countingOn(statements, day)
        if (!licence || day < licence.validFrom || day > dayAfter(licence.validUntil, licence.graceDays)) return null
        return licence.trial ? 'trial' : licence.edition
      },
    })
  })
}

/** As it was closed, or as it stands. @throws Refusal 404 without such a tenant. */
export async function loadInvoice(system: System, tenantId: string, month: string): Promise<InvoiceStatement> {
  const closed = await system.db.asOperator((tx) => tx.invoice.findUnique({ where: { tenantId_month: { tenantId, month } } }))
  return closed ? (JSON.parse(closed.statement) as InvoiceStatement) : previewInvoice(system, tenantId, month, 'kept')
}

function byDay(sums: UsageSum[]): Map<string, Map<string, bigint>> {
  const days = new Map<string, Map<string, bigint>>()
  for (const { day, meter, quantity } of sums) {
    const meters = days.get(day) ?? new Map<string, bigint>()
    days.set(day, meters.set(meter, quantity))
  }
  return days
}

export interface SealedInvoice {
  statement: string
  sha256: string
}

/** The bytes of a statement and what names them. */
export function sealInvoice(invoice: InvoiceStatement): SealedInvoice {
  const statement = canonicalJson(invoice)
  return { statement, sha256: createHash('sha256').update(statement).digest('hex') }
}
