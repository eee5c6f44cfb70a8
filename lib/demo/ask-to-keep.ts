import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import { tellSales } from '@/lib/mail/tell-sales'
import type { System } from '@/lib/system'

/** When this person asked to keep the plant; null when not yet. */
export async function askedToKeepAt(system: System, leaseId: string): Promise<Date | null> {
  const event = await system.db.asOperator((tx) => tx.engagementEvent.findFirst({ where: { leaseId, kind: 'claim.clicked' }, orderBy: { at: 'asc' } }))
  return event?.at ?? null
}

/** Tells everybody who sells or administers, once. The lease itself stays as it is: keeping it is a contract, not a click. */
export async function askToKeep(system: System, person: Person): Promise<void> {
  const { lease } = person
  if (!lease) return
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    await tx.$queryRaw`SELECT id FROM lease WHERE id = ${lease.id} FOR UPDATE`
    if (await tx.engagementEvent.findFirst({ where: { leaseId: lease.id, kind: 'claim.clicked' } })) return
    await recordEngagement(tx, now, { kind: 'claim.clicked', subject: lease.leadId ?? lease.name, leaseId: lease.id })
    await recordAudit(tx, now, { tenantId: 'platform', actor: lease.leadId ? `lead ${lease.leadId}` : 'prospect', action: 'lease.keep-asked', subject: lease.name })
    await tellSales(tx, now, { id: `keep-asked-${lease.id}`, template: 'keep-asked', leaseId: lease.id })
  })
}
