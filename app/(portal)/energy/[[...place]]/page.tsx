import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { HourBars } from '@/components/charts/hour-bars'
import { ScatterLine } from '@/components/charts/scatter-line'
import { RangePicker } from '@/components/portal/range-picker'
import { TakeAlong } from '@/components/portal/take-along'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { formatDate, formatDateClock } from '@/components/ui/format-time'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { type EnergyView, loadEnergy, nightFrom, nightTo } from '@/lib/plant/views/energy-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Energy' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ range?: string }>
}

export default async function EnergyPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const [{ place }, { range }] = await Promise.all([params, searchParams])
  const view = await loadEnergy(system(), person.tenantId, place, range)
  if (!view) notFound()
  const basePath = `/energy${place ? `/${place.join('/')}` : ''}`
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">{view.place.level === 'site' ? view.model.tenant.name : `${view.model.tenant.name} / ${view.place.name}`}</p>
          <h1 className="text-page">Energy, {view.place.name}</h1>
          <p>{sentence(view)}</p>
        </div>
        <RangePicker current={view.period.key} basePath={basePath} />
      </div>
      {view.meters.length === 0 ? (
        <Panel label="Energy" flush>
          <Empty>No electric power is measured here. Choose the site or a line that has a meter.</Empty>
        </Panel>
      ) : (
        <>
          <KpiStrip label={`Energy, ${view.period.words}`} kpis={kpisOf(view)} />
          <HoursPanel view={view} />
          {view.lines.length > 0 && <LinesTable view={view} range={range} />}
          <div className="portal-two">
            <NightsPanel view={view} />
            <BaselinePanel view={view} />
          </div>
          <TakeAlong tables={{ energy: 'Hours as CSV' }} place={view.place.path} query={{ range: view.period.key }} />
        </>
      )}
    </div>
  )
}

const month = 'of the last 30 days'

function sentence({ nights, thriftyKw, use, period }: EnergyView): string {
  const wasted = nights.reduce((sum, { wasteKwh }) => sum + wasteKwh, 0)
  const used = `${formatNumber(use.kwh)} kWh in the ${period.words}.`
  return thriftyKw === null || wasted < 1 ? used : `${used} Nights drew ${formatNumber(wasted)} kWh more than the thriftiest quarter of them would have, ${month}.`
}

function kpisOf({ use, baseKw, nights, thriftyKw, meters, currency }: EnergyView): KpiView[] {
  const gaps = use.coveredRatio < 0.995 ? `${formatNumber((1 - use.coveredRatio) * 100, 1)} % of the time not measured, not filled up` : meters.length === 1 ? meters[0]!.signal.name : `${meters.length} meters`
  const wasted = thriftyKw === null ? null : nights.reduce((sum, { wasteKwh }) => sum + wasteKwh, 0) / Math.max(1, nights.length)
  const figure = (label: string, value: number | null, unit: string, because: string, note: string, digits = 0): KpiView => ({ label, parts: value === null ? [] : [{ value: formatNumber(value, digits), unit }], undefinedBecause: value === null ? because : undefined, note })
  return [
    { ...(use.kwh < 10_000 ? figure('Energy', use.kwh, 'kWh', '', gaps) : figure('Energy', use.kwh / 1000, 'MWh', '', gaps, 1)), large: true },
    figure('A thousand good pieces', use.perThousand, 'kWh', 'no good piece', `${formatNumber(use.goodPieces)} good pieces`, 1),
    figure('A tonne of good product', use.perTonne, 'kWh', 'mass not known', use.goodKg === null ? '' : `${formatNumber(use.goodKg / 1000, 1)} t`, 1),
    figure('Base load', baseKw, 'kW', 'fewer than 20 hours', `median of the lowest tenth of hours ${month}`),
    figure('Night waste', wasted, 'kWh a night', 'fewer than four nights', thriftyKw === null ? '' : `above ${formatNumber(thriftyKw)} kW, the thriftiest quarter`),
    ...(use.cost !== null && currency ? [figure('Cost', use.cost, currency, '', 'at the line’s rate')] : []),
  ]
}

function HoursPanel({ view: { hours, baseKw, model, period } }: { view: EnergyView }) {
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
          reference={baseKw === null ? null : { value: baseKw, name: 'base load' }}
          bars={hours.map((hour) => ({ at: hour.at.getTime(), value: hour.kwh, coveredRatio: hour.coveredMinutes / 60, activityRatio: hour.idealMinutes / most }))}
          ticks={hours.filter((_, i) => i % everyHours === 0).map(({ at }) => ({ at: at.getTime(), text: hours.length > 48 ? formatDate(at, timeZone, { year: false }) : formatDateClock(at, timeZone).slice(-5) }))}
        />
      </ChartWithTable>
    </section>
  )
}

function LinesTable({ view, range }: { view: EnergyView; range?: string }) {
  const number = (value: number | null, digits = 1) => (value === null ? formatUndefined('not defined') : formatNumber(value, digits))
  return (
    <Panel title="By line" note={view.period.words} flush>
      <DataTable
        caption="Energy by line"
        density="dense"
        head="plain"
        rows={view.lines}
        rowKey={({ node }) => node.id}
        columns={[
          { key: 'line', head: 'Line', cell: ({ node }) => <Link href={`/energy/${node.path}${range ? `?range=${range}` : ''}`}>{node.name}</Link> },
          { key: 'kwh', head: 'kWh', align: 'right', cell: ({ kwh }) => formatNumber(kwh) },
          { key: 'thousand', head: 'kWh a thousand good', align: 'right', cell: ({ perThousand }) => number(perThousand, 2) },
          { key: 'tonne', head: 'kWh a tonne', align: 'right', phone: 'hidden', cell: ({ perTonne }) => number(perTonne) },
          { key: 'good', head: 'Good pieces', align: 'right', phone: 'hidden', cell: ({ goodPieces }) => formatNumber(goodPieces) },
          ...(view.currency ? [{ key: 'cost', head: view.currency, align: 'right' as const, phone: 'hidden' as const, cell: ({ cost }: { cost: number | null }) => number(cost, 0) }] : []),
        ]}
      />
    </Panel>
  )
}

function NightsPanel({ view: { nights, thriftyKw, pricePerKwh, currency } }: { view: EnergyView }) {
  const worst = nights.toSorted((a, b) => b.wasteKwh - a.wasteKwh).slice(0, 10)
  return (
    <Panel title="Nights" note={`${nightFrom}:00 to 0${nightTo}:00, worst first`} flush foot="Waste is what a night drew above the median power of the thriftiest quarter of nights, over its measured minutes. What was made at night is in it.">
      <DataTable
        caption="Nights by waste"
        density="dense"
        head="plain"
        rows={thriftyKw === null ? [] : worst}
        rowKey={({ date }) => date}
        empty={<Empty>Four nights are needed to compare.</Empty>}
        columns={[
          { key: 'date', head: 'Night of', cell: ({ date }) => formatDate(new Date(`${date}T12:00:00Z`), 'UTC') },
          { key: 'kwh', head: 'kWh', align: 'right', cell: ({ kwh }) => formatNumber(kwh) },
          { key: 'waste', head: 'Waste, kWh', align: 'right', cell: ({ wasteKwh }) => <b>{formatNumber(wasteKwh)}</b> },
          ...(pricePerKwh !== null && currency ? [{ key: 'money', head: currency, align: 'right' as const, phone: 'hidden' as const, cell: ({ wasteKwh }: { wasteKwh: number }) => formatNumber(wasteKwh * pricePerKwh) }] : []),
        ]}
      />
    </Panel>
  )
}

function BaselinePanel({ view: { month: hours, baseline } }: { view: EnergyView }) {
  const said = baseline ? `Energy an hour = ${formatNumber(baseline.base)} kWh + ${formatNumber(baseline.perIdealMinute, 2)} kWh × minutes of output; output explains ${formatNumber(baseline.rSquared * 100)} % of the variation.` : 'Output does not vary enough for a line.'
  return (
    <Panel title="Energy and output" note={`${hours.length} hours ${month}`} foot={said}>
      <ScatterLine label={said} points={hours.filter(({ coveredMinutes }) => coveredMinutes >= 59.5).map(({ idealMinutes, kwh }) => ({ x: idealMinutes, y: kwh }))} line={baseline ? { base: baseline.base, slope: baseline.perIdealMinute } : null} xName="output, minutes at ideal speed" yName="kWh an hour" />
    </Panel>
  )
}
