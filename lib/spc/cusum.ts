import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { type Baseline, checkBaseline, checkMeasured, isExcluded, type MeasuredRow } from '@/lib/spc/control-limits'

/** `centre` is the target μ0 and `sigma` the standard deviation of one plotted value; frozen, from phase I or given. */
export interface CusumSettings extends Baseline {
  /** Reference value in sigmas, from 0 on: half the shift to be found, commonly 0.5. */
  k: number
  /** Decision interval in sigmas, above 0: commonly 4 or 5. */
  h: number
}

export interface CusumPoint {
  index: number
  value: number
  /** C+ and C−, in the unit of the values, both from 0 on. An excluded value leaves them as they were. */
  above: number
  below: number
  /** N+ and N−: values in a row since the sum was last 0. */
  runAbove: number
  runBelow: number
  /** Beyond the decision interval; a sum on it is inside, an excluded point never outside. */
  isAbove: boolean
  isBelow: boolean
  excludedReason: string | null
}

export interface CusumSignal {
  side: 'above' | 'below'
  /** Index of the row whose sum first went beyond the decision interval. */
  at: number
  /** Index of the first row of its run: the shift is taken to lie between it and the row before. */
  from: number
  /** Length of the run, N+ or N−. */
  run: number
}

export interface Cusum {
  /** K and H, in the unit of the values. */
  reference: number
  decision: number
  points: CusumPoint[]
  /** One for each time that a side goes beyond the interval, by row; the sums go on and are not reset. */
  signals: CusumSignal[]
}

/** In sigmas: rounding of the last bits neither starts a run nor pushes a sum over the interval. */
const slack = 1e-9

interface Side {
  sum: number
  run: number
  from: number
  isBeyond: boolean
}

const atRest: Side = { sum: 0, run: 0, from: NaN, isBeyond: false }

/** One step of a side, by how far the value lies beyond the reference on it. */
function advance(side: Side, excess: number, index: number, decision: number, margin: number): Side {
  const sum = side.sum + excess
  if (sum <= margin) return atRest
  return { sum, run: side.run + 1, from: side.run === 0 ? index : side.from, isBeyond: sum > decision + margin }
}

function checkSettings(settings: CusumSettings): Checked<null> {
  const baseline = checkBaseline(settings)
  if (!baseline.ok) return baseline
  if (!(Number.isFinite(settings.k) && settings.k >= 0)) return refuse('reference', `k must not be below 0; it is ${settings.k}.`)
  if (!(Number.isFinite(settings.h) && settings.h > 0)) return refuse('decision', `h must be above 0; it is ${settings.h}.`)
  return figure(null)
}

function accumulate(rows: readonly MeasuredRow[], { centre, sigma, k, h }: CusumSettings): Cusum {
  const [reference, decision, margin] = [k * sigma, h * sigma, slack * sigma]
  const signals: CusumSignal[] = []
  let [above, below] = [atRest, atRest]
  const signal = (side: 'above' | 'below', before: Side, now: Side, at: number) => {
    if (now.isBeyond && !before.isBeyond) signals.push({ side, at, from: now.from, run: now.run })
  }
  const points = rows.map((row) => {
    const isCounted = !isExcluded(row)
    if (isCounted) {
      const [wasAbove, wasBelow] = [above, below]
      above = advance(above, row.value - centre - reference, row.index, decision, margin)
      below = advance(below, centre - row.value - reference, row.index, decision, margin)
      signal('above', wasAbove, above, row.index)
      signal('below', wasBelow, below, row.index)
    }
    return {
      index: row.index, value: row.value, above: above.sum, below: below.sum, runAbove: above.run, runBelow: below.run,
      isAbove: isCounted && above.isBeyond, isBelow: isCounted && below.isBeyond, excludedReason: row.excludedReason || null,
    }
  })
  return { reference, decision, points, signals }
}

/**
 * Tabular cumulative sums on both sides (Montgomery, 9.1).
 * Refused: `not_a_number` and `out_of_order` with the row, `too_few_points`, `no_variation`, `reference`, `decision`.
 */
export function cusum(rows: readonly MeasuredRow[], settings: CusumSettings): Checked<Cusum> {
  const set = checkSettings(settings)
  if (!set.ok) return set
  const checked = checkMeasured(rows)
  if (!checked.ok) return checked
  const counted = rows.filter((row) => !isExcluded(row)).length
  if (counted < 2) return refuse('too_few_points', `Sums need two points that are not excluded; there are ${counted}.`, rows[0]?.index)
  return figure(accumulate(rows, settings))
}
