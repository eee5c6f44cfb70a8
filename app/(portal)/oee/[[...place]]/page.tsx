import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { DowntimePareto } from '@/components/charts/downtime-pareto'
import { TimeRibbon, TimeRibbonAxis } from '@/components/charts/time-ribbon'
import { DayTable } from '@/components/portal/day-table'
import { ExplainDrawer } from '@/components/portal/explain-drawer'
import { KpiPanel, SixLossesPanel } from '@/components/portal/oee-kpis'
import { OeeTiles } from '@/components/portal/oee-tiles'
import { OeeWaterfall } from '@/components/portal/oee-waterfall'
import { RangePicker } from '@/components/portal/range-picker'
import { TakeAlong } from '@/components/portal/take-along'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { StateLegend } from '@/components/ui/state-glyph'
import { requirePerson } from '@/lib/auth/current-person'
import { explainFigure, type FigureKey } from '@/lib/oee/explain'
import { loadOeeView, lossName, type OeeView } from '@/lib/plant/views/oee-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'OEE and losses' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<Record<string, string | undefined>>
}

const figures: FigureKey[] = ['oee', 'availability', 'performance', 'quality']

export default async function OeePage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const { place } = await params
  const { explain, ...query } = await searchParams
  const view = await loadOeeView(system(), person, place, query)
  if (!view) notFound()
  const basePath = `/oee${place ? `/${place.join('/')}` : ''}`
  const here = (more: Record<string, string> = {}) => `${basePath}?${new URLSearchParams({ ...definedOf(query), ...more })}`
  const explained = figures.find((figure) => figure === explain)
  return (
    <div className="oee-frame">
      <div className="portal-body">
        <div className="title-row">
          <div>
            <p className="crumbs">{view.place.path.split('/').length > 1 ? `${view.model.tenant.name} / ${view.place.name}` : view.model.tenant.name}</p>
            <h1 className="text-page">OEE and losses, {view.place.name}</h1>
            <p>{sentence(view)}</p>
          </div>
          <RangePicker current={query.date ? ('day' as never) : view.period.key} basePath={basePath} />
        </div>
        <OeeTiles oee={view.oee} label={`OEE, ${view.period.words}`} explainHref={(figure) => here({ explain: figure })} explained={explained} />
        <OeeWaterfall oee={view.oee} label={`${view.place.name}, ${view.period.words}`} />
        <SixLossesPanel view={view} />
        {view.ribbon && (
          <Panel title="Time states" note={<StateLegend />}>
            <TimeRibbon
              ribbon={{ segments: view.ribbon.segments, from: view.ribbon.from, to: view.ribbon.to, now: view.now, shiftChanges: view.ribbon.shiftChanges }}
              label={`${view.place.name}, ${view.period.words}`}
              height={44}
              showsStops
              walkIn={view.model.tenant.timeZone}
            />
            <TimeRibbonAxis from={view.ribbon.from} to={view.ribbon.to} timeZone={view.model.tenant.timeZone} />
          </Panel>
        )}
        <Panel title="Downtime Pareto" note={`${formatNumber(view.oee.downMinutes)} min in ${view.oee.stops} stops, planned stops left out`} flush foot="An open stop counts to now. Solid bars are down time, outlined bars are idle time.">
          <div className="panel-body">
            <Segmented
              label="Downtime by"
              current={query.by === 'equipment' ? 'equipment' : 'reason'}
              segments={[
                { key: 'reason', label: 'By reason', href: here({ by: 'reason' }) },
                { key: 'equipment', label: 'By equipment', href: here({ by: 'equipment' }) },
              ]}
            />
          </div>
          {view.losses.length > 0 ? (
            <DowntimePareto
              currency={view.currency}
              caption={query.by === 'equipment' ? 'Downtime by equipment' : 'Downtime by reason'}
              reasons={view.losses.map((loss) => ({
                reason: lossName(view.model, loss.reasonCode),
                state: loss.kind === 'breakdown' ? 'down' : 'idle',
                minutes: loss.minutes,
                stops: loss.stops,
                money: loss.money,
                isOpen: loss.open,
              }))}
            />
          ) : (
            <Empty>No stop in this period.</Empty>
          )}
        </Panel>
        {view.lines.length > 1 && (
          <Panel title="By line" flush>
            <table className="table" data-head="plain" data-density="dense">
              <thead>
                <tr>
                  <th scope="col">Line</th>
                  <th scope="col" data-align="right">OEE, %</th>
                  <th scope="col" data-align="right">Stopped, min</th>
                  <th scope="col" data-align="right">Slow, min</th>
                  <th scope="col" data-align="right">Rejects, min</th>
                </tr>
              </thead>
              <tbody>
                {view.lines.map(({ node, oee }) => (
                  <tr key={node.id}>
                    <th scope="row">
                      <Link href={`/oee/${node.path}?${new URLSearchParams(definedOf(query))}`}>{node.name}</Link>
                    </th>
                    <td data-align="right">{typeof oee.oeeRatio === 'number' ? formatNumber(oee.oeeRatio * 100, 1) : `— ${oee.oeeRatio.undefinedBecause}`}</td>
                    <td data-align="right">{formatNumber(oee.downMinutes)}</td>
                    <td data-align="right">{formatNumber(oee.performanceLossMinutes)}</td>
                    <td data-align="right">{formatNumber(oee.qualityLossMinutes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Panel>
        )}
        <KpiPanel kpis={view.kpis} />
        <DayTable view={view} basePath={basePath} chosen={query.date} />
        <TakeAlong tables={{ oee: 'OEE as CSV', 'oee-days': 'Days as CSV' }} place={view.place.path} query={definedOf(query)} />
      </div>
      {explained && <ExplainDrawer explanation={explainFigure(explained, view.oee)} period={`${view.place.name}, ${view.period.words}`} closeHref={here()} />}
    </div>
  )
}

const definedOf = (query: Record<string, string | undefined>) => Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined))

function sentence({ oee, losses, model, period }: OeeView): string {
  const first = losses[0]
  if (typeof oee.oeeRatio !== 'number') return `No figure for the ${period.words}: ${oee.oeeRatio.undefinedBecause}.`
  if (!first) return 'No stop in this period.'
  const reason = lossName(model, first.reasonCode)
  return `Most time went to ${reason.toLowerCase()}: ${formatNumber(first.minutes)} min in ${first.stops} ${first.stops === 1 ? 'stop' : 'stops'}.`
}
