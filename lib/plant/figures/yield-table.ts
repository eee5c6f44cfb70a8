import { type FigureLoader, pathOf } from '@/lib/plant/figures/figure-table'
import { loadYield } from '@/lib/plant/views/yield-view'

/** Material balance of every batch that ended in the period, lowest yield first. */
export const yieldTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadYield(system, tenantId, pathOf(query), query.range)
  if (!view) return null
  const columns = [{ name: 'batch' }, { name: 'product' }, { name: 'line' }, { name: 'ended_at' }, { name: 'status' }, { name: 'input', unit: 'kg' }, { name: 'output', unit: 'kg' }, { name: 'rejected', unit: 'kg' }, { name: 'unaccounted', unit: 'kg' }, { name: 'yield' }, { name: 'robust_z' }]
  const rows = view.balance.ok ? view.balance.value.map((one) => [one.id, one.product, one.line.name, one.endsAt.toISOString(), one.status, one.inputKg, one.outputKg, one.rejectedKg, one.unaccountedKg, one.yieldRatio, one.robustZ]) : []
  return { title: 'Yield', place: { path: view.place.path, name: view.place.name }, period: view.period, timeZone: view.model.tenant.timeZone, columns, rows }
}
