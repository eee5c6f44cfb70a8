import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { sampleDeviation } from '@/lib/spc/capability'
import { deviationConstants } from '@/lib/spc/constants'
import { type ChartRow, checkOrder, isExcluded, isOutside, limitsAround, type PhaseOne, phaseOneRows } from '@/lib/spc/control-limits'
import { type Limits, meanOf } from '@/lib/spc/xbar-r'

export interface SubgroupRow extends ChartRow {
  /** Two or more; subgroups need not be of one size. */
  values: number[]
}

/** What phase I leaves behind, in the unit of the characteristic; the limits of each point follow from it and its size. */
export interface XbarSBaseline {
  /** Subgroups that it was made of. */
  made: number
  /** The one size of the subgroups of phase I; null where they differ. */
  size: number | null
  /** Mean of all values: where sizes differ, a subgroup weighs as many as it has. */
  centre: number
  /** s̄/c4; where sizes differ, the means of s/c4 weighted by how well each knows σ. */
  sigma: number
}

export interface XbarSPoint {
  index: number
  size: number
  mean: number
  /** Sample standard deviation of the subgroup. */
  s: number
  location: Limits
  deviation: Limits
  /** σ/√n of this point: one zone of its x̄ limits. */
  sigmaOfMean: number
  /** A point on a limit is inside; an excluded one is never outside. */
  meanIsOutside: boolean
  sIsOutside: boolean
  excludedReason: string | null
}

function checkRows(rows: readonly SubgroupRow[]): Checked<null> {
  const ordered = checkOrder(rows)
  if (!ordered.ok) return ordered
  for (const { index, values } of rows) {
    if (values.length < 2) return refuse('subgroup_size', `Subgroup ${index} has ${values.length} values; s needs two.`, index)
    if (!values.every(Number.isFinite)) return refuse('not_a_number', `Subgroup ${index} has a value that is no number.`, index)
  }
  return figure(null)
}

/** c4, B3 and B4 of a size that `checkRows` has let through. */
function constantsOf(size: number) {
  const constants = deviationConstants(size)
  if (!constants.ok) throw new RangeError(constants.refusal.message)
  return constants.value
}

function meanOfAll(basis: readonly SubgroupRow[]): number {
  let [sum, count] = [0, 0]
  for (const { values } of basis) {
    sum += meanOf(values) * values.length
    count += values.length
  }
  return sum / count
}

/** Σ h s/c4 / Σ h with h = c4²/(1 − c4²), the inverse of the variance of s/c4 (Burr 1969); s̄/c4 for one size. */
function pooledSigma(basis: readonly SubgroupRow[]): number {
  let [sum, weights] = [0, 0]
  for (const { values } of basis) {
    const { c4 } = constantsOf(values.length)
    const weight = c4 ** 2 / (1 - c4 ** 2)
    sum += (weight * sampleDeviation(values)) / c4
    weights += weight
  }
  return sum / weights
}

/**
 * Centre and sigma of the x̄ and s charts, frozen from phase I (Montgomery, 6.3). Rows are checked whether excluded or not.
 * Refused, with the row: `not_a_number`, `out_of_order`, `subgroup_size`, `unknown_row`, `too_few_points`; `no_variation`.
 */
export function xbarSBaseline(rows: readonly SubgroupRow[], phaseOne?: PhaseOne): Checked<XbarSBaseline> {
  const checked = checkRows(rows)
  if (!checked.ok) return checked
  const phase = phaseOneRows(rows, phaseOne)
  if (!phase.ok) return phase
  const basis = phase.value
  const sigma = pooledSigma(basis)
  if (sigma === 0) return refuse('no_variation', 'All values within each subgroup are equal; sigma would be 0.')
  const size = basis[0]!.values.length
  return figure({
    made: basis.length,
    size: basis.every(({ values }) => values.length === size) ? size : null,
    centre: meanOfAll(basis),
    sigma,
  })
}

function pointOf(row: SubgroupRow, { centre, sigma }: XbarSBaseline): XbarSPoint {
  const size = row.values.length
  const mean = meanOf(row.values)
  const s = sampleDeviation(row.values)
  const { c4, B3, B4 } = constantsOf(size)
  const sigmaOfMean = sigma / Math.sqrt(size)
  const location = limitsAround(centre, sigmaOfMean)
  const deviation = { lower: B3 * c4 * sigma, centre: c4 * sigma, upper: B4 * c4 * sigma }
  return {
    index: row.index, size, mean, s, location, deviation, sigmaOfMean,
    meanIsOutside: !isExcluded(row) && isOutside(mean, location),
    sIsOutside: !isExcluded(row) && isOutside(s, deviation),
    excludedReason: row.excludedReason || null,
  }
}

/** Every subgroup, excluded or not, against a frozen baseline, with limits of its own. Refused as by `xbarSBaseline`. */
export function xbarSPoints(rows: readonly SubgroupRow[], baseline: XbarSBaseline): Checked<XbarSPoint[]> {
  const checked = checkRows(rows)
  if (!checked.ok) return checked
  return figure(rows.map((row) => pointOf(row, baseline)))
}
