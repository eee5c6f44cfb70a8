import { hiddenFrom, type Viewer } from '@/lib/people/dashboard-audience'
import { dashboardKey } from '@/lib/people/favourite-dashboards'
import { groupPareto, type LossRow } from '@/lib/oee/loss-pareto'
import type { Tx } from '@/lib/db'
import type { Dashboard, PlantNode, Signal } from '@/lib/generated/prisma/client'
import { type LineRows, loadLineRows, loadPlantModel, type PlantModel, windowFigures } from '@/lib/plant/views/load-plant'
import { gapsOf, loadSeries, type SeriesPoint, type SeriesWindow, stepSeconds } from '@/lib/plant/views/signal-series'
import type { System } from '@/lib/system'

/** What a stored definition says; the story writes them (lib/story/plant-model.ts). */
export interface TileDefinition {
  kind: 'oee-trend' | 'downtime-pareto' | 'energy' | 'quality'
  nodeId: string
  window: '7d' | '30d'
}

interface Series {
  unit: string
  digits: number
  points: SeriesPoint[]
  gaps: SeriesWindow[]
  stepSeconds: number
}

export type TileView = { key: string; node: PlantNode; window: SeriesWindow } & (
  | ({ kind: 'oee-trend' | 'quality' | 'energy' } & Series)
  | { kind: 'downtime-pareto'; losses: LossRow[] }
)

export interface DashboardView {
  model: PlantModel
  dashboard: Dashboard
  tiles: TileView[]
}

export const tilesOf = ({ definition }: Pick<Dashboard, 'definition'>): TileDefinition[] => (definition as unknown as { tiles: TileDefinition[] }).tiles

const dayMs = 86_400_000

/** A dashboard with the data of its tiles, or of those `from` up to `to`, all read in one transaction. Null when there is no such dashboard, or none for the viewer. */
export function loadDashboard(system: System, viewer: Viewer, id: string, from?: number, to?: number): Promise<DashboardView | null> {
  const now = system.clock.now()
  return system.db.inTenant(viewer, async (tx) => {
    const dashboard = await tx.dashboard.findFirst({ where: { id } })
    if (!dashboard || (await hiddenFrom(tx, viewer)).has(dashboardKey('own', id))) return null
    const model = await loadPlantModel(tx)
    const tiles = tilesOf(dashboard).slice(from, to)
    const month = { from: new Date(now.getTime() - 30 * dayMs), to: now }
    const shown = new Set(tiles.flatMap(({ kind, nodeId }) => (kind === 'energy' ? [] : [nodeId])))
    const lines = model.nodes.filter(({ id, level }) => level === 'line' && shown.has(id))
    const production = lines.length > 0 ? await loadLineRows(tx, model, lines, month.from, now) : []
    const signals = tiles.some(({ kind }) => kind === 'energy') ? await tx.signal.findMany({ where: { quantity: 'power' } }) : []
    const views: TileView[] = []
    for (const tile of tiles) {
      const node = model.nodes.find((one) => one.id === tile.nodeId)
      if (!node) continue
      const window = { from: new Date(now.getTime() - (tile.window === '7d' ? 7 : 30) * dayMs), to: now }
      const line = production.find((rows) => rows.node.id === node.id)
      const base = { key: `${tile.kind} ${node.id}`, node, window }
      const power = signals.find((signal) => signal.nodeId === node.id)
      if (tile.kind === 'energy' && power) views.push({ ...base, kind: 'energy', ...(await powerSeries(tx, power, window)) })
      if (tile.kind === 'downtime-pareto' && line) views.push({ ...base, kind: tile.kind, losses: groupPareto([{ ...line, window, now }]) })
      if ((tile.kind === 'oee-trend' || tile.kind === 'quality') && line) views.push({ ...base, kind: tile.kind, ...dailySeries(tile.kind, line, window, now) })
    }
    return { model, dashboard, tiles: views }
  })
}

async function powerSeries(tx: Tx, signal: Signal, window: SeriesWindow): Promise<Series> {
  const step = stepSeconds(window)
  const points = (await loadSeries(tx, [signal.id], window)).get(signal.id) ?? []
  return { unit: signal.unit, digits: signal.decimals, points, gaps: gapsOf(points, window, step), stepSeconds: step }
}

/** One figure a production day, in per cent: OEE, or rejected of all pieces. A day without one is a gap. */
function dailySeries(kind: 'oee-trend' | 'quality', line: LineRows, window: SeriesWindow, now: Date): Series {
  const inside = line.shifts.filter(({ startsAt, endsAt }) => startsAt >= window.from && endsAt <= window.to)
  const days = [...Map.groupBy(inside, ({ localDate }) => localDate).values()].map((own) => ({ from: own[0]!.startsAt, to: own.at(-1)!.endsAt }))
  const figures = windowFigures({ ...line, shifts: inside }, days, now)
  const points: SeriesPoint[] = []
  for (const [i, { from }] of days.entries()) {
    const { oeeRatio, qualityRatio, total, stops } = figures[i]!
    const ratio = kind === 'oee-trend' ? oeeRatio : qualityRatio
    // Neither a piece nor a stop: nothing was recorded, as before the history is there; that is no OEE of 0 %.
    if (typeof ratio !== 'number' || (total === 0 && stops === 0)) continue
    const percent = kind === 'oee-trend' ? ratio * 100 : (1 - ratio) * 100
    points.push({ at: from, mean: percent, min: percent, max: percent })
  }
  const step = dayMs / 1000
  return { unit: '%', digits: kind === 'quality' ? 2 : 1, points, gaps: [], stepSeconds: step }
}
