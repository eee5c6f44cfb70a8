import { groupOee, type LineOee, type Ratio } from '@/lib/oee/oee'
import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { type StateSegment, stateSegments } from '@/lib/oee/state-segments'
import { findPlace, lineFigures, type LineRows, linesOf, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import { type Period, periodOf } from '@/lib/plant/views/period'
import { gapsOf, loadSeries, type SeriesWindow, stepSeconds } from '@/lib/plant/views/signal-series'
import type { SignalView } from '@/lib/plant/views/signals-view'
import type { Tx } from '@/lib/db'
import type { PlantNode } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface LineView {
  node: PlantNode
  product: string
  segments: (StateSegment & { label?: string })[]
  state: (StateSegment & { label?: string }) | null
  oee: LineOee
  /** OEE of the last ten shifts that had planned time, oldest first. */
  trend: (number | null)[]
}

export interface OverviewView {
  model: PlantModel
  place: PlantNode
  period: Period
  ribbonFrom: Date
  now: Date
  shiftChanges: Date[]
  lines: LineView[]
  group: LineOee | null
  energyKwh: number | null
  /** Electric power of the place or, where it is not measured there, of the site; the last 24 hours. */
  power: SignalView | null
  powerStepSeconds: number
  lastReadingAt: Date | null
}

const dayMs = 86_400_000
const trendShifts = 10

/** Production of a place: figures of the period, states of the last 24 hours. Null when there is no such place. */
export function loadOverview(system: System, reach: Reach, path: string[] | undefined, range: string | undefined): Promise<OverviewView | null> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const whole = await loadPlantModel(tx)
    const place = findPlace(whole, path)
    if (!place) return null
    const model = modelAt(whole, place)
    const shifts = shiftsOf(model, new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs))
    const period = periodOf(range, shifts, now)
    const ribbonFrom = new Date(now.getTime() - dayMs)
    const trendOf = shifts.filter((shift) => shift.startsAt <= now).slice(-trendShifts)
    const from = new Date(Math.min(period.from.getTime(), ribbonFrom.getTime(), trendOf[0]?.startsAt.getTime() ?? Infinity))
    const rows = await loadLineRows(tx, whole, linesOf(model, place), from, now)
    const power = await tx.$queryRaw<{ kwh: number | null; at: Date | null }[]>`
      SELECT sum(r.sum / nullif(r.count, 0) * least(r.level_seconds, r.count * s.expected_interval_seconds) / 3600) AS kwh, (SELECT lived_until FROM tenant LIMIT 1) AS at
      FROM telemetry_rollup r JOIN signal s ON s.id = r.signal_id AND s.quantity = 'power' AND s.node_id = 'site' AND r.level_seconds = 900
      WHERE r.bucket_at >= ${period.from} AND r.bucket_at < ${period.to}`
    const lines = rows.map((line) => viewOf(line, { model, period, ribbonFrom, trendOf, now }))
    return {
      model,
      place,
      period,
      ribbonFrom,
      now,
      shiftChanges: shifts.map((shift) => shift.startsAt).filter((at) => at > ribbonFrom && at < now),
      lines,
      group: lines.length > 0 ? groupOee(lines.map((line) => line.oee)) : null,
      ...(await powerOf(tx, model, place, { from: ribbonFrom, to: now })),
      energyKwh: place.level === 'site' ? (power[0]?.kwh ?? null) : null,
      lastReadingAt: model.tenant.livedUntil,
    }
  })
}

async function powerOf(tx: Tx, { nodes }: PlantModel, place: PlantNode, window: SeriesWindow): Promise<Pick<OverviewView, 'power' | 'powerStepSeconds'>> {
  const meters = await tx.signal.findMany({ where: { quantity: 'power' } })
  const signal = meters.find(({ nodeId }) => nodeId === place.id) ?? meters.find(({ nodeId }) => nodes.find(({ id }) => id === nodeId)?.level === 'site')
  const powerStepSeconds = stepSeconds(window)
  if (!signal) return { power: null, powerStepSeconds }
  const points = (await loadSeries(tx, [signal.id], window)).get(signal.id) ?? []
  const node = nodes.find(({ id }) => id === signal.nodeId)!
  return { power: { signal, place: node.name, points, gaps: gapsOf(points, window, powerStepSeconds), latest: points.at(-1)?.mean ?? null }, powerStepSeconds }
}

interface Frame {
  model: PlantModel
  period: Period
  ribbonFrom: Date
  trendOf: ShiftInstance[]
  now: Date
}

function viewOf(rows: LineRows, { model, period, ribbonFrom, trendOf, now }: Frame): LineView {
  const label = (segment: StateSegment) => ({ ...segment, label: segment.reasonCode ? model.reasons.get(segment.reasonCode)?.name : undefined })
  const segments = stateSegments({ from: ribbonFrom, to: now, now, shifts: rows.shifts, stops: rows.stops, runs: rows.runs }).map(label)
  const run = rows.runs.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime()).at(-1)
  return {
    node: rows.node,
    product: (run && model.products.get(run.productId)?.name) ?? '',
    segments,
    state: segments.at(-1) ?? null,
    oee: lineFigures(rows, period, now),
    trend: trendOf.map((shift) => numberOrNull(lineFigures(rows, { from: shift.startsAt, to: shift.endsAt }, now).oeeRatio)),
  }
}

export const numberOrNull = (ratio: Ratio): number | null => (typeof ratio === 'number' ? ratio : null)
