import { type FigureCell, type FigureLoader, pathOf } from '@/lib/plant/figures/figure-table'
import { loadQuality } from '@/lib/plant/views/quality-view'
import { meanOf, rangeOf } from '@/lib/spc/xbar-r'

/** The subgroups of every chart of the place with the frozen limits and the rules that they complete. */
export const controlPointsTable: FigureLoader = async (system, tenantId, query) => {
  const view = await loadQuality(system, tenantId, pathOf(query))
  if (!view) return null
  const rows = view.characteristics.flatMap(({ characteristic, node, shown, limits, patterns }) =>
    shown.map(({ index, takenAt, values, excludedReason }): FigureCell[] => {
      const { location, range } = limits.ok ? limits.value : { location: null, range: null }
      const rules = patterns.filter(({ fromIndex, toIndex }) => index >= fromIndex && index <= toIndex).map(({ rule }) => rule)
      return [
        characteristic.id, characteristic.name, node?.name ?? null, index, takenAt.toISOString(), meanOf(values), rangeOf(values),
        location?.lower ?? null, location?.centre ?? null, location?.upper ?? null, range?.lower ?? null, range?.centre ?? null, range?.upper ?? null,
        [...new Set(rules)].sort((a, b) => a - b).join(' ') || null, excludedReason, values.join(' '),
      ]
    }),
  )
  const taken = view.characteristics.flatMap(({ shown }) => shown.map(({ takenAt }) => takenAt.getTime()))
  const now = system.clock.now()
  return {
    title: 'Control charts',
    place: { path: view.place.path, name: view.place.name },
    period: { from: taken.length ? new Date(Math.min(...taken)) : now, to: now, words: 'the subgroups drawn' },
    timeZone: view.model.tenant.timeZone,
    columns: ['characteristic', 'name', 'equipment', 'subgroup', 'taken_at', 'mean', 'range', 'mean_lcl', 'mean_centre', 'mean_ucl', 'range_lcl', 'range_centre', 'range_ucl', 'rules', 'excluded_because', 'values'].map((name) => ({ name })),
    rows,
  }
}
