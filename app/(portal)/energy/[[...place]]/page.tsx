import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { HourBars } from '@/components/charts/hour-bars'
import { ScatterLine } from '@/components/charts/scatter-line'
import { EnergyExplain } from '@/components/portal/energy-explain'
import { EnergyKpis } from '@/components/portal/energy-kpis'
import { EnergyNights, NightDrawer } from '@/components/portal/energy-nights'
import { EnergyLines, EnergyOthers } from '@/components/portal/energy-rows'
import { EnergyStates } from '@/components/portal/energy-states'
import { RangePicker } from '@/components/portal/range-picker'
import { TakeAlong } from '@/components/portal/take-along'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDate, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { type EnergyFigureKey, energyFigures, explainEnergy } from '@/lib/energy/explain'
import { type EnergyView, loadEnergy } from '@/lib/plant/views/energy-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Energy' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ range?: string; explain?: string; night?: string }>
}

const monthly: EnergyFigureKey[] = ['base-load', 'night-waste', 'baseline']

export default async function EnergyPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const [{ place }, { range, explain, night }] = await Promise.all([params, searchParams])
  const view = await loadEnergy(system(), person, place, range)
  if (!view) notFound()
  const basePath = `/energy${place ? `/${place.join('/')}` : ''}`
  const here = (more: Record<string, string> = {}) => `${basePath}?${new URLSearchParams({ range: view.period.key, ...more })}`
  const isMetered = view.meters.length > 0
  const explained = isMetered ? energyFigures.find((figure) => figure === explain) : undefined
  const chosen = explained ? undefined : view.nights.find(({ date }) => date === night)
  const words = explained && monthly.includes(explained) ? 'last 30 days' : view.period.words
  return (
    <div className="oee-frame">
      <div className="portal-body">
        <div className="title-row">
          <div>
            <p className="crumbs">{view.place.level === 'site' ? view.model.tenant.name : `${view.model.tenant.name} / ${view.place.name}`}</p>
            <h1 className="text-page">Energy, {view.place.name}</h1>
            <p>{sentence(view)}</p>
          </div>
          <RangePicker current={view.period.key} basePath={basePath} />
        </div>
        {isMetered ? <Measured view={view} here={here} explained={explained} /> : <NotMetered view={view} />}
      </div>
      {explained && <EnergyExplain explanation={explainEnergy(explained, { ...view, meters: view.meters.map(({ signal }) => signal.name) })} period={`${view.place.name}, ${words}`} closeHref={here()} />}
      {chosen && view.thriftyKw !== null && <NightDrawer night={chosen} thriftyKw={view.thriftyKw} timeZone={view.model.tenant.timeZone} closeHref={here()} />}
    </div>
  )
}

function NotMetered({ view: { model } }: { view: EnergyView }) {
  const site = model.nodes.find(({ level }) => level === 'site')
  return (
    <Panel label="Energy" flush>
      <Empty action={site && <Link className="link" href={`/energy/${site.path}`}>Energy of {site.name}</Link>}>No electric power is measured here. Choose the site or a line that has a meter.</Empty>
    </Panel>
  )
}

function Measured({ view, here, explained }: { view: EnergyView; here: (more?: Record<string, string>) => string; explained?: EnergyFigureKey }) {
  return (
    <>
      <EnergyKpis view={view} explainHref={(figure) => here({ explain: figure })} explained={explained} />
      {view.hours.length > 0 ? (
        <>
          <HoursPanel view={view} />
          {view.states && <EnergyStates states={view.states} view={view} />}
        </>
      ) : (
        <Panel label="By hour" flush>
          <Empty>The meters reported nothing in the {view.period.words}. A longer period may have readings.</Empty>
        </Panel>
      )}
      {view.lines.some(({ node }) => node.id !== view.place.id) && <EnergyLines view={view} rows={view.lines} />}
      {view.others.length > 0 && <EnergyOthers view={view} rows={view.others} />}
      <div className="portal-two">
        <EnergyNights view={view} nightHref={(date) => here({ night: date })} />
        <BaselinePanel view={view} explainHref={here({ explain: 'baseline' })} />
      </div>
      <TakeAlong tables={{ energy: 'Hours as CSV' }} place={view.place.path} query={{ range: view.period.key }} />
    </>
  )
}

function sentence({ meters, nights, thriftyKw, use, period }: EnergyView): string {
  if (meters.length === 0) return 'Nothing is metered here.'
  if (use.coveredMinutes === 0) return `No reading in the ${period.words}.`
  const wasted = nights.reduce((sum, { wasteKwh }) => sum + wasteKwh, 0)
  const used = `${formatNumber(use.kwh)} kWh in the ${period.words}.`
  return thriftyKw === null || wasted < 1 ? used : `${used} Nights drew ${formatNumber(wasted)} kWh more than the thriftiest quarter of them would have, of the last 30 days.`
}

function HoursPanel({ view: { hours, base, model, period } }: { view: EnergyView }) {
  const { timeZone } = model.tenant
  const most = Math.max(1, ...hours.map(({ idealMinutes }) => idealMinutes))
  const everyHours = Math.ceil(hours.length / 8 / 6) * 6 || 1
  const label = `Energy an hour, ${period.words}`
  return (
    <section className="panel" aria-label={label}>
      <ChartWithTable
        title="By hour"
        note="kWh; the shade behind is output"
        caption={label}
        table={{
          columns: [{ head: 'Hour' }, { head: 'kWh', align: 'right' }, { head: 'Measured, min', align: 'right' }, { head: 'Output, ideal min', align: 'right' }],
          rows: hours.map((hour) => [formatDateClock(hour.at, timeZone), formatNumber(hour.kwh, 1), formatNumber(hour.coveredMinutes), formatNumber(hour.idealMinutes)]),
        }}
      >
        <HourBars
          label={label}
          unit="kW"
          reference={base && { value: base.kw, name: 'base load' }}
          bars={hours.map((hour) => ({ at: hour.at.getTime(), value: hour.kwh, coveredRatio: hour.coveredMinutes / 60, activityRatio: hour.idealMinutes / most }))}
          ticks={hours.filter((_, i) => i % everyHours === 0).map(({ at }) => ({ at: at.getTime(), text: hours.length > 48 ? formatDate(at, timeZone, { year: false }) : formatDateClock(at, timeZone).slice(-5) }))}
        />
      </ChartWithTable>
    </section>
  )
}

function BaselinePanel({ view: { month: hours, baseline, lines, place }, explainHref }: { view: EnergyView; explainHref: string }) {
  const isLine = place.level === 'line' || lines.length > 0
  const why = isLine ? 'Output does not vary enough for a line.' : 'No line is here, so energy has no output to follow.'
  const said = baseline ? `Energy an hour = ${formatNumber(baseline.base)} kWh + ${formatNumber(baseline.perIdealMinute, 2)} kWh × minutes of output; R² ${formatNumber(baseline.rSquared, 2)}: output explains ${formatNumber(baseline.rSquared * 100)} % of the variation.` : why
  return (
    <Panel
      title="Energy and output"
      note={<>{`${hours.length} hours of the last 30 days `}{baseline && <Link className="link" href={explainHref} scroll={false}>Explain</Link>}</>}
      foot={baseline && said}
      flush={!baseline}
    >
      {baseline ? (
        <ScatterLine label={said} points={hours.filter(({ coveredMinutes }) => coveredMinutes >= 59.5).map(({ idealMinutes, kwh }) => ({ x: idealMinutes, y: kwh }))} line={{ base: baseline.base, slope: baseline.perIdealMinute }} xName="output, minutes at ideal speed" yName="kWh an hour" />
      ) : (
        <Empty>{said}</Empty>
      )}
    </Panel>
  )
}
