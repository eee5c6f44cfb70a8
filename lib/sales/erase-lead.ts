import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { expireLease } from '@/lib/demo/lease-actions'
import { notThere, Refusal } from '@/lib/http/problem'
import { enqueue } from '@/lib/queue/enqueue'
import { subjectsOf } from '@/lib/sales/load-scores'
import { tellCrm } from '@/lib/sales/tell-crm'
import type { System } from '@/lib/system'

export type ErasureOutcome = { kind: 'erased' } | { kind: 'waits'; why: string }

const living = ['provisioning', 'ready', 'reminded', 'stopped', 'expired', 'removing'] as const

/**
 * A person's wish to be forgotten (GDPR, article 17). A living demo is ended at once and its person still gets the deletion
 * certificate; after that, everything that says who they were goes. A plant that was kept is a contract and must be ended
 * first. What they did stays as somebody's: the funnel's past does not change. Asking twice is once.
 * @throws Refusal 409 while they have a kept plant.
 */
export async function requestErasure(system: System, leadId: string, actor: string): Promise<ErasureOutcome> {
  const now = system.clock.now()
  const leases = await system.db.asOperator(async (tx) => {
    const lead = await tx.lead.findFirst({ where: { id: leadId } })
    if (!lead) throw notThere()
    if (lead.mergedIntoId) throw new Refusal(409, 'Not erased', 'This lead is merged into another. Erase that one: this one goes with it.')
    const ids = [...(await subjectsOf(tx, [leadId])).keys()]
    const own = await tx.lease.findMany({ where: { leadId: { in: ids } } })
    if (own.some(({ state }) => state === 'claimed')) throw new Refusal(409, 'Not erased', 'They have a kept plant, which is a contract. End it first; then they can be erased.')
    await tx.leadErasure.createMany({ data: [{ leadId, requestedAt: now, requestedBy: actor }], skipDuplicates: true })
    await tx.lead.updateMany({ where: { id: { in: ids } }, data: { marketingConsentAt: null, unsubscribedAt: now, nextAction: null, nextActionOn: null } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'lead.erasure-requested', subject: `lead ${leadId}` })
    return own
  })
  for (const lease of leases) if (['provisioning', 'ready', 'reminded', 'stopped'].includes(lease.state)) await expireLease(system, lease.id, actor, 'its owner asked to be forgotten')
  return eraseNow(system, leadId)
}

/** Every wish that could not be fulfilled at once. May run twice and at any time. */
export async function eraseLeads(system: System): Promise<void> {
  const open = await system.db.asOperator((tx) => tx.leadErasure.findMany({ where: { erasedAt: null }, select: { leadId: true } }))
  for (const { leadId } of open) await eraseNow(system, leadId)
}

async function eraseNow(system: System, leadId: string): Promise<ErasureOutcome> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx): Promise<ErasureOutcome> => {
    await tx.$queryRaw`SELECT id FROM lead WHERE id = ${leadId} FOR UPDATE`
    const ids = [...(await subjectsOf(tx, [leadId])).keys()]
    const leads = await tx.lead.findMany({ where: { id: { in: ids } } })
    const why = await hindrance(tx, ids)
    if (why) {
      await tx.leadErasure.updateMany({ where: { leadId }, data: { waitsFor: why } })
      return { kind: 'waits', why }
    }
    await forget(tx, ids, leads.map(({ email }) => email))
    await tx.leadErasure.updateMany({ where: { leadId, erasedAt: null }, data: { erasedAt: now, waitsFor: null } })
    await recordAudit(tx, now, { tenantId: 'platform', actor: 'erasure', action: 'lead.erased', subject: `lead ${leadId}` })
    await tellCrm(tx, now, { leadId, type: 'lead.erased' })
    return { kind: 'erased' }
  })
}

/** What must have happened first: the plant gone, and its certificate on the way to them. */
async function hindrance(tx: Tx, leadIds: string[]): Promise<string | null> {
  const lease = await tx.lease.findFirst({ where: { leadId: { in: leadIds }, state: { in: [...living] } } })
  if (lease) return `${lease.name} is being deleted; its owner gets the certificate first.`
  const leases = await tx.lease.findMany({ where: { leadId: { in: leadIds } }, select: { id: true } })
  const mail = await tx.outboxMail.findFirst({ where: { leaseId: { in: leases.map(({ id }) => id) }, template: 'gone', sentAt: null, givenUpAt: null } })
  if (!mail) return null
  await enqueue(tx, 'send-mail', { mailId: mail.id }, { key: `mail ${mail.id}` })
  return `The mail with the certificate has not been taken by the mail system yet${mail.lastError ? ` (${mail.lastError})` : ''}.`
}

async function forget(tx: Tx, leadIds: string[], emails: string[]): Promise<void> {
  const whose = { leadId: { in: leadIds } }
  // One nobody for each: what was done by one person stays one person's.
  const nobody = new Map(leadIds.map((id) => [id, `erased-${randomUUID()}`]))
  for (const [id, subject] of nobody) {
    await tx.$executeRaw`UPDATE engagement_event SET subject = ${subject}, lease_id = NULL,
      detail = jsonb_strip_nulls(jsonb_build_object('source', detail->'source', 'campaign', detail->'campaign', 'utm_source', detail->'utm_source', 'utm_campaign', detail->'utm_campaign'))
      WHERE tenant_id = 'platform' AND subject = ${id}`
  }
  for (const email of emails) {
    await tx.mail.deleteMany({ where: { to: { equals: email, mode: 'insensitive' } } })
    await tx.outboxMail.deleteMany({ where: { to: { equals: email, mode: 'insensitive' } } })
    await tx.mailSuppression.deleteMany({ where: { address: { equals: email, mode: 'insensitive' } } })
    await tx.demoRequest.deleteMany({ where: { email } })
    // Allowances of the form are kept by address.
    await tx.rateLimit.deleteMany({ where: { key: `demo-request:address:${email}` } })
  }
  await tx.lease.updateMany({ where: whose, data: { email: null, leadId: null } })
  await tx.claim.updateMany({ where: whose, data: { leadId: null, company: '', claimedBy: '' } })
  await tx.leadNote.deleteMany({ where: whose })
  await tx.followUp.deleteMany({ where: whose })
  await tx.funnelLink.deleteMany({ where: whose })
  await tx.leadMerge.deleteMany({ where: { OR: [{ keptId: { in: leadIds } }, { mergedId: { in: leadIds } }] } })
  await tx.lead.deleteMany({ where: { id: { in: leadIds } } })
}
