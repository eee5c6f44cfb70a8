import Link from 'next/link'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { Kpi } from '@/lib/oee/kpis'
import type { OeeView } from '@/lib/plant/views/oee-view'

/** Planned busy time, divided into good pieces and six losses without a rest. */
export function SixLossesPanel({ view: { sixLosses, oee, currency } }: { view: OeeView }) {
  const percent = (share: number | null) => (share === null ? formatUndefined('no planned busy time') : formatNumber(share * 100, 1))
  const good = { loss: 'good', name: 'Good pieces, at ideal speed', minutes: oee.idealGoodMinutes, shareRatio: oee.plannedBusyMinutes > 0 ? oee.idealGoodMinutes / oee.plannedBusyMinutes : null, money: null, pieces: oee.good }
  return (
    <Panel title="Six big losses" note={`of ${formatNumber(oee.plannedBusyMinutes)} min planned busy time`} flush foot="With the time of good pieces they are the planned busy time, exactly. Starved and blocked stand under idling. Start-up is the first 15 min after a changeover or the start of a run. Money is planned busy time at its price, and the material of rejected pieces.">
      <DataTable
        caption="Six big losses"
        density="dense"
        head="plain"
        rows={[good, ...sixLosses]}
        rowKey={({ loss }) => loss}
        columns={[
          { key: 'name', head: 'Loss', cell: ({ name, loss }) => (loss === 'good' ? name : <b>{name}</b>) },
          { key: 'bar', head: '', phone: 'hidden', width: '34%', cell: ({ shareRatio, loss }) => <i className="cell-bar" data-state={loss === 'good' ? 'series' : 'idle'} style={{ width: `${Math.max(0, (shareRatio ?? 0) * 100).toFixed(2)}%` }} aria-hidden /> },
          { key: 'minutes', head: 'min', align: 'right', cell: ({ minutes }) => formatNumber(minutes) },
          { key: 'share', head: '%', align: 'right', cell: ({ shareRatio }) => percent(shareRatio) },
          { key: 'pieces', head: 'Pieces', align: 'right', phone: 'hidden', cell: ({ pieces }) => (pieces === null ? '' : formatNumber(pieces)) },
          ...(currency ? [{ key: 'money', head: currency, align: 'right' as const, cell: ({ money }: { money: number | null }) => (money === null ? '' : formatNumber(money)) }] : []),
        ]}
      />
    </Panel>
  )
}

/** Every KPI of ISO 22400-2 that these elements give, with its formula and the numbers in it. */
export function KpiPanel({ kpis }: { kpis: Kpi[] }) {
  const said = ({ value, unit }: Kpi) => (typeof value !== 'number' ? formatUndefined(value.undefinedBecause) : unit ? `${formatNumber(value, 2)} ${unit}` : `${formatNumber(value * 100, 1)} %`)
  return (
    <Panel title="KPIs after ISO 22400-2" note={<Link className="link" href="/validation">validated against published examples</Link>} flush>
      <DataTable
        caption="KPIs after ISO 22400-2"
        density="dense"
        head="plain"
        rows={kpis}
        rowKey={({ key }) => key}
        columns={[
          { key: 'name', head: 'KPI', cell: ({ name }) => <b>{name}</b> },
          { key: 'value', head: 'Value', align: 'right', cell: said },
          { key: 'formula', head: 'Formula', phone: 'hidden', cell: ({ formula }) => formula },
          { key: 'numbers', head: 'Numbers in it', align: 'right', phone: 'hidden', cell: ({ numerator, denominator }) => `${formatNumber(numerator, 1)} ÷ ${formatNumber(denominator, 1)}` },
        ]}
      />
    </Panel>
  )
}
