import { roundScale, type ScaleView } from '@/components/charts/scale'
import type { GaugeFigures } from '@/lib/spc/gauge-rr'

export type GaugeShare = 'contribution' | 'study' | 'tolerance'

export type GaugeSourceView = { key: string; label: string; short: string; shares: { share: GaugeShare; ratio: number }[] }

export const shareWords: Record<GaugeShare, string> = { contribution: 'of variance', study: 'of study variation', tolerance: 'of tolerance' }

/** The sources whose shares are compared, gauge first; the interaction only where it is kept. */
export function gaugeSources({ components: { grr, ev, av, interaction, pv } }: GaugeFigures): GaugeSourceView[] {
  const sources = [
    { key: 'grr', label: 'Gauge R&R', short: 'GRR', one: grr },
    { key: 'ev', label: 'Repeatability', short: 'EV', one: ev },
    { key: 'av', label: 'Appraisers', short: 'AV', one: av },
    { key: 'interaction', label: 'Part × appraiser', short: 'P × A', one: interaction },
    { key: 'pv', label: 'Parts', short: 'PV', one: pv },
  ]
  return sources.flatMap(({ one, ...names }) => {
    if (!one) return []
    const tolerance = one.toleranceRatio === null ? [] : [{ share: 'tolerance' as const, ratio: one.toleranceRatio }]
    return [{ ...names, shares: [{ share: 'contribution' as const, ratio: one.contributionRatio }, { share: 'study' as const, ratio: one.studyRatio }, ...tolerance] }]
  })
}

export type GaugeBar = { source: string; share: GaugeShare; ratio: number; /** 0..1 of the width. */ from: number; width: number }

/** Bars side by side in equal groups from zero; the scale, in %, reaches 100 and further where a tolerance is outdone. */
export function gaugeBars(sources: readonly GaugeSourceView[]): { bars: GaugeBar[]; centres: number[]; scale: ScaleView } {
  const group = 1 / sources.length
  const bars = sources.flatMap(({ key, shares }, i) => {
    const width = (group * 0.72) / shares.length
    const start = (i + 0.14) * group
    return shares.map(({ share, ratio }, j) => ({ source: key, share, ratio, from: start + j * width, width }))
  })
  const highest = Math.max(1, ...bars.map(({ ratio }) => ratio))
  return { bars, centres: sources.map((_, i) => (i + 0.5) * group), scale: roundScale(0, highest * 100, { fromZero: true }) }
}
