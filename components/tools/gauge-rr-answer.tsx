import { ChartTable } from '@/components/charts/chart-table'
import { gaugeSources } from '@/components/tools/gauge-rr-bars'
import { GaugeRrChart } from '@/components/tools/gauge-rr-chart'
import { anovaTable, componentTable, poolingWords, sigmaDigits } from '@/components/tools/gauge-rr-tables'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel, PanelHead } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import type { GaugeFigures, GaugeStudy, GaugeVerdict } from '@/lib/spc/gauge-rr'

const verdictWords: Record<GaugeVerdict, string> = {
  acceptable: 'below 10 %: acceptable',
  conditional: '10 to 30 %: may be acceptable for some uses',
  unacceptable: 'above 30 %: not acceptable',
}

const share = (ratio: number) => [{ value: formatNumber(ratio * 100, 1), unit: '%' }]

function kpisOf({ components: { grr }, ndc, ndcExact, verdict, toleranceVerdict }: GaugeFigures): KpiView[] {
  return [
    { label: 'GRR of study variation', parts: share(grr.studyRatio), note: verdictWords[verdict], large: true },
    grr.toleranceRatio === null
      ? { label: 'GRR of tolerance', parts: [], undefinedBecause: 'no tolerance given' }
      : { label: 'GRR of tolerance', parts: share(grr.toleranceRatio), note: verdictWords[toleranceVerdict!] },
    ndc === null || ndcExact === null
      ? { label: 'Distinct categories', parts: [], undefinedBecause: 'the gauge shows no variation' }
      : { label: 'Distinct categories', parts: [{ value: formatNumber(ndc) }], note: `ndc ${formatNumber(ndcExact, 2)}, cut off; five or more are wanted` },
  ]
}

/** The verdict, the components as bars and as a table, the analysis of variance, and the other method. */
export function GaugeRrAnswer({ study }: { study: GaugeStudy }) {
  const { design, figures, multiplier, anova, pooledAnova } = study
  const { parts, appraisers, trials } = design
  const digits = sigmaDigits(figures)
  const said = `Gauge R&R is ${formatPercent(figures.components.grr.studyRatio)} of study variation and ${formatPercent(figures.components.grr.contributionRatio)} of variance.`
  return (
    <>
      <KpiStrip label="The gauge" kpis={kpisOf(figures)} widths="1.3fr 1fr 1fr" />
      <Panel title="Components of variation" note={`${parts.length} parts, ${appraisers.length} appraisers, ${trials} trials`}>
        <GaugeRrChart sources={gaugeSources(figures)} label={`Components of variation. ${said}`} />
      </Panel>
      <Panel title="Shares and sigmas" note="shares of study variation do not add up to 100 %" flush>
        <ChartTable caption={`Components of variation. ${said}`} table={componentTable(figures, multiplier)} />
      </Panel>
      <Panel title="Analysis of variance" foot={poolingWords(study)} flush>
        <ChartTable caption="Analysis of variance with interaction" table={anovaTable(anova, digits + 1)} />
        {pooledAnova && (
          <>
            <PanelHead title="Without interaction" level={3} />
            <ChartTable caption="Analysis of variance without interaction" table={anovaTable(pooledAnova, digits + 1)} />
          </>
        )}
      </Panel>
      <AverageAndRange study={study} />
    </>
  )
}

function AverageAndRange({ study: { averageAndRange, noAverageAndRange, multiplier, figures } }: { study: GaugeStudy }) {
  if (!averageAndRange) return <Panel title="Average and range method">{noAverageAndRange}</Panel>
  const { ranges, ndc, ndcExact } = averageAndRange
  const digits = sigmaDigits(figures)
  const number = (value: number) => formatNumber(value, digits)
  return (
    <Panel title="Average and range method" note="for comparison; it does not see the interaction" flush>
      <ChartTable caption="Components of variation by average and range" table={componentTable(averageAndRange, multiplier)} />
      <div className="panel-body">
        <TermList
          look="figures"
          terms={[
            { term: 'Mean range', termNote: `K1 ${formatNumber(ranges.k1, 4)}`, detail: number(ranges.meanRange) },
            { term: 'Range of appraisers’ means', termNote: `K2 ${formatNumber(ranges.k2, 4)}`, detail: number(ranges.appraiserRange) },
            { term: 'Range of parts’ means', termNote: `K3 ${formatNumber(ranges.k3, 4)}`, detail: number(ranges.partRange) },
            { term: 'Distinct categories', detail: ndc === null ? '— the gauge shows no variation' : `${formatNumber(ndc)} (${formatNumber(ndcExact!, 2)})` },
          ]}
        />
      </div>
    </Panel>
  )
}
