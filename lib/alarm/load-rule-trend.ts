import { tryDays } from '@/lib/alarm/try-rule'
import { notThere } from '@/lib/http/problem'
import { gapsOf, loadSeries, stepSeconds } from '@/lib/plant/views/signal-series'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

/** Times are epoch milliseconds, a point stands in the middle of its bucket. */
export interface RuleTrend {
  from: number
  to: number
  stepSeconds: number
  points: { at: number; mean: number; min: number; max: number }[]
  gaps: { from: number; to: number }[]
}

/** The days over which a rule is tried, as they are drawn. @throws Refusal 404 for a signal of another plant. */
export function loadRuleTrend(system: System, reach: Reach, signalId: string): Promise<RuleTrend> {
  const to = system.clock.now()
  const window = { from: new Date(to.getTime() - tryDays * 86_400_000), to }
  const step = stepSeconds(window)
  return system.db.inTenant(reach, async (tx) => {
    if (!(await tx.signal.findFirst({ where: { id: signalId } }))) throw notThere()
    const points = (await loadSeries(tx, [signalId], window)).get(signalId)!
    return {
      from: window.from.getTime(),
      to: to.getTime(),
      stepSeconds: step,
      points: points.map(({ at, ...point }) => ({ at: at.getTime() + step * 500, ...point })),
      gaps: gapsOf(points, window, step).map((gap) => ({ from: gap.from.getTime(), to: gap.to.getTime() })),
    }
  })
}
