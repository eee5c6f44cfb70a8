import { type FigureLoader, pathOf } from '@/lib/plant/figures/figure-table'
import { loadEnergy } from '@/lib/plant/views/energy-view'

/** Energy of the place by hour. */
export const energyTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadEnergy(system, tenantId, pathOf(query), query.range)
  if (!view) return null
  return {
    title: 'Energy by hour',
    place: { path: view.place.path, name: view.place.name },
    period: view.period,
    timeZone: view.model.tenant.timeZone,
    columns: [{ name: 'hour' }, { name: 'energy', unit: 'kWh' }, { name: 'measured', unit: 'min' }, { name: 'output_at_ideal_speed', unit: 'min' }],
    rows: view.hours.map(({ at, kwh, coveredMinutes, idealMinutes }) => [at.toISOString(), kwh, coveredMinutes, idealMinutes]),
  }
}
