import { findPlace, loadPlantModel, type PlantModel } from '@/lib/plant/views/load-plant'
import { gapsOf, loadSeries, type SeriesPoint, type SeriesWindow, stepSeconds } from '@/lib/plant/views/signal-series'
import type { PlantNode, Signal } from '@/lib/generated/prisma/client'
import { siteNodeId } from '@/lib/story/plant-model'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export const signalRanges = { '2h': ['2 hours', 2], '24h': ['24 hours', 24], '7d': ['7 days', 168], '30d': ['30 days', 720] } as const
export type SignalRange = keyof typeof signalRanges

export interface SignalView {
  signal: Signal
  place: string
  points: SeriesPoint[]
  gaps: SeriesWindow[]
  latest: number | null
}

export interface SignalsView {
  model: PlantModel
  place: PlantNode
  range: SignalRange
  window: SeriesWindow
  stepSeconds: number
  /** Every signal at the place and below it. */
  offered: { id: string; label: string }[]
  drawn: SignalView[]
}

const mostDrawn = 6

/** Names of the stories begin with their place where they would be unclear alone. */
export const signalLabel = (place: string, { name, nodeId }: Pick<Signal, 'name' | 'nodeId'>): string => (nodeId === siteNodeId || name.toLowerCase().startsWith(place.toLowerCase()) ? name : `${place}, ${name.toLowerCase()}`)

/**
 * Signals at a place and below over a range that ends now. `wanted` are signal ids; without any of this place the first
 * few are drawn. Null when there is no such place.
 */
export function loadSignals(system: System, reach: Reach, path: string[] | undefined, query: { range?: string; wanted: string[] }): Promise<SignalsView | null> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const model = await loadPlantModel(tx)
    const place = findPlace(model, path)
    if (!place) return null
    const near = new Map(model.nodes.filter(({ path: own }) => place.level === 'site' || own === place.path || own.startsWith(`${place.path}/`)).map((node) => [node.id, node]))
    const signals = await tx.signal.findMany({ where: { nodeId: { in: [...near.keys()] } }, orderBy: { id: 'asc' } })
    const order = [...near.keys()]
    signals.sort((a, b) => order.indexOf(a.nodeId) - order.indexOf(b.nodeId))
    const chosen = signals.filter(({ id }) => query.wanted.includes(id))
    const drawn = (chosen.length > 0 ? chosen : signals).slice(0, mostDrawn)
    const range = query.range && query.range in signalRanges ? (query.range as SignalRange) : '24h'
    const window = { from: new Date(now.getTime() - signalRanges[range][1] * 3_600_000), to: now }
    const step = stepSeconds(window)
    const series = await loadSeries(tx, drawn.map(({ id }) => id), window)
    return {
      model,
      place,
      range,
      window,
      stepSeconds: step,
      offered: signals.map((signal) => ({ id: signal.id, label: signalLabel(near.get(signal.nodeId)!.name, signal) })),
      drawn: drawn.map((signal) => {
        const points = series.get(signal.id) ?? []
        return { signal, place: near.get(signal.nodeId)!.name, points, gaps: gapsOf(points, window, step), latest: points.at(-1)?.mean ?? null }
      }),
    }
  })
}
