import type { FunnelAnswer } from '@/lib/funnel/load-funnel'
import { loadFunnel } from '@/lib/funnel/load-funnel'
import { type FunnelPeriod, funnelPeriod } from '@/lib/funnel/funnel-period'
import type { FunnelPageWish } from '@/lib/funnel/funnel-wish'
import { type LeadRow, loadLeads } from '@/lib/sales/load-leads'
import type { System } from '@/lib/system'

export interface FunnelView extends FunnelAnswer {
  wish: FunnelPageWish
  period: FunnelPeriod
  now: Date
  /** Whom to speak to: consented or in a living plant, the most engaged first. */
  speakTo: LeadRow[]
}

const fewLeads = 6

export async function loadFunnelView(system: System, wish: FunnelPageWish): Promise<FunnelView> {
  const now = system.clock.now()
  const period = funnelPeriod(wish.range, now, wish.timeZone)
  const { only, ...asked } = wish
  const [answer, leads] = await Promise.all([loadFunnel(system, { ...asked, ...(only && { only }) }, period), loadLeads(system, { search: '', group: 'live', sort: 'score' })])
  return { ...answer, wish, period, now, speakTo: leads.rows.slice(0, fewLeads) }
}
