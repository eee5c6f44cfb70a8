import { ControlChart, ControlChartKey } from '@/components/charts/control-chart'
import { DowntimePareto } from '@/components/charts/downtime-pareto'
import { BatchSteps } from '@/components/portal/batch-steps'
import { downtimeReasons } from '@/components/portal/downtime-reasons'
import { ReliabilityTable } from '@/components/portal/reliability-panel'
import { controlPanels } from '@/components/tools/control-panels'
import { formatNumber } from '@/components/ui/format'
import { figureOf, loadBatchFigure, loadDowntimeFigure, pistonRingChart } from '@/lib/site/use-case-figures'
import type { UseCaseSlug } from '@/lib/site/use-cases'
import { system } from '@/lib/system'

const mostReasons = 12
const fictional = 'Northfield Dairy is a fictional plant and its data are generated; the product computed and drew this when the page was opened.'

/** The figure of a use case, drawn by the components of the rooms. */
export function UseCaseFigure({ slug }: { slug: UseCaseSlug }) {
  const figure = figureOf[slug]
  if (figure === 'rings') return <RingsFigure />
  if (figure === 'batch') return <BatchFigure />
  return <StopsFigure as={figure} />
}

function RingsFigure() {
  const chart = pistonRingChart()
  const said = `Beyond the upper limit: subgroup ${chart.beyondLimits.join(', ')}.`
  const { limits } = chart
  const panels = controlPanels(chart, 3)
  return (
    <figure className="figure">
      <ControlChart chart={{ ...panels, location: { ...panels.location, unit: 'mm' }, phaseBoundary: { beforeIndex: 26, before: 'phase I', after: 'phase II' } }} label={`x̄ and R chart of 40 subgroups of five piston rings. ${said}`} />
      <ControlChartKey />
      <figcaption>
        Inside diameter of piston rings, mm, 40 subgroups of five. Data: Montgomery, Introduction to Statistical Quality Control. Limits from subgroups 1 to 25{limits && `: ${formatNumber(limits.lower, 3)} to ${formatNumber(limits.upper, 3)} mm`}. {said} Computed by the engine of the quality room.
      </figcaption>
    </figure>
  )
}

async function StopsFigure({ as }: { as: 'reliability' | 'downtime' }) {
  const view = await loadDowntimeFigure(system())
  if (!view) return <NotYet />
  return (
    <figure className="figure">
      {as === 'downtime' ? <DowntimePareto caption="Stops of 30 days, longest first" reasons={downtimeReasons(view)} most={mostReasons} /> : <ReliabilityTable rows={view.reliability} place={({ name }) => name} />}
      <figcaption>
        {as === 'downtime' ? `The first ${Math.min(mostReasons, view.losses.length)} of ${view.losses.length} reasons; all together ${formatNumber(view.downMinutes)} of ${formatNumber(view.busyMinutes)} planned busy minutes, last 30 days.` : 'Breakdowns of the last 30 days by line; bounds at 90 % for a constant rate (NIST/SEMATECH 8.4.5.1).'} {fictional}
      </figcaption>
    </figure>
  )
}

async function BatchFigure() {
  const figure = await loadBatchFigure(system())
  if (!figure) return <NotYet />
  const { batch } = figure
  return (
    <figure className="figure">
      <BatchSteps {...figure} />
      <figcaption>
        Batch {batch.id}, {batch.product}, {batch.line}. {fictional}
      </figcaption>
    </figure>
  )
}

const NotYet = () => (
  <figure className="figure">
    <p>— The fictional dairy is being written; its figures stand here in a minute.</p>
    <figcaption>{fictional}</figcaption>
  </figure>
)
