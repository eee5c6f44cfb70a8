import { type LineOee, type Ratio } from '@/lib/oee/oee'
import { lossPriority } from '@/lib/oee/time-elements'
import { type FigureCell, type FigureLoader, pathOf } from '@/lib/plant/figures/figure-table'
import { loadOeeView, type OeeView } from '@/lib/plant/views/oee-view'

const numberOf = (ratio: Ratio): FigureCell => (typeof ratio === 'number' ? ratio : null)

const columns = [
  { name: 'oee' }, { name: 'availability' }, { name: 'performance' }, { name: 'performance_raw' }, { name: 'quality' },
  { name: 'elapsed', unit: 'min' }, { name: 'planned_stops', unit: 'min' }, { name: 'planned_busy', unit: 'min' },
  ...lossPriority.map((kind) => ({ name: `${kind}_loss`, unit: 'min' })),
  { name: 'production', unit: 'min' }, { name: 'ideal', unit: 'min' }, { name: 'ideal_good', unit: 'min' },
  { name: 'total' }, { name: 'reject' }, { name: 'rework' }, { name: 'stops' }, { name: 'open_stops' },
]

const cells = (oee: LineOee): FigureCell[] => [
  numberOf(oee.oeeRatio), numberOf(oee.availabilityRatio), numberOf(oee.performanceRatio), numberOf(oee.performanceRatioRaw), numberOf(oee.qualityRatio),
  oee.elapsedMinutes, oee.plannedStopMinutes, oee.plannedBusyMinutes,
  ...lossPriority.map((kind) => oee.lossMinutesByKind[kind]),
  oee.producingMinutes, oee.idealMinutes, oee.idealGoodMinutes,
  oee.total, oee.reject, oee.rework, oee.stops, oee.openStops,
]

const frameOf = ({ place, period, model }: OeeView) => ({ place: { path: place.path, name: place.name }, period, timeZone: model.tenant.timeZone })

/** OEE of the place and of each line in it. */
export const oeeTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadOeeView(system, tenantId, pathOf(query), query)
  if (!view) return null
  const lines = view.lines.map(({ node, oee }) => [node.path, node.name, ...cells(oee)])
  return { title: 'OEE', ...frameOf(view), columns: [{ name: 'path' }, { name: 'place' }, ...columns], rows: [[view.place.path, view.place.name, ...cells(view.oee)], ...lines.filter(([path]) => path !== view.place.path)] }
}

/** OEE of the place on each production day, newest first. */
export const oeeDaysTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadOeeView(system, tenantId, pathOf(query), query)
  return view && { title: 'OEE by day', ...frameOf(view), columns: [{ name: 'date' }, ...columns], rows: view.days.map(({ date, oee }) => [date, ...cells(oee)]) }
}
