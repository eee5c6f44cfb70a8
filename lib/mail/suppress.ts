import { createHash } from 'node:crypto'
import type { Tx } from '@/lib/db'
import type { SuppressionReason } from '@/lib/generated/prisma/client'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { System } from '@/lib/system'

/** As the list keeps an address: recognised, not read. */
const addressHashOf = (address: string): string => createHash('sha256').update(address.trim().toLowerCase()).digest('hex')

/**
 * No marketing mail goes to this address any more, whoever it belongs to and whatever they agreed to before. Transactional
 * mail goes on: a certificate is owed also to who does not want to hear from us. The first reason stays. Twice is once.
 */
export async function suppress(system: Pick<System, 'db' | 'clock'>, address: string, reason: SuppressionReason, note = ''): Promise<void> {
  await system.db.asOperator((tx) => suppressIn(tx, address, reason, system.clock.now(), note))
}

/** The same in the caller's transaction. */
export async function suppressIn(tx: Tx, address: string, reason: SuppressionReason, now: Date, note = ''): Promise<void> {
  await tx.suppression.createMany({ data: [{ addressHash: addressHashOf(address), reason, at: now, note: note.slice(0, 300) }], skipDuplicates: true })
}

/** Why this address gets no marketing mail: on the list, or its server said that nothing can be delivered there. */
export async function findSuppression(tx: Tx, address: string): Promise<SuppressionReason | null> {
  const listed = await tx.suppression.findUnique({ where: { tenantId_addressHash: { tenantId: 'platform', addressHash: addressHashOf(address) } } })
  if (listed) return listed.reason
  return (await tx.mailSuppression.count({ where: { address: { equals: address, mode: 'insensitive' } } })) > 0 ? 'bounced' : null
}

/** Stops marketing mail to this lead at once, and takes back the consent. The certificate of a running demo still comes. */
export async function unsubscribe(system: Pick<System, 'db' | 'clock'>, leadId: string, followUpId?: string): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const lead = await tx.lead.findFirst({ where: { id: leadId } })
    // Erased meanwhile: there is nobody to write to.
    if (!lead || lead.unsubscribedAt) return
    await tx.lead.updateMany({ where: { id: leadId }, data: { unsubscribedAt: now } })
    await suppressIn(tx, lead.email, 'unsubscribed', now)
    await recordEngagement(tx, now, { kind: 'marketing.unsubscribed', subject: leadId, detail: { followUp: followUpId ?? null } })
  })
}

/** Agrees to marketing mail, in the person's own words at the form. A new yes lifts an earlier no; a bounce or a complaint stays. */
export async function consentToMarketing(tx: Tx, leadId: string, now: Date): Promise<void> {
  const lead = await tx.lead.findFirst({ where: { id: leadId } })
  if (!lead || (lead.marketingConsentAt && !lead.unsubscribedAt)) return
  await tx.lead.updateMany({ where: { id: leadId }, data: { marketingConsentAt: now, unsubscribedAt: null } })
  await tx.suppression.deleteMany({ where: { addressHash: addressHashOf(lead.email), reason: 'unsubscribed' } })
  await recordEngagement(tx, now, { kind: 'marketing.consented', subject: leadId })
}
