import { DataTable } from '@/components/ui/data-table'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { EnergyState, StateUse } from '@/lib/energy/energy-use'
import type { EnergyView } from '@/lib/plant/views/energy-view'

const words: Record<EnergyState, string> = { producing: 'Producing', standing: 'Standing within shifts', outside: 'Outside shifts' }

/** Energy of the period by what the place did meanwhile; adds up to the whole. */
export function EnergyStates({ states, view: { use, period, lines, price, idleKwh, base } }: { states: StateUse[]; view: EnergyView }) {
  const several = lines.length > 1 ? 'The place produces while one of its lines does. ' : ''
  const idle = idleKwh !== null && base ? ` Outside shifts, with nothing made, ${formatNumber(idleKwh)} kWh went above the base load of ${formatNumber(base.kw)} kW in the last 30 days${price ? `: ${formatNumber(idleKwh * price.perKwh)} ${price.currency}` : ''}.` : ''
  return (
    <Panel title="By state" note={period.words} flush foot={`${several}Standing is stops, planned stops and breaks. A quarter of an hour that a border cuts is shared out by time.${idle}`}>
      <DataTable
        caption="Energy by state"
        density="dense"
        head="plain"
        rows={states}
        rowKey={({ state }) => state}
        columns={[
          { key: 'state', head: 'State', cell: ({ state }) => words[state] },
          { key: 'bar', head: '', phone: 'hidden', width: '34%', cell: ({ state, kwh }) => <i className="cell-bar" data-state={state === 'producing' ? 'series' : 'idle'} style={{ width: `${(use.kwh > 0 ? (kwh / use.kwh) * 100 : 0).toFixed(2)}%` }} aria-hidden /> },
          { key: 'kwh', head: 'kWh', align: 'right', cell: ({ kwh }) => formatNumber(kwh) },
          { key: 'share', head: '%', align: 'right', cell: ({ kwh }) => (use.kwh > 0 ? formatNumber((kwh / use.kwh) * 100, 1) : formatUndefined('nothing measured')) },
          { key: 'hours', head: 'Measured, h', align: 'right', phone: 'hidden', cell: ({ coveredMinutes }) => formatNumber(coveredMinutes / 60, 1) },
          { key: 'power', head: 'Mean, kW', align: 'right', cell: ({ kwh, coveredMinutes }) => (coveredMinutes > 0 ? formatNumber((kwh / coveredMinutes) * 60) : formatUndefined('no such time')) },
          ...(price ? [{ key: 'cost', head: price.currency, align: 'right' as const, phone: 'hidden' as const, cell: ({ kwh }: StateUse) => formatNumber(kwh * price.perKwh) }] : []),
        ]}
      />
    </Panel>
  )
}
