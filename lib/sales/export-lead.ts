import { recordAudit } from '@/lib/audit/record'
import { subjectsOf } from '@/lib/sales/load-scores'
import type { System } from '@/lib/system'

/** Every row that is kept about this person, merged leads included; null when there is none. That it was taken is audited. */
export async function exportLead({ db, clock }: System, leadId: string, actor: string): Promise<object | null> {
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const lead = await tx.lead.findFirst({ where: { id: leadId } })
    if (!lead) return null
    const ids = [...(await subjectsOf(tx, [leadId])).keys()]
    const whose = { leadId: { in: ids } }
    const leads = await tx.lead.findMany({ where: { id: { in: ids } } })
    const emails = leads.map(({ email }) => email)
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'lead.exported', subject: `lead ${leadId}` })
    return {
      exportedAt: now.toISOString(),
      leads,
      requests: await tx.demoRequest.findMany({ where: { email: { in: emails } }, omit: { tokenHash: true } }),
      leases: await tx.lease.findMany({ where: whose }),
      events: await tx.engagementEvent.findMany({ where: { tenantId: 'platform', subject: { in: ids } }, orderBy: { at: 'asc' } }),
      notes: await tx.leadNote.findMany({ where: whose }),
      followUps: await tx.followUp.findMany({ where: whose }),
      claims: await tx.claim.findMany({ where: whose }),
      mails: await tx.mail.findMany({ where: { to: { in: emails } }, select: { id: true, stream: true, subject: true, sentAt: true } }),
    }
  })
}
