import { recordAudit } from '@/lib/audit/record'
import { announce } from '@/lib/demo/announce'
import type { Tx } from '@/lib/db'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import { companyKeyOf } from '@/lib/funnel/company-key'
import type { ClaimPlan, Lease } from '@/lib/generated/prisma/client'
import { postMail } from '@/lib/mail/post-mail'
import { tellSales } from '@/lib/mail/tell-sales'
import { enqueue } from '@/lib/queue/enqueue'
import { tellCrm } from '@/lib/sales/tell-crm'
import type { System } from '@/lib/system'

export const trialDays = 30
const dayMs = 86_400_000
/** As long as somebody who signs in to a customer's plant stays signed in. */
const sessionMs = 12 * 3_600_000

export interface ClaimWish {
  plan: ClaimPlan
  company: string
  /** For the audit trail: `prospect`, or the address of whoever sells. */
  actor: string
}

export type ClaimOutcome = { ok: true; tenantId: string } | { ok: false; because: string }

/**
 * The plant becomes its owner's: the deadline is lifted and the tenant is a customer's, in one transaction with everything
 * that follows. What is in it is not touched: model, notebooks, rules, reason codes, dashboards stay where they are. The
 * lease is locked meanwhile, so that of claim and expiry one comes first and the other finds it done. Claiming twice is once.
 */
export async function claimLease(system: System, leaseId: string, wish: ClaimWish): Promise<ClaimOutcome> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    await tx.$queryRaw`SELECT id FROM lease WHERE id = ${leaseId} FOR UPDATE`
    const lease = await tx.lease.findFirst({ where: { id: leaseId } })
    if (!lease) return { ok: false, because: 'There is no such plant.' }
    if (lease.state === 'claimed') return { ok: true, tenantId: lease.name }
    const refusal = refusalOf(lease, now)
    if (refusal) return { ok: false, because: refusal }
    await liftDeadline(tx, lease, now)
    await handOver(tx, lease, wish, now)
    await tell(tx, lease, wish, now)
    return { ok: true, tenantId: lease.name }
  })
}

function refusalOf({ state, deadlineAt, retentionDays }: Lease, now: Date): string | null {
  if (state === 'provisioning' || state === 'warm') return 'The plant is still being built. Wait until it is ready; nothing is lost by it.'
  if (!['ready', 'reminded', 'stopped'].includes(state)) return 'Its time was over before you asked, and it has been deleted. The certificate says so. Ask for a new plant; it can be kept from its first minute on.'
  // The deadline is a promise, whether or not a worker has noticed that it has passed.
  if (state !== 'stopped' && deadlineAt && deadlineAt <= now && retentionDays === 0) return 'Its time is over and it is being deleted, as was promised. Ask for a new plant; it can be kept from its first minute on.'
  return null
}

async function liftDeadline(tx: Tx, lease: Lease, now: Date): Promise<void> {
  await tx.lease.updateMany({ where: { id: lease.id }, data: { state: 'claimed', claimedAt: now, deadlineAt: null } })
  await tx.session.updateMany({ where: { tenantId: lease.name, endedAt: null }, data: { expiresAt: new Date(now.getTime() + sessionMs) } })
  await tx.mailSchedule.updateMany({ where: { leaseName: lease.name }, data: { dueAt: null } })
  // The server of a stopped plant was ended.
  if (lease.state === 'stopped') await tx.leasePart.updateMany({ where: { leaseId: lease.id, part: 'notebook' }, data: { state: 'waiting', attempts: 0, nextTryAt: null } })
}

/** The seam to tenants and licences: a customer's tenant, whose trial counts from now. */
async function handOver(tx: Tx, lease: Lease, { plan, company }: ClaimWish, now: Date): Promise<void> {
  await tx.tenant.update({ where: { id: lease.name }, data: { kind: 'customer', createdAt: now } })
  const endsAt = plan === 'trial' ? new Date(now.getTime() + trialDays * dayMs) : null
  await tx.claim.create({ data: { leaseId: lease.id, leadId: lease.leadId, plan, company, claimedAt: now, claimedBy: lease.email ?? '', endsAt } })
  // From now on they invite their people themselves.
  await tx.roleGrant.createMany({ data: [{ tenantId: lease.name, accountId: lease.name, role: 'admin', nodeId: '' }], skipDuplicates: true })
  if (!lease.leadId) return
  const lead = await tx.lead.findFirst({ where: { id: lease.leadId } })
  if (lead && !lead.company) await tx.lead.updateMany({ where: { id: lead.id }, data: { company, companyKey: lead.companyKey ?? companyKeyOf(lead.email, company) } })
}

async function tell(tx: Tx, lease: Lease, { plan, actor }: ClaimWish, now: Date): Promise<void> {
  const subject = lease.leadId ?? lease.name
  await recordEngagement(tx, now, { kind: 'lease.claimed', subject, leaseId: lease.id, detail: { plan }, onceId: `claimed-${lease.id}` })
  await recordEngagement(tx, now, { kind: 'pilot.started', subject, leaseId: lease.id, detail: { plan }, onceId: `pilot-${lease.id}` })
  await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'lease.claimed', subject: lease.name, detail: { plan, from: lease.state } })
  if (lease.email) await postMail(tx, now, { id: `${lease.name}.claimed`, template: 'claimed', to: lease.email, leaseId: lease.id })
  await tellSales(tx, now, { id: `claimed-for-us-${lease.id}`, template: 'claimed-for-us', leaseId: lease.id })
  if (lease.leadId) await tellCrm(tx, now, { leadId: lease.leadId, type: 'lead.claimed' })
  await enqueue(tx, 'reconcile-lease', { leaseId: lease.id }, { key: `lease ${lease.id}` })
  await announce(tx, lease.id)
}
