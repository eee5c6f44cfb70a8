import type { Tx } from '@/lib/db'
import type { DeletionStatement } from '@/lib/demo/certificate'
import { Prisma } from '@/lib/generated/prisma/client'
import { dayOf } from '@/lib/metering/meters'
import type { System } from '@/lib/system'

/**
 * What is left of a tenant when it is deleted: its closed months become the platform's, with what was still to be sent of
 * them. No people and no plant are in them. Twice is once.
 */
export async function keepInvoicesIn(tx: Tx, tenantId: string): Promise<void> {
  const kept = Prisma.sql`i.tenant_id || '.' || i.month || '.' || left(i.sha256, 12)`
  await tx.$executeRaw`
    INSERT INTO kept_invoice (id, customer_id, customer_name, month, statement, sha256, total_cents, currency, closed_at)
    SELECT ${kept}, i.tenant_id, t.name, i.month, i.statement, i.sha256, i.total_cents, i.currency, i.closed_at
    FROM invoice i JOIN tenant t ON t.id = i.tenant_id WHERE i.tenant_id = ${tenantId} ON CONFLICT DO NOTHING`
  await tx.$executeRaw`
    UPDATE billing_delivery d SET tenant_id = 'platform', kept_invoice_id = ${kept}
    FROM invoice i WHERE i.tenant_id = d.tenant_id AND i.month = d.month AND d.tenant_id = ${tenantId}`
}

/** What a certificate says of the bills of who is gone; nothing when there were none. Their years end with a calendar year. */
export async function keptBillsOf({ settings }: Pick<System, 'settings'>, tx: Tx, customerId: string, goneAt: Date): Promise<Pick<DeletionStatement, 'kept'>> {
  const count = await tx.keptInvoice.count({ where: { customerId } })
  const until = `${Number(dayOf(goneAt).slice(0, 4)) + settings.keepInvoicesYears}-12-31`
  return count > 0 ? { kept: [{ what: 'Invoices: amounts and sums of usage, no people and no plant data', count, until, because: 'bookkeeping law' }] } : {}
}

/** Lets go of bills of deleted customers whose years are over. @returns how many. */
export async function dropOldInvoices(system: System): Promise<number> {
  const now = system.clock.now()
  const firstKept = new Date(`${Number(dayOf(now).slice(0, 4)) - system.settings.keepInvoicesYears}-01-01T00:00:00Z`)
  const { count } = await system.db.asOperator((tx) => tx.keptInvoice.deleteMany({ where: { closedAt: { lt: firstKept } } }))
  return count
}
