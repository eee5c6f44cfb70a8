import { type FunnelCounts, type FunnelQuestion, FunnelTally } from '@/lib/funnel/count-funnel'
import type { FunnelPeriod } from '@/lib/funnel/funnel-period'
import { type JourneysWanted, readJourneys } from '@/lib/funnel/read-journeys'
import type { FunnelStepKey } from '@/lib/funnel/steps'
import type { System } from '@/lib/system'

export interface FunnelWish extends JourneysWanted {
  steps: FunnelStepKey[]
  windowDays: number
}

export interface FunnelAnswer {
  current: FunnelCounts
  previous: FunnelCounts
  /** Visitors of no known company, when companies are counted. */
  withoutCompany: number
}

const dayMs = 86_400_000

/** Both periods in one reading of the journeys. */
export async function loadFunnel({ db }: Pick<System, 'db'>, wish: FunnelWish, { from, to, weeks, previous }: FunnelPeriod): Promise<FunnelAnswer> {
  const asked = (begin: Date, end: Date): FunnelQuestion => ({ steps: wish.steps, windowMs: wish.windowDays * dayMs, fromMs: begin.getTime(), toMs: end.getTime(), asOfMs: end.getTime() })
  const current = new FunnelTally({ ...asked(from, to), weeks: weeks.map((week) => week.getTime()) })
  const before = new FunnelTally(asked(previous.from, previous.to))
  const { withoutCompany } = await readJourneys(db, wish, (journey) => {
    current.add(journey)
    before.add(journey)
  })
  return { current: current.answer(), previous: before.answer(), withoutCompany }
}
