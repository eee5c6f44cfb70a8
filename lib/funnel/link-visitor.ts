import type { Tx } from '@/lib/db'
import type { Browser } from '@/lib/funnel/record-visit'
import { visitorId } from '@/lib/funnel/visitor-id'

/** As whom a visitor is counted: themselves, or the lead that they have become today. */
export async function subjectOf(tx: Tx, visitor: string): Promise<string> {
  const link = await tx.funnelLink.findUnique({ where: { tenantId_subject: { tenantId: 'platform', subject: visitor } } })
  return link?.leadId ?? visitor
}

/**
 * What this browser did today was done by the lead: from now on it counts for them, and the lead has the origin of the first
 * visit that told one. A visitor who asks for a second address stays the first one's. Who objects is not linked.
 */
export async function linkVisitor(tx: Tx, browser: Browser, leadId: string, now: Date): Promise<void> {
  if (browser.objects || !browser.userAgent) return
  const subject = await visitorId(tx, browser, now)
  const journey = await tx.funnelJourney.findFirst({ where: { tenantId: 'platform', subject } })
  const { count } = await tx.funnelLink.createMany({ data: [{ subject, leadId, linkedAt: now }], skipDuplicates: true })
  if (count === 0 || !journey) return
  await tx.engagementEvent.updateMany({ where: { subject }, data: { subject: leadId } })
  await tx.lead.updateMany({ where: { id: leadId, source: null }, data: { source: journey.source } })
  await tx.lead.updateMany({ where: { id: leadId, campaign: null }, data: { campaign: journey.campaign } })
}
