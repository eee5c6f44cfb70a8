import { type Checked, figure } from '@/lib/figures/refusal'
import { chartConstants } from '@/lib/spc/constants'
import type { GaugeDesign } from '@/lib/spc/gauge-rr-design'
import { meanOf } from '@/lib/spc/xbar-r'

/** What the form of the average and range method asks for, in the unit of the reading. */
export interface GaugeRanges {
  /** Mean of the ranges of all cells. */
  meanRange: number
  /** Largest less smallest mean of an appraiser. */
  appraiserRange: number
  /** Largest less smallest mean of a part. */
  partRange: number
  /** 1/d2* for trials, appraisers and parts. */
  k1: number
  k2: number
  k3: number
  /** Variances of EV, AV and PV. */
  repeatability: number
  appraiser: number
  part: number
}

/** Above this many ranges d2* is taken for d2, as on AIAG's form. */
const manyRanges = 15

const rangeOf = (values: readonly number[]) =>
  values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity)

/** 1/d2* of the mean of `count` ranges of `size` values: d2*² = d2² + d3²/count (Duncan; AIAG MSA, appendix C). */
export function rangeFactor(size: number, count: number): Checked<number> {
  const constants = chartConstants(size)
  if (!constants.ok) return constants
  const { d2, d3 } = constants.value
  return figure(1 / (count > manyRanges ? d2 : Math.sqrt(d2 * d2 + (d3 * d3) / count)))
}

/**
 * Average and range method (AIAG MSA, 4th ed., chapter III): it cannot see the interaction, which goes into repeatability
 * and appraisers. Refused as `subgroup_size` above 25 parts, appraisers or trials, where a range says too little.
 */
export function gaugeRanges({ cells, parts, appraisers, trials }: GaugeDesign): Checked<GaugeRanges> {
  const k1 = rangeFactor(trials, parts.length * appraisers.length)
  if (!k1.ok) return k1
  const k2 = rangeFactor(appraisers.length, 1)
  if (!k2.ok) return k2
  const k3 = rangeFactor(parts.length, 1)
  if (!k3.ok) return k3
  const meanRange = meanOf(cells.flat().map(rangeOf))
  const appraiserRange = rangeOf(appraisers.map((_, j) => meanOf(cells.map((part) => meanOf(part[j]!)))))
  const partRange = rangeOf(cells.map((part) => meanOf(part.map(meanOf))))
  const repeatability = (meanRange * k1.value) ** 2
  return figure({
    meanRange, appraiserRange, partRange,
    k1: k1.value, k2: k2.value, k3: k3.value,
    repeatability,
    appraiser: Math.max(0, (appraiserRange * k2.value) ** 2 - repeatability / (parts.length * trials)),
    part: (partRange * k3.value) ** 2,
  })
}
