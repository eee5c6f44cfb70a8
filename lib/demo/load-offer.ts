import { retainedUntil } from '@/lib/demo/decide'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { LeaseState } from '@/lib/generated/prisma/client'
import { industryOf } from '@/lib/plant/stories'
import { siteOf } from '@/lib/story/story'
import type { System } from '@/lib/system'

export interface OfferView {
  plant: string
  timeZone: string
  state: LeaseState
  /** Until when the offer stands: the deadline, or the end of a stopped plant. */
  until: string | null
  company: string
  /** What there is to keep. */
  keeps: { what: string; count: number }[]
}

/** The offer for one plant, and that it was opened; null when there is no such plant or no owner. */
export async function loadOffer({ db, clock }: System, leaseId: string): Promise<OfferView | null> {
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const lease = await tx.lease.findFirst({ where: { id: leaseId, email: { not: null } } })
    if (!lease) return null
    const open = ['ready', 'reminded', 'stopped'].includes(lease.state)
    if (open) await recordEngagement(tx, now, { kind: 'offer.opened', subject: lease.leadId ?? lease.name, leaseId, onceId: `offer-${leaseId}-${now.toISOString().slice(0, 10)}` })
    const lead = lease.leadId ? await tx.lead.findFirst({ where: { id: lease.leadId } }) : null
    const site = siteOf(industryOf(lease.industry))
    const where = { tenantId: lease.name }
    return {
      plant: site.name,
      timeZone: site.timeZone,
      state: lease.state,
      until: (lease.state === 'stopped' ? retainedUntil(lease) : lease.deadlineAt)?.toISOString() ?? null,
      company: lead?.company ?? '',
      keeps: [
        { what: 'places of the plant', count: await tx.plantNode.count({ where }) },
        { what: 'alarm rules', count: await tx.alarmRule.count({ where }) },
        { what: 'stops whose reason you changed', count: await tx.stopCoding.count({ where }) },
        { what: 'saved analyses', count: await tx.savedAnalysis.count({ where }) },
        { what: 'annotations in trends', count: await tx.trendAnnotation.count({ where: { ...where, deletedAt: null } }) },
      ],
    }
  })
}
