import { alertFigures, type Limit, sayLimit } from '@/lib/figure-alerts/figures'

/** Of the limit: as far back behind it a figure must come before it counts as back. */
const deadbandRatio = 0.02

/**
 * Where a broken figure counts as back: the limit and a deadband (ISA-18.2, 3.1), so that a figure which trembles at its limit
 * is told once. Never further than half of what is left to the figure's end, or an OEE limit of 99 % would never be met again.
 */
export function returnsAt({ figure, breaksAbove, limit }: Pick<Limit, 'figure' | 'breaksAbove' | 'limit'>): number {
  const band = limit * deadbandRatio
  return breaksAbove ? limit - band : limit + Math.min(band, (alertFigures[figure].most - limit) / 2)
}

/** Whether the limit is broken now. Exactly at the limit it holds; once broken it is until the figure has come back. */
export function isBroken(wasBroken: boolean, value: number, rule: Pick<Limit, 'figure' | 'breaksAbove' | 'limit'>): boolean {
  const border = wasBroken ? returnsAt(rule) : rule.limit
  return rule.breaksAbove ? value > border : value < border
}

/** `61.2 %`: not in the figure's own digits, in which it could read as the limit itself. */
export const sayReturn = (rule: Pick<Limit, 'figure' | 'breaksAbove' | 'limit'>): string => sayLimit({ figure: rule.figure, limit: Number(returnsAt(rule).toPrecision(4)) })
