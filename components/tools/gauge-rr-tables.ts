import type { ChartTableView } from '@/components/charts/chart-table'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import type { GaugeComponent, GaugeFigures, GaugeStudy } from '@/lib/spc/gauge-rr'
import type { AnovaRow } from '@/lib/spc/gauge-rr-anova'

const right = (head: string) => ({ head, align: 'right' as const })
const percent = (ratio: number) => formatNumber(ratio * 100, 1)

/** Enough digits to read the smallest sigma of interest: three that count. */
export function sigmaDigits({ components: { grr, tv } }: GaugeFigures): number {
  const scale = grr.sigma || tv.sigma
  return Math.min(10, Math.max(0, 2 - Math.floor(Math.log10(scale))))
}

/** Sources down, shares across; tolerance only where there is one. */
export function componentTable(figures: GaugeFigures, multiplier: number): ChartTableView {
  const { grr, ev, av, interaction, pv, tv } = figures.components
  const digits = sigmaDigits(figures)
  const hasTolerance = grr.toleranceRatio !== null
  const line = (name: string, one: GaugeComponent) => [
    name, percent(one.studyRatio), percent(one.contributionRatio), ...(hasTolerance ? [percent(one.toleranceRatio!)] : []),
    formatNumber(one.sigma, digits), formatNumber(one.studyVariation, digits),
  ]
  return {
    columns: [{ head: 'Source' }, right('% study'), right('% variance'), ...(hasTolerance ? [right('% tolerance')] : []), right('σ'), right(`${multiplier} σ`)],
    rows: [
      line('Gauge R&R', grr), line('Repeatability, EV', ev), line('Appraisers, AV', av), ...(interaction ? [line('Part × appraiser', interaction)] : []),
      line('Parts, PV', pv), line('Total, TV', tv),
    ],
  }
}

const sourceWords: Record<AnovaRow['source'], string> = { part: 'Parts', appraiser: 'Appraisers', interaction: 'Part × appraiser', repeatability: 'Repeatability', total: 'Total' }

/** p below what three digits can show is said so. */
const formatP = (p: number | null) => (p === null ? '' : p < 0.0005 ? 'below 0.001' : formatNumber(p, 3))

function formatF({ source, f, p }: AnovaRow): string {
  if (f !== null) return formatNumber(f, 3)
  return source === 'total' || source === 'repeatability' ? '' : formatUndefined(p === null ? 'no variation' : 'no error')
}

export function anovaTable(rows: readonly AnovaRow[], digits: number): ChartTableView {
  return {
    columns: [{ head: 'Source' }, right('Degrees'), right('Sum of squares'), right('Mean square'), right('F'), right('p')],
    rows: rows.map((row) => [
      sourceWords[row.source], formatNumber(row.degrees), formatNumber(row.sumOfSquares, digits),
      row.meanSquare === null ? '' : formatNumber(row.meanSquare, Math.min(10, digits + 1)), formatF(row), formatP(row.p),
    ]),
  }
}

/** What became of the interaction, in one sentence. */
export function poolingWords({ anova, alpha, isPooled }: GaugeStudy): string {
  const p = anova.find(({ source }) => source === 'interaction')!.p
  const level = alpha === null ? '' : formatNumber(alpha, 2)
  if (isPooled) return p === null ? 'The interaction has no variation; it is pooled.' : `The interaction (p ${formatP(p)}, above ${level}) is pooled into repeatability.`
  return alpha === null ? 'The interaction is kept, as asked.' : `The interaction (p ${formatP(p)}, not above ${level}) is kept.`
}
