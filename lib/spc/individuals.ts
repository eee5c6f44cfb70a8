import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { chartConstants } from '@/lib/spc/constants'
import { checkMeasured, isExcluded, isOutside, limitsAround, type MeasuredRow, type PhaseOne, phaseOneRows } from '@/lib/spc/control-limits'
import { type Limits, meanOf } from '@/lib/spc/xbar-r'

/** All in the unit of the characteristic. */
export interface IndividualsLimits {
  /** Rows that the limits were made of, and the moving ranges between them. */
  made: number
  rangesMade: number
  location: Limits
  range: Limits
  /** Centre line of the individuals, as `Baseline` wants it. */
  centre: number
  /** Mean moving range / d2(2). */
  sigma: number
}

export interface IndividualsPoint {
  index: number
  value: number
  /** Null where the row before is not there or one of the two is excluded. */
  movingRange: number | null
  /** A point on a limit is inside; an excluded one is never outside. */
  valueIsOutside: boolean
  rangeIsOutside: boolean
  excludedReason: string | null
}

/** Distance from each row to the one before it, where both are `counted`: a gap is not bridged. */
function movingRanges(rows: readonly MeasuredRow[], isCounted: (row: MeasuredRow) => boolean): (number | null)[] {
  return rows.map((row, i) => {
    const before = rows[i - 1]
    return before && isCounted(before) && isCounted(row) ? Math.abs(row.value - before.value) : null
  })
}

/**
 * Limits of individuals and moving ranges of two, three sigma, frozen from phase I (Montgomery, 6.4).
 * Refused: `not_a_number`, `out_of_order`, `unknown_row`, `too_few_points` (also when no two are neighbours), `no_variation`.
 */
export function individualsLimits(rows: readonly MeasuredRow[], phaseOne?: PhaseOne): Checked<IndividualsLimits> {
  const checked = checkMeasured(rows)
  if (!checked.ok) return checked
  const basis = phaseOneRows(rows, phaseOne)
  if (!basis.ok) return basis
  const constants = chartConstants(2)
  if (!constants.ok) return constants
  const counted = new Set(basis.value)
  const ranges = movingRanges(rows, (row) => counted.has(row)).filter((range) => range !== null)
  if (ranges.length === 0) return refuse('too_few_points', 'No two points of phase I follow each other; there is no moving range.', basis.value[0]!.index)
  const meanRange = meanOf(ranges)
  if (meanRange === 0) return refuse('no_variation', 'All values are equal; sigma would be 0.')
  const { d2, D3, D4 } = constants.value
  const centre = meanOf(basis.value.map(({ value }) => value))
  const sigma = meanRange / d2
  return figure({
    made: basis.value.length,
    rangesMade: ranges.length,
    location: limitsAround(centre, sigma),
    range: { lower: D3 * meanRange, centre: meanRange, upper: D4 * meanRange },
    centre,
    sigma,
  })
}

/** Every row against frozen limits. Refused: `not_a_number`, `out_of_order`. */
export function individualsPoints(rows: readonly MeasuredRow[], limits: IndividualsLimits): Checked<IndividualsPoint[]> {
  const checked = checkMeasured(rows)
  if (!checked.ok) return checked
  const ranges = movingRanges(rows, (row) => !isExcluded(row))
  return figure(
    rows.map((row, i) => {
      const movingRange = ranges[i] ?? null
      return {
        index: row.index,
        value: row.value,
        movingRange,
        valueIsOutside: !isExcluded(row) && isOutside(row.value, limits.location),
        rangeIsOutside: movingRange !== null && isOutside(movingRange, limits.range),
        excludedReason: row.excludedReason || null,
      }
    }),
  )
}
