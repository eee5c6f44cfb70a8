import { TriangleAlert } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { RangePicker } from '@/components/portal/range-picker'
import { TakeAlong } from '@/components/portal/take-along'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadYield, type YieldView } from '@/lib/plant/views/yield-view'
import { system } from '@/lib/system'
import { outlierZ } from '@/lib/yield/material-balance'

export const metadata: Metadata = { title: 'Yield' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ range?: string; q?: string }>
}

const tonnes = (kg: number) => formatNumber(kg / 1000, 2)
const percent = (ratio: number) => formatNumber(ratio * 100, 2)

export default async function YieldPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const [{ place }, { range, q }] = await Promise.all([params, searchParams])
  const view = await loadYield(system(), person, place, range)
  if (!view) notFound()
  const basePath = `/yield${place ? `/${place.join('/')}` : ''}`
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">{view.place.level === 'site' ? view.model.tenant.name : `${view.model.tenant.name} / ${view.place.name}`}</p>
          <h1 className="text-page">Yield, {view.place.name}</h1>
          <p>{sentence(view)}</p>
        </div>
        <RangePicker current={view.period.key} basePath={basePath} />
      </div>
      {!view.balance.ok && <Panel title="No balance">{view.balance.refusal.message}</Panel>}
      {view.total && <KpiStrip label={`Yield, ${view.period.words}`} kpis={kpisOf(view)} />}
      {view.products.length > 0 && <Products view={view} />}
      {view.balance.ok && <Batches view={view} batches={view.balance.value} q={q} />}
      {view.costs.length > 0 && <Costs view={view} />}
      <TakeAlong tables={{ yield: 'Batches as CSV' }} place={view.place.path} query={{ range: view.period.key }} />
    </div>
  )
}

function sentence({ total, running, balance, period }: YieldView): string {
  const runs = running > 0 ? ` ${running} ${running === 1 ? 'batch runs' : 'batches run'} and ${running === 1 ? 'has' : 'have'} no yield yet.` : ''
  if (!total || !balance.ok) return `No batch ended in the ${period.words}.${runs}`
  const odd = balance.value.filter(({ isOutlier }) => isOutlier).length
  return `${balance.value.length} batches ended in the ${period.words}${odd > 0 ? `; ${odd} ${odd === 1 ? 'is' : 'are'} not like the others of its product` : ''}.${runs}`
}

function kpisOf({ total }: YieldView): KpiView[] {
  const { inputKg, outputKg, rejectedKg, unaccountedKg, yieldRatio } = total!
  const tile = (label: string, kg: number, note: string): KpiView => ({ label, parts: [{ value: tonnes(kg), unit: 't' }], note })
  const share = (kg: number) => `${percent(kg / inputKg)} % of the input`
  return [
    { label: 'Yield', parts: [{ value: percent(yieldRatio), unit: '%' }], note: 'output ÷ input of all batches', large: true },
    tile('Input', inputKg, 'weighed in'),
    tile('Output', outputKg, 'good, weighed out'),
    tile('Rejected pieces', rejectedKg, share(rejectedKg)),
    tile('Not accounted for', unaccountedKg, `${share(unaccountedKg)}: start-up, cleaning, overfill, weighing`),
  ]
}

function Products({ view: { products, period } }: { view: YieldView }) {
  return (
    <Panel title="By product" note={period.words} flush foot="Masses are added and then divided; yields are never averaged. Input is output, rejects and the rest, exactly.">
      <DataTable
        caption="Yield by product"
        density="dense"
        head="plain"
        rows={products.toSorted((a, b) => a.balance.yieldRatio - b.balance.yieldRatio)}
        rowKey={({ product }) => product}
        columns={[
          { key: 'product', head: 'Product', cell: ({ product }) => product },
          { key: 'yield', head: 'Yield, %', align: 'right', cell: ({ balance }) => <b>{percent(balance.yieldRatio)}</b> },
          { key: 'input', head: 'Input, t', align: 'right', phone: 'hidden', cell: ({ balance }) => tonnes(balance.inputKg) },
          { key: 'output', head: 'Output, t', align: 'right', phone: 'hidden', cell: ({ balance }) => tonnes(balance.outputKg) },
          { key: 'rejected', head: 'Rejected, t', align: 'right', phone: 'hidden', cell: ({ balance }) => tonnes(balance.rejectedKg) },
          { key: 'rest', head: 'Not accounted for, t', align: 'right', cell: ({ balance }) => tonnes(balance.unaccountedKg) },
          { key: 'batches', head: 'Batches', align: 'right', phone: 'hidden', cell: ({ batches }) => formatNumber(batches) },
        ]}
      />
    </Panel>
  )
}

function Batches({ view, batches, q }: { view: YieldView; batches: Extract<YieldView['balance'], { ok: true }>['value']; q?: string }) {
  const words = (q ?? '').trim().toLowerCase()
  const found = batches.filter(({ id, product, line }) => [id, product, line.name].some((text) => text.toLowerCase().includes(words)))
  return (
    <Panel title="Batches" note="lowest yield first" flush foot={`Marked are batches whose yield is further from the median of their product than a robust z of ${outlierZ} (Iglewicz and Hoaglin 1993).`}>
      <form role="search" className="panel-body flex">
        <input type="hidden" name="range" value={view.period.key} />
        <input className="input" data-size="small" type="search" name="q" defaultValue={q} placeholder="Batch, product or line" aria-label="Search batches" />
      </form>
      <DataTable
        caption="Batches by yield"
        density="dense"
        rows={found}
        rowKey={({ id }) => id}
        count={`${found.length} batches`}
        empty={<Empty>{words ? `No batch has “${q}” in its name, product or line.` : 'No batch ended in this period.'}</Empty>}
        columns={[
          {
            key: 'id',
            head: 'Batch',
            cell: ({ id, isOutlier }) => (
              <span className="inline-flex items-center gap-2">
                <Link href={`/batches/${id}`}>{id}</Link>
                {isOutlier && (
                  <span className="inline-flex items-center gap-1 text-small">
                    <TriangleAlert size={14} aria-hidden /> unlike the others
                  </span>
                )}
              </span>
            ),
          },
          { key: 'product', head: 'Product', phone: 'hidden', cell: ({ product }) => product },
          { key: 'ended', head: 'Ended', phone: 'hidden', cell: ({ endsAt }) => formatDateClock(endsAt, view.model.tenant.timeZone) },
          { key: 'yield', head: 'Yield, %', align: 'right', cell: ({ yieldRatio }) => <b>{percent(yieldRatio)}</b> },
          { key: 'input', head: 'Input, kg', align: 'right', phone: 'hidden', cell: ({ inputKg }) => formatNumber(inputKg) },
          { key: 'rejected', head: 'Rejected, kg', align: 'right', phone: 'hidden', cell: ({ rejectedKg }) => formatNumber(rejectedKg) },
          { key: 'rest', head: 'Not accounted for, kg', align: 'right', phone: 'hidden', cell: ({ unaccountedKg }) => formatNumber(unaccountedKg) },
        ]}
      />
    </Panel>
  )
}

function Costs({ view: { costs, period } }: { view: YieldView }) {
  return (
    <Panel title="Cost of good pieces" note={period.words} flush foot="Planned busy hours, material of the batches that ended, and metered energy at the line’s rates, over the good pieces of the period. What is not metered is left out.">
      <DataTable
        caption="Cost of good pieces by line"
        density="dense"
        head="plain"
        rows={costs}
        rowKey={({ line }) => line.id}
        columns={[
          { key: 'line', head: 'Line', cell: ({ line }) => <Link href={`/yield/${line.path}?range=${period.key}`}>{line.name}</Link> },
          { key: 'piece', head: 'A thousand good', align: 'right', cell: ({ cost }) => ('perPiece' in cost ? <b>{`${formatNumber(cost.perPiece * 1000, 2)} ${cost.currency}`}</b> : formatUndefined(cost.undefinedBecause)) },
          { key: 'time', head: 'Time', align: 'right', phone: 'hidden', cell: ({ cost }) => ('perPiece' in cost ? formatNumber(cost.time) : '—') },
          { key: 'material', head: 'Material', align: 'right', phone: 'hidden', cell: ({ cost }) => ('perPiece' in cost ? formatNumber(cost.material) : '—') },
          { key: 'energy', head: 'Energy', align: 'right', phone: 'hidden', cell: ({ cost }) => ('perPiece' in cost ? (cost.energy === null ? 'not metered' : formatNumber(cost.energy)) : '—') },
          { key: 'good', head: 'Good pieces', align: 'right', phone: 'hidden', cell: ({ goodPieces }) => formatNumber(goodPieces) },
        ]}
      />
    </Panel>
  )
}
