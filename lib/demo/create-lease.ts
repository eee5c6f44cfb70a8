import { recordAudit } from '@/lib/audit/record'
import { leaseName, newLeaseId } from '@/lib/demo/lease-name'
import { partList } from '@/lib/demo/part-list'
import type { Tx } from '@/lib/db'
import type { Industry, Lease } from '@/lib/generated/prisma/client'
import { industryOf } from '@/lib/plant/stories'
import { enqueue } from '@/lib/queue/enqueue'
import { siteOf } from '@/lib/story/story'

interface NewLease {
  industry: Industry
  hours: number
  /** Null makes a member of the warm pool. */
  email: string | null
  leadId: string | null
  assignedAt: Date | null
}

/** The lease and its whole ledger, before any neighbour is asked; the job that builds it is part of the same transaction. */
export async function createLease(tx: Tx, wish: NewLease, now: Date): Promise<Lease> {
  const id = newLeaseId()
  const lease = await tx.lease.create({ data: { id, name: leaseName(id), state: 'provisioning', createdAt: now, ...wish } })
  const site = siteOf(industryOf(wish.industry))
  await tx.tenant.create({ data: { id: lease.name, kind: 'demo', name: site.name, timeZone: site.timeZone, industry: wish.industry } })
  await tx.leasePart.createMany({ data: partList.map(({ part }) => ({ leaseId: id, part, state: 'waiting' as const })) })
  await recordAudit(tx, now, { tenantId: 'platform', actor: wish.leadId ? `lead ${wish.leadId}` : 'warm pool', action: 'lease.provisioning', subject: lease.name, detail: { industry: wish.industry } })
  await enqueue(tx, 'reconcile-lease', { leaseId: id }, { key: `lease ${id}` })
  return lease
}
