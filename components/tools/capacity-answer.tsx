import { lazy, Suspense } from 'react'
import { ChartTable } from '@/components/charts/chart-table'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { stageTable } from '@/components/tools/capacity-stages'
import { chartHeight, groupNames, linesOf, stepTable, stepViews } from '@/components/tools/capacity-steps'
import { planTerms } from '@/components/tools/capacity-terms'
import { formatNumber, withUnit } from '@/components/ui/format'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel, PanelHead } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { type BillGroup, billGroups, type BillLine, totalOf } from '@/lib/tools/capacity/bill'
import type { CapacityAnswer } from '@/lib/tools/capacity/capacity-tool'
import type { CapacityRequest } from '@/lib/tools/capacity/request'

const CapacityChart = lazy(() => import('@/components/tools/capacity-chart'))

/** The bill against the budget. */
export const CapacityFigures = (props: { request: CapacityRequest; answer: CapacityAnswer }) => <KpiStrip label="Bill and budget" widths="repeat(3, minmax(0, 1fr))" kpis={kpisOf(props)} />

/** How the choices brought the bill there, what is to be run, and whether it carries the load. */
export function CapacityAnswerView({ request, answer }: { request: CapacityRequest; answer: CapacityAnswer }) {
  const { steps } = answer
  return (
    <>
      <section className="panel" aria-label="How the choices change the bill">
        <ChartWithTable title="How the choices change the bill" note="$ a month" caption="The bill without choices, then with one after the other" table={stepTable(steps)}>
          <Suspense fallback={<div style={{ height: chartHeight(steps.length) }} />}>
            <CapacityChart steps={stepViews(steps)} groups={groupNames} budget={request.budget} />
          </Suspense>
        </ChartWithTable>
      </section>
      <Panel title="What is to be run" foot="TB are 10¹² bytes, GB 10⁹, a month 730 hours.">
        <TermList look="figures" terms={planTerms(request, answer)} />
      </Panel>
      <Panel title="Whether it carries the load" note="a day simulated" flush foot="Three shifts, each beginning with an hour at the peak; a stage is away for the first hour of one. Above 100 % what comes waits until the peak is over.">
        <div className="text-body">
          <ChartTable caption="How busy gateways, rules and history are" table={stageTable(answer.stages)} />
        </div>
      </Panel>
    </>
  )
}

const money = (value: number) => withUnit('$', formatNumber(value))

function kpisOf({ request: { budget, customers, facilities }, answer: { load, total, fits, steps } }: { request: CapacityRequest; answer: CapacityAnswer }): KpiView[] {
  return [
    { label: 'Bill a month', large: true, parts: [{ value: formatNumber(total), unit: '$' }], note: fits ? `Fits into ${money(budget)}: ${money(budget - total)} left` : `Does not fit into ${money(budget)}: ${money(total - budget)} too much` },
    { label: 'Without any choice', parts: [{ value: formatNumber(steps[0]!.total), unit: '$' }], note: steps[0]!.fits ? 'Fits without them' : `Does not fit: ${money(steps[0]!.total - budget)} too much` },
    { label: 'Readings', parts: [{ value: formatNumber(load.readingsPerSecond), unit: '/s' }], note: `${formatNumber(customers * facilities)} facilities` },
  ]
}

/** Every line with its formula and the numbers put in, group by group; the sums of the groups are the bill. */
export function CapacityBill({ lines }: { lines: BillLine[] }) {
  return (
    <Panel title="Bill" note="$ a month" flush foot="Not in it: people, support, taxes, what leaves for the internet, backups, requests to the object store, hours of load balancers. On demand: committed use is cheaper.">
      {(Object.keys(billGroups) as BillGroup[]).map((group) => (
        <div key={group}>
          <PanelHead level={3} title={billGroups[group]} note={formatNumber(totalOf(linesOf(lines, group)))} />
          <div className="panel-body">
            <TermList look="figures" terms={linesOf(lines, group).map(termOf)} />
          </div>
        </div>
      ))}
    </Panel>
  )
}

const termOf = ({ label, formula, worked, note, quantity, unit, monthly }: BillLine) => ({
  term: label,
  termNote: `${note ? `${note}. ` : ''}${formula} = ${worked}`,
  detail: formatNumber(monthly),
  detailNote: `${formatNumber(quantity)} ${unit}`,
})
