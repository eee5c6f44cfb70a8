import { type FigureLoader, pathOf } from '@/lib/plant/figures/figure-table'
import { type DowntimeView, loadDowntime } from '@/lib/plant/views/downtime-view'
import { lossName } from '@/lib/plant/views/oee-view'

const frameOf = ({ place, period, model }: DowntimeView) => ({ place: { path: place.path, name: place.name }, period, timeZone: model.tenant.timeZone })

/** Availability losses of the place by reason, group or equipment, most minutes first. */
export const downtimeTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadDowntime(system, tenantId, pathOf(query), query)
  if (!view) return null
  const columns = [{ name: 'code' }, { name: 'name' }, { name: 'kind' }, { name: 'downtime', unit: 'min' }, { name: 'stops' }, { name: 'cost', unit: view.currency ?? undefined }, { name: 'share' }, { name: 'cumulative_share' }]
  return { title: 'Downtime', ...frameOf(view), columns, rows: view.losses.map((loss) => [loss.reasonCode, lossName(view.model, loss.reasonCode), loss.kind, loss.minutes, loss.stops, loss.money, loss.shareRatio, loss.cumulativeRatio]) }
}

/** Every stop of the place, newest first. */
export const stopsTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadDowntime(system, tenantId, pathOf(query), query)
  if (!view) return null
  const names = ['id', 'line', 'equipment', 'kind', 'reason_code', 'reason', 'starts_at', 'ends_at']
  const columns = [...names.map((name) => ({ name })), { name: 'lasted', unit: 'min' }, { name: 'note' }]
  const rows = view.stops.map((stop) => [stop.id, stop.line.name, stop.equipment?.name ?? null, stop.kind, stop.reasonCode, stop.reason, stop.startsAt.toISOString(), stop.endsAt?.toISOString() ?? null, stop.minutes, stop.note])
  return { title: 'Stops', ...frameOf(view), columns, rows }
}
