import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { DowntimePareto } from '@/components/charts/downtime-pareto'
import type { DowntimeMeasure } from '@/components/charts/downtime-ranking'
import { ChangeoverPanel } from '@/components/portal/changeover-panel'
import { downtimeReasons } from '@/components/portal/downtime-reasons'
import { FlowPanel } from '@/components/portal/flow-panel'
import { RangePicker } from '@/components/portal/range-picker'
import { TakeAlong } from '@/components/portal/take-along'
import { ReliabilityPanel } from '@/components/portal/reliability-panel'
import { StopDrawer } from '@/components/portal/stop-drawer'
import { StopList } from '@/components/portal/stop-list'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { requirePerson } from '@/lib/auth/current-person'
import { type DowntimeView, loadDowntime, lossViewOf, microStopMinutes } from '@/lib/plant/views/downtime-view'
import { lossName } from '@/lib/plant/views/oee-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Downtime' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<Record<string, string | undefined>>
}

const views = [['reason', 'By reason'], ['group', 'By group'], ['equipment', 'By equipment']] as const

export default async function DowntimePage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const { place } = await params
  const { stop, ...query } = await searchParams
  const view = await loadDowntime(system(), person, place, { ...query, stop })
  if (!view) notFound()
  const basePath = `/downtime${place ? `/${place.join('/')}` : ''}`
  const kept = Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  const here = (more: Record<string, string> = {}) => `${basePath}?${new URLSearchParams({ ...kept, ...more })}`
  const measure = measureOf(query.measure)
  return (
    <div className="oee-frame">
      <div className="portal-body">
        <div className="title-row">
          <div>
            <p className="crumbs">{view.place.level === 'site' ? view.model.tenant.name : `${view.model.tenant.name} / ${view.place.name}`}</p>
            <h1 className="text-page">Downtime, {view.place.name}</h1>
            <p>{sentence(view)}</p>
          </div>
          <RangePicker current={view.period.key} basePath={basePath} />
        </div>
        <KpiStrip label={`Downtime, ${view.period.words}`} kpis={kpisOf(view)} />
        <Panel title="Where the time went" note={`${formatNumber(view.downMinutes)} min, ${view.period.words}`} flush foot="Overlapping stops count once; a minute belongs to one stop. Planned stops and breaks are left out. An open stop counts to now.">
          <div className="panel-body">
            <Segmented label="Downtime by" current={lossViewOf(query)} segments={views.map(([key, label]) => ({ key, label, href: here({ by: key }) }))} />
          </div>
          {view.losses.length > 0 ? (
            <DowntimePareto
              caption="Downtime"
              by={measure}
              currency={view.currency}
              sortHrefs={{ minutes: here({ measure: 'minutes' }), stops: here({ measure: 'stops' }), money: here({ measure: 'money' }) }}
              reasons={downtimeReasons(view)}
            />
          ) : (
            <Empty>No stop in this period.</Empty>
          )}
        </Panel>
        {view.flow && <FlowPanel view={view.flow} timeZone={view.model.tenant.timeZone} reasonName={(code) => view.model.reasons.get(code)?.name ?? code} />}
        <ReliabilityPanel rows={view.reliability} words={view.period.words} />
        <StopList view={view} query={query} here={here} chosenId={view.chosen?.stop.id} />
        {view.changeovers.length > 0 && <ChangeoverPanel rows={view.changeovers} />}
        <TakeAlong tables={{ downtime: 'Losses as CSV', stops: 'Stops as CSV' }} place={view.place.path} query={{ ...kept, range: view.period.key }} />
        <p className="text-small text-ink-2" data-not-taken>
          Time lost to slow running and rejects is on <Link className="link" href={`/oee${place ? `/${place.join('/')}` : ''}`}>OEE and losses</Link>.
        </p>
      </div>
      {view.chosen && <StopDrawer chosen={view.chosen} timeZone={view.model.tenant.timeZone} closeHref={here()} />}
    </div>
  )
}

const measureOf = (wish: string | undefined): DowntimeMeasure => (wish === 'stops' || wish === 'money' ? wish : 'minutes')

function sentence({ stops, losses, model, period }: DowntimeView): string {
  const open = stops.filter(({ endsAt, kind }) => !endsAt && kind !== 'planned')
  if (open.length > 0) return `${open.map(({ line, reason }) => `${line.name} stands: ${reason.toLowerCase()}`).join('. ')}.`
  const first = losses[0]
  return first ? `Nothing stands now. Most of the ${period.words}: ${lossName(model, first.reasonCode).toLowerCase()}, ${formatNumber(first.minutes)} min.` : `No stop in the ${period.words}.`
}

function kpisOf({ downMinutes, busyMinutes, losses, stops, microStops, currency, changeovers }: DowntimeView): KpiView[] {
  const counted = stops.filter(({ kind }) => kind !== 'planned').length
  const money = losses.some((loss) => loss.money === null) ? null : losses.reduce((sum, loss) => sum + loss.money!, 0)
  const setup = changeovers.reduce((sum, one) => sum + one.totalMinutes, 0)
  const setups = changeovers.reduce((sum, one) => sum + one.count, 0)
  const share = busyMinutes > 0 ? `${formatNumber((downMinutes / busyMinutes) * 100, 1)} % of planned busy time` : 'no planned busy time'
  return [
    { label: 'Stopped', parts: [{ value: formatNumber(downMinutes), unit: 'min' }], note: share, large: true },
    { label: 'Cost of it', parts: money === null || !currency ? [] : [{ value: formatNumber(money), unit: currency }], undefinedBecause: money === null || !currency ? 'no cost rate' : undefined, note: 'at the price of planned busy time' },
    { label: 'Stops', parts: [{ value: formatNumber(counted), unit: '' }], note: `${stops.filter(({ kind, endsAt }) => kind !== 'planned' && !endsAt).length} open` },
    { label: `Micro-stops, below ${microStopMinutes} min`, parts: [{ value: formatNumber(microStops.count), unit: '' }], note: `${formatNumber(microStops.minutes)} min together` },
    { label: 'Changeovers', parts: [{ value: formatNumber(setups), unit: '' }], note: setups > 0 ? `${formatNumber(setup / setups, 1)} min each` : 'none ended here' },
  ]
}
