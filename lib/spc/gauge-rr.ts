import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { anovaPooled, type AnovaRow, anovaWithInteraction, varianceComponents, type VarianceComponents } from '@/lib/spc/gauge-rr-anova'
import { type GaugeDesign, gaugeDesign, type GaugeRow } from '@/lib/spc/gauge-rr-design'
import { type GaugeRanges, gaugeRanges } from '@/lib/spc/gauge-rr-range'

export interface GaugeOptions {
  /** The interaction is pooled when its p is above this; null never pools. 0.25 when not given. */
  alpha?: number | null
  /** Sigmas in a study variation, 6 when not given; 5.15 in older editions. */
  multiplier?: number
  /** Upper less lower specification limit, in the unit of the reading. */
  tolerance?: number | null
}

export interface GaugeComponent {
  variance: number
  sigma: number
  /** Multiplier × sigma. */
  studyVariation: number
  /** Of the total variance, 0..1. */
  contributionRatio: number
  /** Of the total sigma, 0..1; these do not add up to 1. */
  studyRatio: number
  /** Study variation over tolerance; null without one. */
  toleranceRatio: number | null
}

/** AIAG MSA, 4th ed., chapter II section D: below 10 %, 10 % to 30 %, above 30 %. */
export type GaugeVerdict = 'acceptable' | 'conditional' | 'unacceptable'

export interface GaugeFigures {
  components: {
    /** Repeatability and reproducibility: EV, AV and interaction together. */
    grr: GaugeComponent
    ev: GaugeComponent
    av: GaugeComponent
    /** Null where it is pooled, or the method cannot see it. */
    interaction: GaugeComponent | null
    pv: GaugeComponent
    tv: GaugeComponent
  }
  /** 1.41 PV/GRR, not truncated; null where GRR is 0. */
  ndcExact: number | null
  /** Truncated, at least 1 (AIAG MSA, 4th ed., chapter III). */
  ndc: number | null
  /** By GRR as a share of study variation. */
  verdict: GaugeVerdict
  /** By GRR as a share of tolerance; null without one. */
  toleranceVerdict: GaugeVerdict | null
}

export interface GaugeStudy {
  design: Omit<GaugeDesign, 'cells'>
  alpha: number | null
  multiplier: number
  tolerance: number | null
  isPooled: boolean
  /** With interaction. */
  anova: AnovaRow[]
  /** Without; null unless the interaction is pooled. */
  pooledAnova: AnovaRow[] | null
  figures: GaugeFigures
  /** The average and range method, for comparison; null above 25 parts, appraisers or trials. */
  averageAndRange: (GaugeFigures & { ranges: GaugeRanges }) | null
  noAverageAndRange: string | null
}

type Scale = { multiplier: number; tolerance: number | null }

function checkOptions({ alpha, multiplier, tolerance }: Required<GaugeOptions>): Checked<null> {
  if (alpha !== null && !(alpha > 0 && alpha < 1)) return refuse('alpha', 'Alpha lies between 0 and 1; null never pools.', 'alpha')
  if (!(multiplier > 0 && Number.isFinite(multiplier))) return refuse('multiplier', 'The multiplier of sigma is above 0.', 'multiplier')
  if (tolerance !== null && !(tolerance > 0 && Number.isFinite(tolerance))) return refuse('tolerance', 'The tolerance, upper less lower limit, is above 0.', 'tolerance')
  return figure(null)
}

/** Exactly 10 % and exactly 30 % are conditional. */
export const gaugeVerdict = (ratio: number): GaugeVerdict => (ratio < 0.1 ? 'acceptable' : ratio <= 0.3 ? 'conditional' : 'unacceptable')

function figuresOf({ repeatability, appraiser, interaction, part }: VarianceComponents, { multiplier, tolerance }: Scale): GaugeFigures {
  const gauge = repeatability + appraiser + (interaction ?? 0)
  const total = gauge + part
  const component = (variance: number): GaugeComponent => {
    const sigma = Math.sqrt(variance)
    const studyVariation = multiplier * sigma
    return {
      variance, sigma, studyVariation,
      contributionRatio: variance / total,
      studyRatio: Math.sqrt(variance / total),
      toleranceRatio: tolerance === null ? null : studyVariation / tolerance,
    }
  }
  const grr = component(gauge)
  const ndcExact = gauge === 0 ? null : 1.41 * Math.sqrt(part / gauge)
  return {
    components: { grr, ev: component(repeatability), av: component(appraiser), interaction: interaction === null ? null : component(interaction), pv: component(part), tv: component(total) },
    ndcExact,
    ndc: ndcExact === null ? null : Math.max(1, Math.trunc(ndcExact)),
    verdict: gaugeVerdict(grr.studyRatio),
    toleranceVerdict: grr.toleranceRatio === null ? null : gaugeVerdict(grr.toleranceRatio),
  }
}

/** An interaction without any variation below it has no p and changes nothing by being pooled. */
const poolsInteraction = (anova: readonly AnovaRow[], alpha: number | null) => {
  const { p } = anova.find(({ source }) => source === 'interaction')!
  return alpha !== null && (p === null || p > alpha)
}

/**
 * Crossed gauge R&R study by analysis of variance, as in AIAG MSA, 4th ed., with the average and range method beside it.
 * Refused as by `gaugeDesign`, and as `alpha`, `multiplier` or `tolerance` when an option is out of its range.
 */
export function gaugeStudy(rows: readonly GaugeRow[], options: GaugeOptions = {}): Checked<GaugeStudy> {
  const { alpha = 0.25, multiplier = 6, tolerance = null } = options
  const scale = { multiplier, tolerance }
  const fit = checkOptions({ alpha, ...scale })
  if (!fit.ok) return fit
  const design = gaugeDesign(rows)
  if (!design.ok) return design
  const anova = anovaWithInteraction(design.value)
  const isPooled = poolsInteraction(anova, alpha)
  const pooledAnova = isPooled ? anovaPooled(anova) : null
  const ranges = gaugeRanges(design.value)
  const { parts, appraisers, trials } = design.value
  return figure({
    design: { parts, appraisers, trials },
    alpha, multiplier, tolerance, isPooled, anova, pooledAnova,
    figures: figuresOf(varianceComponents(pooledAnova ?? anova, design.value), scale),
    averageAndRange: ranges.ok ? { ...figuresOf({ ...ranges.value, interaction: null }, scale), ranges: ranges.value } : null,
    noAverageAndRange: ranges.ok ? null : ranges.refusal.message,
  })
}
