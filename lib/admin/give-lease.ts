import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { createLease } from '@/lib/demo/create-lease'
import { checkEmail } from '@/lib/demo/email-check'
import { findLiveLease } from '@/lib/demo/find-live-lease'
import { longestLeaseHours, shortestLeaseHours } from '@/lib/demo/lease-actions'
import type { Industry } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export type GivenLease = { ok: true; leaseId: string } | { ok: false; because: string }

/** A lease for an address that an administrator vouches for: no confirmation mail; the welcome mail brings the way in. */
export async function giveLease(system: System, wish: { email: string; industry: Industry; hours: number }, actor: string): Promise<GivenLease> {
  const verdict = checkEmail(wish.email)
  if (!verdict.ok) return { ok: false, because: verdict.message }
  const { email } = verdict
  const { hours, industry } = wish
  if (!Number.isInteger(hours) || hours < shortestLeaseHours || hours > longestLeaseHours) {
    return { ok: false, because: `A lease lasts ${shortestLeaseHours} to ${longestLeaseHours} whole hours.` }
  }
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('demo request'), hashtext(${email}))`
    const live = await findLiveLease(tx, email)
    if (live) return { ok: false, because: `This address has ${live.name}, which is ${live.state}.` }
    if (await tx.account.findUnique({ where: { email } })) return { ok: false, because: 'Another account holds this address; sign-in would not know which is meant.' }
    const lead = await tx.lead.upsert({ where: { tenantId_email: { tenantId: 'platform', email } }, create: { id: randomUUID(), email, createdAt: now }, update: {} })
    const lease = await createLease(tx, { industry, hours, email, leadId: lead.id, assignedAt: now }, now)
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'lease.given', subject: lease.name, detail: { industry, hours } })
    return { ok: true, leaseId: lease.id }
  })
}
