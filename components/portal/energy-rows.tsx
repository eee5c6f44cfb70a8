import Link from 'next/link'
import type { ColumnView } from '@/components/ui/data-table'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { Defined } from '@/lib/energy/energy-use'
import type { EnergyRow, EnergyView } from '@/lib/plant/views/energy-view'

const number = (value: Defined, digits = 0) => (typeof value === 'number' ? formatNumber(value, digits) : formatUndefined(value.undefinedBecause))
const byUse = (rows: EnergyRow[]) => rows.toSorted((a, b) => b.use.kwh - a.use.kwh)

const place = (range: string): ColumnView<EnergyRow> => ({ key: 'place', head: 'Place', cell: ({ node }) => <Link href={`/energy/${node.path}?range=${range}`}>{node.name}</Link> })
const kwh: ColumnView<EnergyRow> = { key: 'kwh', head: 'kWh', align: 'right', cell: ({ use }) => (use.coveredMinutes > 0 ? formatNumber(use.kwh) : formatUndefined('nothing measured')) }
const night: ColumnView<EnergyRow> = { key: 'night', head: 'Night waste, kWh a night', align: 'right', cell: ({ wastePerNightKwh }) => number(wastePerNightKwh ?? { undefinedBecause: 'too few nights' }) }
const gaps: ColumnView<EnergyRow> = { key: 'gaps', head: 'Not measured', align: 'right', phone: 'hidden', cell: ({ use }) => (use.uncoveredMinutes >= 1 ? formatDuration(use.uncoveredMinutes * 60) : '') }
/** Only where there is one. */
const gapsIn = (rows: EnergyRow[]) => (rows.some(({ use }) => use.uncoveredMinutes >= 1) ? [gaps] : [])
const cost = (currency: string): ColumnView<EnergyRow> => ({ key: 'cost', head: currency, align: 'right', phone: 'hidden', cell: ({ use }) => number(use.cost) })

interface Props {
  view: EnergyView
  rows: EnergyRow[]
}

/** What each line used, and for what it made. */
export function EnergyLines({ view: { period, price }, rows }: Props) {
  return (
    <Panel title="By line" note={period.words} flush>
      <DataTable
        caption="Energy by line"
        density="dense"
        head="plain"
        rows={byUse(rows)}
        rowKey={({ node }) => node.id}
        columns={[
          { ...place(period.key), head: 'Line' },
          kwh,
          { key: 'thousand', head: 'kWh a thousand good', align: 'right', cell: ({ use }) => number(use.perThousand, 2) },
          { key: 'tonne', head: 'kWh a tonne', align: 'right', phone: 'hidden', cell: ({ use }) => number(use.perTonne, 1) },
          { key: 'good', head: 'Good pieces', align: 'right', phone: 'hidden', cell: ({ use }) => number(use.goodPieces) },
          { ...night, phone: 'hidden' },
          ...gapsIn(rows),
          ...(price ? [cost(price.currency)] : []),
        ]}
      />
    </Panel>
  )
}

/** Machines and utilities with meters of their own. */
export function EnergyOthers({ view: { period, price }, rows }: Props) {
  return (
    <Panel title="Other meters" note={period.words} flush foot="Night waste is of the last 30 days: each meter is compared with its own thriftiest quarter of nights.">
      <DataTable caption="Energy by other meter" density="dense" head="plain" rows={byUse(rows)} rowKey={({ node }) => node.id} columns={[place(period.key), kwh, night, ...gapsIn(rows), ...(price ? [cost(price.currency)] : [])]} />
    </Panel>
  )
}
