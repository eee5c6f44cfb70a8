import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import type { Limits } from '@/lib/spc/xbar-r'

/** What every row of a chart has, whatever it measures. */
export interface ChartRow {
  /** Ascending; an excluded row keeps its own. */
  index: number
  /** Out of the limits and out of every rule, with its reason; still shown. */
  excludedReason?: string | null
}

export interface MeasuredRow extends ChartRow {
  value: number
}

/** The rows that limits are made of, by their indexes: from..to inclusive, or one by one. Without it: all. */
export type PhaseOne = { first: number; last: number } | { indexes: readonly number[] }

/** A centre line and the standard deviation of what is plotted, in its unit. */
export interface Baseline {
  centre: number
  sigma: number
}

/** Rounding of the last bits must not push a point that is on a limit over it. */
const slack = 1e-9

export const isExcluded = ({ excludedReason }: ChartRow): boolean => Boolean(excludedReason)

/** A point on a limit is inside. */
export function isOutside(value: number, { lower, upper }: Limits): boolean {
  const margin = (upper - lower) * slack
  return value > upper + margin || value < lower - margin
}

/** Limits `width` sigmas either side of the centre. */
export const limitsAround = (centre: number, sigma: number, width = 3): Limits => ({
  lower: centre - width * sigma,
  centre,
  upper: centre + width * sigma,
})

/** Refuses an index that is no number (`not_a_number`) or does not ascend (`out_of_order`); `row` is the index. */
export function checkOrder<T extends ChartRow>(rows: readonly T[]): Checked<readonly T[]> {
  for (const [i, { index }] of rows.entries()) {
    if (!Number.isFinite(index)) return refuse('not_a_number', `The index of row ${i} is no number.`, i)
    if (i > 0 && index <= rows[i - 1]!.index) return refuse('out_of_order', `Row ${index} comes after row ${rows[i - 1]!.index}.`, index)
  }
  return figure(rows)
}

/** As `checkOrder`, and every value is a number. */
export function checkMeasured(rows: readonly MeasuredRow[]): Checked<readonly MeasuredRow[]> {
  const ordered = checkOrder(rows)
  if (!ordered.ok) return ordered
  const odd = rows.find(({ value }) => !Number.isFinite(value))
  return odd ? refuse('not_a_number', `The value of row ${odd.index} is no number.`, odd.index) : figure(rows)
}

/** Refused: `no_variation` for a sigma that is not above 0, `not_a_number` for the centre line. */
export function checkBaseline({ centre, sigma }: Baseline): Checked<null> {
  if (!Number.isFinite(centre)) return refuse('not_a_number', 'The centre line is no number.')
  if (!(Number.isFinite(sigma) && sigma > 0)) return refuse('no_variation', 'Sigma must be above 0.')
  return figure(null)
}

const isIn = (phaseOne: PhaseOne): ((index: number) => boolean) => {
  if ('first' in phaseOne) return (index) => index >= phaseOne.first && index <= phaseOne.last
  const wanted = new Set(phaseOne.indexes)
  return (index) => wanted.has(index)
}

/**
 * The rows of phase I that are not excluded, at least two.
 * Refused: `unknown_row` for an index that no row has, `too_few_points`.
 */
export function phaseOneRows<T extends ChartRow>(rows: readonly T[], phaseOne?: PhaseOne): Checked<T[]> {
  if (phaseOne && 'indexes' in phaseOne) {
    const there = new Set(rows.map(({ index }) => index))
    const missing = phaseOne.indexes.find((index) => !there.has(index))
    if (missing !== undefined) return refuse('unknown_row', `Phase I names row ${missing}, which is not there.`, missing)
  }
  const isWanted = phaseOne ? isIn(phaseOne) : () => true
  const basis = rows.filter((row) => !isExcluded(row) && isWanted(row.index))
  if (basis.length < 2) return refuse('too_few_points', `Limits need two points that are not excluded; there are ${basis.length}.`, basis[0]?.index)
  return figure(basis)
}
