import type { Tx } from '@/lib/db'
import type { CrmDelivery } from '@/lib/generated/prisma/client'
import { loadScores } from '@/lib/sales/load-scores'

/** Body of a Standard Webhook: what is true of the lead when it is sent. Of one that was erased there is the id alone. */
export async function crmPayload(tx: Tx, { type, leadId, createdAt }: Pick<CrmDelivery, 'type' | 'leadId' | 'createdAt'>, now: Date, portalUrl: string): Promise<object> {
  const timestamp = createdAt.toISOString()
  const lead = await tx.lead.findFirst({ where: { id: leadId } })
  if (!lead) return { type, timestamp, data: { id: leadId } }
  const score = (await loadScores(tx, [lead], now)).get(leadId)
  const { email, name, company, jobTitle, industry, source, campaign, companySize, mergedIntoId } = lead
  return {
    type,
    timestamp,
    data: {
      id: leadId, email, name, company, jobTitle, companySize, industry, source, campaign, mergedIntoId,
      marketingConsent: lead.marketingConsentAt !== null && lead.unsubscribedAt === null,
      fit: score?.fit.points ?? 0,
      engagement: score?.engagement.points ?? 0,
      nextAction: lead.nextAction,
      nextActionOn: lead.nextActionOn?.toISOString().slice(0, 10) ?? null,
      url: `${portalUrl}/sales/leads?lead=${leadId}`,
    },
  }
}
