import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { type Baseline, checkBaseline, checkMeasured, isExcluded, isOutside, limitsAround, type MeasuredRow } from '@/lib/spc/control-limits'
import type { Limits } from '@/lib/spc/xbar-r'

/** `sigma` is that of one plotted value: of a mean, if the rows are means. Frozen, from phase I or given. */
export interface EwmaSettings extends Baseline {
  /** Weight of the newest value, above 0 and at most 1; 1 is a Shewhart chart. */
  lambda: number
  /** Width of the limits in sigmas of the average, L. */
  width: number
  /** `exact` limits widen from the first point on towards the `steady` ones. */
  limits: 'exact' | 'steady'
}

export interface EwmaPoint {
  index: number
  value: number
  /** λx + (1 − λ) times the average before, which starts at the centre line; an excluded value leaves it as it was. */
  average: number
  limits: Limits
  /** A point on a limit is inside; an excluded one is never outside. */
  isOutside: boolean
  excludedReason: string | null
}

function checkSettings(settings: EwmaSettings): Checked<null> {
  const { lambda, width } = settings
  const baseline = checkBaseline(settings)
  if (!baseline.ok) return baseline
  if (!(lambda > 0 && lambda <= 1)) return refuse('lambda', `Lambda must be above 0 and at most 1, not ${lambda}.`)
  if (!(Number.isFinite(width) && width > 0)) return refuse('width', `The width of the limits must be above 0, not ${width}.`)
  return figure(null)
}

/** Limits after `seen` values: σ √(λ/(2 − λ) · (1 − (1 − λ)²ⁱ)) in the exact form. */
function limitsAfter(seen: number, { centre, sigma, lambda, width, limits }: EwmaSettings): Limits {
  const grown = limits === 'exact' ? 1 - (1 - lambda) ** (2 * seen) : 1
  return limitsAround(centre, sigma * Math.sqrt((lambda / (2 - lambda)) * grown), width)
}

/**
 * Exponentially weighted moving average of every row against its limits (Roberts 1959; Montgomery, 9.2). An excluded row
 * has the average and the limits of the row before it.
 * Refused: `not_a_number` and `out_of_order` with the row, `too_few_points`, `no_variation`, `lambda`, `width`.
 */
export function ewmaPoints(rows: readonly MeasuredRow[], settings: EwmaSettings): Checked<EwmaPoint[]> {
  const set = checkSettings(settings)
  if (!set.ok) return set
  const checked = checkMeasured(rows)
  if (!checked.ok) return checked
  const counted = rows.filter((row) => !isExcluded(row)).length
  if (counted < 2) return refuse('too_few_points', `An average needs two points that are not excluded; there are ${counted}.`, rows[0]?.index)
  let average = settings.centre
  let seen = 0
  return figure(
    rows.map((row) => {
      if (!isExcluded(row)) {
        seen += 1
        average = settings.lambda * row.value + (1 - settings.lambda) * average
      }
      // Before the first value the average is the centre line itself; it is drawn within the first limits.
      const limits = limitsAfter(Math.max(seen, 1), settings)
      return {
        index: row.index, value: row.value, average, limits,
        isOutside: !isExcluded(row) && isOutside(average, limits),
        excludedReason: row.excludedReason || null,
      }
    }),
  )
}
