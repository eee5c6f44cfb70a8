import type { FigureColumn } from '@/lib/adapters/bi/port'
import { clockOf } from '@/lib/reports/report-clock'

type Cell = string | number | null | undefined
type Figure = Extract<FigureColumn, { kind: 'figure' }>

/** Days of a tool are dates already: no zone moves them. */
const { shortDay, day } = clockOf('UTC')
export const startOf = (date: Cell): Date => new Date(`${date}T00:00:00Z`)
export const sayDay = (date: Cell): string => shortDay(startOf(date))
export const sayWeekday = day

/** `84.7 %`, `27 524 798`; what there is none of is a dash. */
export const sayFigure = (value: Cell, { isRatio, digits }: Figure): string =>
  typeof value === 'number' ? `${(isRatio ? value * 100 : value).toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replaceAll(',', '\u00A0')}${isRatio ? '\u00A0%' : ''}` : '—'

/** For a table: a ratio in percent, without what floating point adds at its end. */
export const valueOf = (value: Cell, { isRatio }: Figure): number | string => (typeof value !== 'number' ? '' : isRatio ? Number((value * 100).toPrecision(12)) : value)
export const unitOf = ({ isRatio }: Figure): string => (isRatio ? '%' : '')
