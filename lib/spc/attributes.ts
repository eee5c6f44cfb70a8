import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { type ChartRow, checkOrder, isExcluded, isOutside, type PhaseOne, phaseOneRows } from '@/lib/spc/control-limits'
import type { Limits } from '@/lib/spc/xbar-r'

/** p and np: defective pieces among those inspected. c and u: defects on what was inspected. */
export type AttributeChart = 'p' | 'np' | 'c' | 'u'

export interface AttributeRow extends ChartRow {
  /** Defectives (p, np) or defects (c, u): whole, not below 0. */
  count: number
  /** Pieces inspected (p, np: whole) or inspection units (u: any above 0). A c chart has one and the same, and needs none. */
  size?: number
}

/** What phase I leaves behind; the limits of each point follow from it and the point's own size. */
export interface AttributeBaseline {
  chart: AttributeChart
  /** Rows that it was made of. */
  made: number
  /** p and np: share defective. c: defects per row. u: defects per inspection unit. */
  rate: number
}

export interface AttributePoint {
  index: number
  count: number
  /** 1 on a c chart. */
  size: number
  /** What is plotted: a share (p), a count (np, c) or defects per unit (u). */
  value: number
  limits: Limits
  /** One third of the way to a limit before it is clamped; (value − centre)/sigma is what rules look at. */
  sigma: number
  /** A point on a limit is inside; an excluded one is never outside. */
  isOutside: boolean
  excludedReason: string | null
}

const isOfPieces = (chart: AttributeChart) => chart === 'p' || chart === 'np'
const sizeOf = (row: AttributeRow, chart: AttributeChart) => (chart === 'c' ? 1 : row.size!)

function checkRow({ index, count, size }: AttributeRow, chart: AttributeChart): Checked<null> {
  if (!Number.isFinite(count)) return refuse('not_a_number', `The count of row ${index} is no number.`, index)
  if (count < 0) return refuse('negative_count', `The count of row ${index} is ${count}, below 0.`, index)
  if (!Number.isInteger(count)) return refuse('not_whole', `The count of row ${index} is ${count}, not a whole number.`, index)
  if (chart === 'c') return figure(null)
  if (size === undefined || !Number.isFinite(size)) return refuse('not_a_number', `The size of row ${index} is no number.`, index)
  if (size <= 0) return refuse('no_size', `The size of row ${index} is ${size}; it must be above 0.`, index)
  if (!isOfPieces(chart)) return figure(null)
  if (!Number.isInteger(size)) return refuse('not_whole', `The size of row ${index} is ${size}, not a whole number.`, index)
  if (count > size) return refuse('count_above_size', `Row ${index} has ${count} defectives among ${size} inspected.`, index)
  return figure(null)
}

function checkRows(rows: readonly AttributeRow[], chart: AttributeChart): Checked<null> {
  const ordered = checkOrder(rows)
  if (!ordered.ok) return ordered
  for (const row of rows) {
    const checked = checkRow(row, chart)
    if (!checked.ok) return checked
  }
  return figure(null)
}

/** A c chart compares bare counts, so rows that name a size must all name the same. */
function checkOneSize(rows: readonly AttributeRow[]): Checked<null> {
  const first = rows.find(({ size }) => size !== undefined)?.size
  const other = rows.find(({ size }) => size !== undefined && size !== first)
  return other ? refuse('ragged', `Row ${other.index} was made of ${other.size}, others of ${first}; that is a u chart.`, other.index) : figure(null)
}

/**
 * Total count over total size of phase I (Montgomery, 7.2 and 7.3). Rows are checked whether excluded or not.
 * Refused, with the row: `not_a_number`, `out_of_order`, `negative_count`, `not_whole`, `no_size`, `count_above_size`,
 * `ragged` (c), `unknown_row`, `too_few_points`; `no_variation` for a rate without a spread (none or all defective).
 */
export function attributeBaseline(chart: AttributeChart, rows: readonly AttributeRow[], phaseOne?: PhaseOne): Checked<AttributeBaseline> {
  const checked = checkRows(rows, chart)
  if (!checked.ok) return checked
  const even = chart === 'c' ? checkOneSize(rows) : checked
  if (!even.ok) return even
  const basis = phaseOneRows(rows, phaseOne)
  if (!basis.ok) return basis
  const count = basis.value.reduce((sum, row) => sum + row.count, 0)
  const size = basis.value.reduce((sum, row) => sum + sizeOf(row, chart), 0)
  if (count === 0) return refuse('no_variation', 'Phase I has no defect; sigma would be 0.')
  if (isOfPieces(chart) && count === size) return refuse('no_variation', 'Every piece of phase I is defective; sigma would be 0.')
  return figure({ chart, made: basis.value.length, rate: count / size })
}

/** Centre, sigma and greatest possible value of a point of this size. */
function spreadOf({ chart, rate }: AttributeBaseline, size: number): { centre: number; sigma: number; greatest: number } {
  switch (chart) {
    case 'p': return { centre: rate, sigma: Math.sqrt((rate * (1 - rate)) / size), greatest: 1 }
    case 'np': return { centre: size * rate, sigma: Math.sqrt(size * rate * (1 - rate)), greatest: size }
    case 'c': return { centre: rate, sigma: Math.sqrt(rate), greatest: Infinity }
    case 'u': return { centre: rate, sigma: Math.sqrt(rate / size), greatest: Infinity }
  }
}

function pointOf(row: AttributeRow, baseline: AttributeBaseline): AttributePoint {
  const { chart } = baseline
  const size = sizeOf(row, chart)
  const { centre, sigma, greatest } = spreadOf(baseline, size)
  const value = chart === 'p' || chart === 'u' ? row.count / size : row.count
  const limits = { lower: Math.max(0, centre - 3 * sigma), centre, upper: Math.min(greatest, centre + 3 * sigma) }
  return {
    index: row.index, count: row.count, size, value, limits, sigma,
    isOutside: !isExcluded(row) && isOutside(value, limits),
    excludedReason: row.excludedReason || null,
  }
}

/** Every row, excluded or not, against a frozen baseline, with limits of its own. Refused as by `attributeBaseline`. */
export function attributePoints(rows: readonly AttributeRow[], baseline: AttributeBaseline): Checked<AttributePoint[]> {
  const checked = checkRows(rows, baseline.chart)
  if (!checked.ok) return checked
  return figure(rows.map((row) => pointOf(row, baseline)))
}
