import Link from 'next/link'
import { DataTable } from '@/components/ui/data-table'
import { Drawer } from '@/components/ui/drawer'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatQuantity } from '@/components/ui/format'
import { formatClock, formatDate, formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { type EnergyHour, idleWasteKwh, type NightRow } from '@/lib/energy/base-load'
import { nightFrom, nightTo } from '@/lib/energy/nights'
import type { EnergyView } from '@/lib/plant/views/energy-view'

const dateOf = (date: string) => formatDate(new Date(`${date}T12:00:00Z`), 'UTC')
const shown = 10

/** Nights of the last 30 days, worst first; each opens with its hours. */
export function EnergyNights({ view: { nights, thriftyKw, price, base, idleKwh }, nightHref }: { view: EnergyView; nightHref: (date: string) => string }) {
  const worst = nights.filter(({ wasteKwh }) => wasteKwh > 0).toSorted((a, b) => b.wasteKwh - a.wasteKwh).slice(0, shown)
  const idleWords = idleKwh === null ? '' : ' Idle is what went above the base load outside shifts while nothing was made.'
  return (
    <Panel title="Nights" note={`${nightFrom}:00 to 0${nightTo}:00, worst ${shown} of 30 days`} flush foot={`Waste is what a night drew above the median power of the thriftiest quarter of nights, over its measured minutes. What was made at night is in it.${idleWords}`}>
      <DataTable
        caption="Nights by waste"
        density="dense"
        head="plain"
        rows={thriftyKw === null ? [] : worst}
        rowKey={({ date }) => date}
        empty={<Empty>{thriftyKw === null ? 'Four measured nights are needed to compare.' : 'No night drew more than the thriftiest ones.'}</Empty>}
        columns={[
          { key: 'date', head: 'Night of', cell: ({ date }) => <Link href={nightHref(date)} scroll={false}>{dateOf(date)}</Link> },
          { key: 'kwh', head: 'kWh', align: 'right', cell: ({ kwh }) => formatNumber(kwh) },
          { key: 'waste', head: 'Waste, kWh', align: 'right', cell: ({ wasteKwh }) => <b>{formatNumber(wasteKwh)}</b> },
          ...(base && idleKwh !== null ? [{ key: 'idle', head: 'Idle, kWh', align: 'right' as const, phone: 'hidden' as const, cell: ({ hours }: NightRow) => formatNumber(idleWasteKwh(hours, base.kw)) }] : []),
          ...(price ? [{ key: 'money', head: price.currency, align: 'right' as const, phone: 'hidden' as const, cell: ({ wasteKwh }: NightRow) => formatNumber(wasteKwh * price.perKwh) }] : []),
        ]}
      />
    </Panel>
  )
}

/** One night hour by hour: when it drew more than a thrifty one, and what was made meanwhile. */
export function NightDrawer({ night, thriftyKw, timeZone, closeHref }: { night: NightRow; thriftyKw: number; timeZone: string; closeHref: string }) {
  const above = ({ kwh, coveredMinutes }: EnergyHour) => kwh - (thriftyKw * coveredMinutes) / 60
  return (
    <Drawer label="One night" title={`Night of ${dateOf(night.date)}`} closeHref={closeHref}>
      <div className="grid gap-5">
        <TermList
          look="figures"
          terms={[
            { term: 'Energy', detail: formatQuantity(night.kwh, 'kWh') },
            { term: 'Measured', detail: formatDuration(night.coveredMinutes * 60) },
            { term: 'A thrifty night', termNote: 'the same minutes at its power', detail: formatQuantity((thriftyKw * night.coveredMinutes) / 60, 'kWh') },
            { term: 'Waste', detail: <b>{formatQuantity(night.wasteKwh, 'kWh')}</b> },
          ]}
        />
        <DataTable
          caption="Hours of the night"
          density="dense"
          head="plain"
          rows={night.hours}
          rowKey={({ at }) => at.toISOString()}
          columns={[
            { key: 'hour', head: 'Hour', cell: ({ at }) => formatClock(at, timeZone) },
            { key: 'kwh', head: 'kWh', align: 'right', cell: ({ kwh }) => formatNumber(kwh) },
            { key: 'above', head: 'Above thrifty', align: 'right', cell: (hour) => <b>{formatNumber(above(hour))}</b> },
            { key: 'output', head: 'Output, min', align: 'right', cell: ({ idealMinutes }) => formatNumber(idealMinutes) },
            { key: 'measured', head: 'Measured, min', align: 'right', phone: 'hidden', cell: ({ coveredMinutes }) => formatNumber(coveredMinutes) },
          ]}
        />
        <p className="text-small text-ink-2">Output is minutes at ideal speed, added over the lines. An hour below thrifty power takes from the night’s waste.</p>
      </div>
    </Drawer>
  )
}
