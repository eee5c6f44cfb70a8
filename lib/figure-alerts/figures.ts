import type { AlertFigure, AlertSpan } from '@/lib/generated/prisma/client'
import type { TileView } from '@/lib/plant/views/dashboard-view'

interface Figure {
  title: string
  unit: string
  digits: number
  /** On which side of a limit most people want to be told. */
  breaksAbove: boolean
  /** Greatest value that there is. */
  most: number
}

/** Figures on which a limit can be set. Ratios in per cent, as the dashboards show them. */
export const alertFigures: Record<AlertFigure, Figure> = {
  oee: { title: 'OEE', unit: '%', digits: 1, breaksAbove: false, most: 100 },
  rejects: { title: 'Rejects', unit: '%', digits: 2, breaksAbove: true, most: 100 },
  downtime: { title: 'Downtime', unit: 'min', digits: 0, breaksAbove: true, most: 10_080 },
  energy_per_tonne: { title: 'Energy per tonne', unit: 'kWh/t', digits: 1, breaksAbove: true, most: 1_000_000 },
  power: { title: 'Mean power', unit: 'kW', digits: 1, breaksAbove: true, most: 1_000_000 },
}

/** What each tile of a dashboard shows. */
export const figuresOfTile: Record<TileView['kind'], AlertFigure[]> = { 'oee-trend': ['oee'], quality: ['rejects'], 'downtime-pareto': ['downtime'], energy: ['energy_per_tonne', 'power'] }

interface Span {
  label: string
  /** As it is said behind a figure. */
  words: string
  /** Its length; of the production day its longest. */
  hours: number
}

export const alertSpans: Record<AlertSpan, Span> = {
  last_8_h: { label: 'Last 8 h', words: 'over the last 8 h', hours: 8 },
  last_24_h: { label: 'Last 24 h', words: 'over the last 24 h', hours: 24 },
  production_day: { label: 'Production day so far', words: 'in the production day so far', hours: 24 },
  last_7_days: { label: 'Last 7 days', words: 'over the last 7 days', hours: 168 },
}

export interface Limit {
  figure: AlertFigure
  span: AlertSpan
  breaksAbove: boolean
  limit: number
}

/** Greatest value of the figure in the span: nothing stands for longer than it lasts. */
const mostIn = ({ figure, span }: Limit): number => (figure === 'downtime' ? alertSpans[span].hours * 60 : alertFigures[figure].most)

/** What is wrong with a limit, in words; null for nothing. A limit that nothing can break is one. */
export function findFault(limit: Limit): string | null {
  const { unit } = alertFigures[limit.figure]
  const most = mostIn(limit)
  if (!Number.isFinite(limit.limit) || limit.limit < 0 || limit.limit > most) return `Write a limit from 0 to ${most} ${unit}.`
  if (limit.breaksAbove && limit.limit === most) return `Nothing comes above ${most} ${unit}. Write a lower limit.`
  if (!limit.breaksAbove && limit.limit === 0) return `Nothing comes below 0 ${unit}. Write a higher limit.`
  return null
}

/** `60 %`, as written by whoever set it. */
export const sayLimit = ({ figure, limit }: Pick<Limit, 'figure' | 'limit'>): string => `${limit} ${alertFigures[figure].unit}`

/** `59.3 %` */
export const sayValue = (figure: AlertFigure, value: number): string => `${value.toFixed(alertFigures[figure].digits)} ${alertFigures[figure].unit}`

/** `below 60 % over the last 8 h` */
export const sayRule = (limit: Limit): string => `${limit.breaksAbove ? 'above' : 'below'} ${sayLimit(limit)} ${alertSpans[limit.span].words}`
