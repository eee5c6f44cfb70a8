import type { Tx } from '@/lib/db'
import { addMeters, type Defined } from '@/lib/energy/energy-use'
import { hourOf } from '@/lib/energy/meter-hours'
import { alertSpans, figuresOfTile } from '@/lib/figure-alerts/figures'
import type { AlertSpan, FigureAlert, PlantNode } from '@/lib/generated/prisma/client'
import { groupOee, type LineOee } from '@/lib/oee/oee'
import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { hiddenFrom, type Viewer } from '@/lib/people/dashboard-audience'
import { dashboardKey } from '@/lib/people/favourite-dashboards'
import { type TileDefinition, tilesOf } from '@/lib/plant/views/dashboard-view'
import { type LineRows, linesOf, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf, windowFigures } from '@/lib/plant/views/load-plant'
import { loadBuckets, metersOf, meteredUse } from '@/lib/plant/views/metered-use'

export type FigureOf = Pick<FigureAlert, 'dashboardId' | 'nodeId' | 'figure' | 'span'>

export interface FigureReading {
  dashboard: string
  place: PlantNode
  /** By whose clock moments are said: the place's. */
  timeZone: string
  /** In the unit of the figure; or why there is none. */
  value: Defined
}

type Window = { from: Date; to: Date }

const hourMs = 3_600_000
/** In less planned busy time than this one stop decides a ratio. */
const leastBusyMinutes = 60
/** Share of a span that a meter may miss. */
const mostUncovered = 0.1

/**
 * A figure as the viewer's dashboard has it, in their transaction: by the engine of every screen, of their places only. Null
 * when it is not theirs to see: the dashboard is hidden or gone, does not show it any more, or the place is not theirs.
 */
export async function readFigure(tx: Tx, viewer: Viewer, { dashboardId, nodeId, figure, span }: FigureOf, now: Date): Promise<FigureReading | null> {
  const dashboard = await tx.dashboard.findFirst({ where: { id: dashboardId } })
  if (!dashboard || (await hiddenFrom(tx, viewer)).has(dashboardKey('own', dashboardId))) return null
  const isShown = (tile: TileDefinition) => tile.nodeId === nodeId && figuresOfTile[tile.kind].includes(figure)
  if (!tilesOf(dashboard).some(isShown) || (viewer.places && !viewer.places.own.includes(nodeId))) return null
  const whole = await loadPlantModel(tx)
  const place = whole.nodes.find(({ id }) => id === nodeId)
  if (!place) return null
  const model = modelAt(whole, place)
  const window = spanWindow(span, shiftsOf(model, new Date(now.getTime() - 8 * 24 * hourMs), new Date(now.getTime() + 24 * hourMs)), now)
  const said = { dashboard: dashboard.name, place, timeZone: model.tenant.timeZone }
  if (!window) return { ...said, value: { undefinedBecause: 'no shift in the last week' } }
  const rows = await loadLineRows(tx, whole, linesOf(whole, place), hourOf(window.from), now)
  const value = figure === 'energy_per_tonne' || figure === 'power' ? await meteredFigure(tx, figure, { model: whole, place, rows, window }) : lineFigure(figure, groupOee(rows.map((line) => windowFigures(line, [window], now)[0]!)))
  return { ...said, value }
}

/** The span that ends now; of production days the one whose shift began last. */
export function spanWindow(span: AlertSpan, shifts: ShiftInstance[], now: Date): Window | null {
  if (span !== 'production_day') return { from: new Date(now.getTime() - alertSpans[span].hours * hourMs), to: now }
  const last = shifts.findLast(({ startsAt }) => startsAt < now)
  const day = shifts.filter(({ localDate }) => localDate === last?.localDate)
  return last ? { from: day[0]!.startsAt, to: new Date(Math.min(now.getTime(), day.at(-1)!.endsAt.getTime())) } : null
}

/** In per cent, or minutes. Neither a piece nor a stop: nothing was recorded, and that is neither an OEE of 0 % nor no downtime. */
function lineFigure(figure: 'oee' | 'rejects' | 'downtime', { plannedBusyMinutes, total, stops, oeeRatio, qualityRatio, downMinutes }: LineOee): Defined {
  if (plannedBusyMinutes === 0) return { undefinedBecause: 'no planned busy time' }
  if (total === 0 && stops === 0) return { undefinedBecause: 'nothing was recorded' }
  if (figure === 'downtime') return downMinutes
  if (plannedBusyMinutes < leastBusyMinutes) return { undefinedBecause: 'less than an hour of planned busy time' }
  const ratio = figure === 'oee' ? oeeRatio : qualityRatio
  if (typeof ratio !== 'number') return ratio
  return figure === 'oee' ? ratio * 100 : (1 - ratio) * 100
}

interface Metered {
  model: PlantModel
  place: PlantNode
  rows: LineRows[]
  window: Window
}

/** Of what was measured; where more than a tenth was not, energy over what was made would be too little. */
async function meteredFigure(tx: Tx, figure: 'energy_per_tonne' | 'power', { model, place, rows, window }: Metered): Promise<Defined> {
  const meters = metersOf(model, place, await tx.signal.findMany({ where: { quantity: 'power' }, orderBy: { id: 'asc' } }))
  const byMeter = await loadBuckets(tx, meters, hourOf(window.from), window.to)
  const use = meteredUse(addMeters(meters.map(({ id }) => byMeter.get(id) ?? [])), rows, model, window, null)
  const minutes = use.coveredMinutes + use.uncoveredMinutes
  if (use.coveredMinutes === 0 || use.uncoveredMinutes > minutes * mostUncovered) return { undefinedBecause: `the meter reported ${Math.round(use.coveredMinutes)} of ${Math.round(minutes)} min` }
  return figure === 'power' ? use.kwh / (use.coveredMinutes / 60) : use.perTonne
}
