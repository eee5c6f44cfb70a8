import { ChartTable, type ChartTableView } from '@/components/charts/chart-table'
import { type Scenario, type ScenarioAnswer, scenarios } from '@/components/tools/roi-fields'
import { workedFigures } from '@/components/tools/roi-worked'
import { formatNumber, formatPercent, formatUndefined } from '@/components/ui/format'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'

/** The chosen scenario in figures and formulas, beside the other two. */
export function RoiAnswerView({ all, current }: { all: ScenarioAnswer[]; current: Scenario }) {
  const chosen = all.find(({ scenario }) => scenario === current)!
  const word = scenarios.find(({ key }) => key === current)!.label
  return (
    <>
      <KpiStrip label={`${word} scenario`} widths="repeat(2, minmax(0, 1fr))" kpis={kpisOf(chosen)} />
      <Panel title="Scenarios" note="in your currency" flush>
        <div className="text-body">
          <ChartTable caption="Low, expected and high scenario" table={scenarioTable(all)} />
        </div>
      </Panel>
      <Panel title="How it is made" note={`${word} scenario`} foot="Benefits count at the end of each year, before taxes; the investment counts at once. Payback is not discounted.">
        <TermList look="figures" terms={workedFigures(chosen)} />
      </Panel>
    </>
  )
}

function kpisOf({ answer: { paybackMonths, yearlyBenefit, undefinedBecause } }: ScenarioAnswer): KpiView[] {
  return [
    { label: 'Payback', large: true, parts: paybackMonths === null ? [] : [{ value: formatNumber(paybackMonths, 1), unit: 'months' }], undefinedBecause: undefinedBecause.paybackMonths },
    { label: 'Benefit a year, cost taken off', parts: [{ value: formatNumber(yearlyBenefit) }] },
  ]
}

const kindWords = { downtime: 'Less downtime', yield: 'Less lost material', energy: 'Less base load' }

function scenarioTable(all: ScenarioAnswer[]): ChartTableView {
  const row = (head: string, cell: (one: ScenarioAnswer) => string) => [head, ...all.map(cell)]
  const [{ answer, horizons }] = all as [ScenarioAnswer]
  return {
    columns: [{ head: 'A year' }, ...scenarios.map(({ label }) => ({ head: label, align: 'right' as const }))],
    rows: [
      ...answer.savings.map(({ kind }, i) => row(kindWords[kind], (one) => formatNumber(one.answer.savings[i]!.yearly))),
      row('Savings', (one) => formatNumber(one.answer.yearlySavings)),
      row('Benefit, cost taken off', (one) => formatNumber(one.answer.yearlyBenefit)),
      row('Payback, months', (one) => (one.answer.paybackMonths === null ? formatUndefined('none') : formatNumber(one.answer.paybackMonths, 1))),
      ...horizons.flatMap(({ years }, i) => [
        row(`NPV, ${years} years`, (one) => formatNumber(one.horizons[i]!.answer.npv)),
        row(`IRR, ${years} years`, (one) => (one.horizons[i]!.answer.irr === null ? formatUndefined('none') : formatPercent(one.horizons[i]!.answer.irr!))),
      ]),
    ],
  }
}
