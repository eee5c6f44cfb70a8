import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { chartConstants } from '@/lib/spc/constants'

export interface SubgroupValues {
  /** 1-based, ascending. */
  index: number
  values: number[]
  /** Out of the limits and out of every rule, with its reason. */
  excludedReason?: string | null
}

export interface Limits {
  lower: number
  centre: number
  upper: number
}

/** All in the unit of the characteristic. */
export interface XbarRLimits {
  size: number
  /** Subgroups that the limits were made of. */
  made: number
  location: Limits
  range: Limits
  /** R̄/d2: the standard deviation within a subgroup. */
  sigma: number
  /** σ/√n: one zone of the x̄ chart. */
  sigmaOfMean: number
}

export interface XbarRPoint {
  index: number
  mean: number
  range: number
  /** A point on a limit is inside. */
  meanIsOutside: boolean
  rangeIsOutside: boolean
}

export const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
export const rangeOf = (values: number[]): number => Math.max(...values) - Math.min(...values)

/** Rounding of the last bits must not push a point that is on a limit over it. */
const slack = 1e-9

const isOutside = (value: number, { lower, upper }: Limits): boolean => {
  const margin = (upper - lower) * slack
  return value > upper + margin || value < lower - margin
}

/** Refuses a subgroup of another size (`ragged`) or with a value that is no number (`not_a_number`); `row` is its index. */
function checkValues(subgroups: SubgroupValues[], size: number): Checked<SubgroupValues[]> {
  for (const { index, values } of subgroups) {
    if (values.length !== size) return refuse('ragged', `Subgroup ${index} has ${values.length} values, the others have ${size}.`, index)
    if (!values.every(Number.isFinite)) return refuse('not_a_number', `Subgroup ${index} has a value that is no number.`, index)
  }
  return figure(subgroups)
}

/**
 * Limits of the x̄ and R charts, three sigma, frozen from the subgroups `first`..`last` (inclusive) that are not
 * excluded (Montgomery, Introduction to Statistical Quality Control, 6.2).
 * Refused: `too_few_subgroups`, `subgroup_size`, `ragged`, `not_a_number`, `no_variation`.
 */
export function phaseOneLimits(subgroups: SubgroupValues[], first: number, last: number): Checked<XbarRLimits> {
  const basis = subgroups.filter(({ index, excludedReason }) => index >= first && index <= last && !excludedReason)
  if (basis.length < 2) return refuse('too_few_subgroups', `Limits need two subgroups; ${first} to ${last} has ${basis.length}.`)
  const constants = chartConstants(basis[0]!.values.length)
  if (!constants.ok) return constants
  const { size, d2, D3, D4 } = constants.value
  const checked = checkValues(basis, size)
  if (!checked.ok) return checked
  const centre = meanOf(basis.map(({ values }) => meanOf(values)))
  const meanRange = meanOf(basis.map(({ values }) => rangeOf(values)))
  if (meanRange === 0) return refuse('no_variation', 'All values within each subgroup are equal; sigma would be 0.')
  const sigma = meanRange / d2
  const sigmaOfMean = sigma / Math.sqrt(size)
  return figure({
    size,
    made: basis.length,
    location: { lower: centre - 3 * sigmaOfMean, centre, upper: centre + 3 * sigmaOfMean },
    range: { lower: D3 * meanRange, centre: meanRange, upper: D4 * meanRange },
    sigma,
    sigmaOfMean,
  })
}

/** Mean and range of each subgroup against frozen limits; excluded ones are checked too, the caller leaves them out. */
export function checkPoints(subgroups: SubgroupValues[], limits: XbarRLimits): Checked<XbarRPoint[]> {
  const checked = checkValues(subgroups, limits.size)
  if (!checked.ok) return checked
  return figure(
    subgroups.map(({ index, values }) => {
      const [mean, range] = [meanOf(values), rangeOf(values)]
      return { index, mean, range, meanIsOutside: isOutside(mean, limits.location), rangeIsOutside: isOutside(range, limits.range) }
    }),
  )
}
