import type { Tx } from '@/lib/db'
import { baseLoad, type EnergyHour, energyModel, type EnergyModel, type NightRow, nightWaste } from '@/lib/energy/base-load'
import type { CostRate, PlantNode, Signal } from '@/lib/generated/prisma/client'
import { localDate } from '@/lib/plant/local-date'
import { loadCostRates } from '@/lib/plant/views/cost-rates'
import { findPlace, type LineRows, linesOf, loadLineRows, loadPlantModel, type PlantModel, shiftsOf, windowFigures } from '@/lib/plant/views/load-plant'
import { type Period, periodOf } from '@/lib/plant/views/period'
import type { System } from '@/lib/system'

export interface EnergyUse {
  kwh: number
  /** Of the period's minutes those that the meters reported. */
  coveredRatio: number
  goodPieces: number
  goodKg: number | null
  /** kWh a thousand good pieces and a tonne; null without any. */
  perThousand: number | null
  perTonne: number | null
  cost: number | null
}

export interface EnergyLine extends EnergyUse {
  node: PlantNode
}

export interface EnergyView {
  model: PlantModel
  place: PlantNode
  period: Period
  now: Date
  /** What the figures are read from; empty: nothing is metered here. */
  meters: { signal: Signal; node: PlantNode }[]
  use: EnergyUse
  currency: string | null
  pricePerKwh: number | null
  /** Of the period, oldest first. */
  hours: EnergyHour[]
  /** Of the last 30 days, whatever the period is. */
  baseKw: number | null
  baseline: EnergyModel | null
  month: EnergyHour[]
  nights: NightRow[]
  thriftyKw: number | null
  lines: EnergyLine[]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Night on the site's clock. */
export const nightFrom = 22
export const nightTo = 6

/** Energy of a place: use, use a piece, base load, night and baseline. Null when there is no such place. */
export function loadEnergy(system: System, tenantId: string, path: string[] | undefined, range: string | undefined): Promise<EnergyView | null> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    const model = await loadPlantModel(tx)
    const place = findPlace(model, path)
    if (!place) return null
    const shifts = shiftsOf(model, new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs))
    const period = periodOf(range ?? '7d', shifts, now)
    const signals = await tx.signal.findMany({ where: { quantity: 'power' }, orderBy: { id: 'asc' } })
    const lineNodes = linesOf(model, place)
    const lineMeters = lineNodes.flatMap((line) => signals.filter(({ nodeId }) => nodeId === line.id))
    const meters = metersOf(model, place, signals)
    const monthFrom = hourOf(new Date(now.getTime() - 30 * dayMs))
    const ids = [...new Set([...meters, ...lineMeters].map(({ id }) => id))]
    const [byMeter, rows, rates] = await Promise.all([loadHours(tx, ids, monthFrom, now), loadLineRows(tx, lineNodes, monthFrom, now), loadCostRates(tx, lineNodes.map(({ id }) => id))])
    const windows = hourWindows(monthFrom, now)
    const output = rows.map((line) => windowFigures(line, shifts, windows, now).map(({ idealMinutes }) => idealMinutes))
    const month = sumHours(windows, meters.map(({ id }) => byMeter.get(id) ?? new Map()), output)
    const price = [...rates.values()][0] ?? null
    const lines = rows.flatMap((line) => {
      const own = lineMeters.filter(({ nodeId }) => nodeId === line.node.id)
      if (own.length === 0) return []
      const hours = sumHours(windows, own.map(({ id }) => byMeter.get(id) ?? new Map()), [])
      return [{ node: line.node, ...useOf(inPeriod(hours, period), [line], model, period, rates.get(line.node.id) ?? null) }]
    })
    const { timeZone } = model.tenant
    const hours = inPeriod(month, period)
    return {
      model, place, period, now, lines, hours, month,
      meters: meters.map((signal) => ({ signal, node: model.nodes.find(({ id }) => id === signal.nodeId)! })),
      use: useOf(hours, rows, model, period, price),
      currency: price?.currency ?? null,
      pricePerKwh: price?.energyPerKwh ?? null,
      baseKw: baseLoad(month),
      baseline: energyModel(month),
      ...nightWaste(month, nightIn(timeZone)),
    }
  })
}

/** The place's own meter, or else those directly below it that together are it. */
function metersOf({ nodes }: PlantModel, place: PlantNode, signals: Signal[]): Signal[] {
  const own = signals.filter(({ nodeId }) => nodeId === place.id)
  if (own.length > 0) return own
  return nodes.filter(({ parentId }) => parentId === place.id).flatMap((child) => metersOf({ nodes } as PlantModel, child, signals))
}

const hourOf = (at: Date) => new Date(Math.floor(at.getTime() / hourMs) * hourMs)

function hourWindows(from: Date, to: Date) {
  const windows: { from: Date; to: Date }[] = []
  for (let at = from.getTime(); at < to.getTime(); at += hourMs) windows.push({ from: new Date(at), to: new Date(at + hourMs) })
  return windows
}

type MeterHours = Map<number, { kwh: number; minutes: number }>

async function loadHours(tx: Tx, ids: string[], from: Date, to: Date): Promise<Map<string, MeterHours>> {
  const rows = await tx.$queryRaw<{ signal: string; at: Date; kwh: number; minutes: number }[]>`
    SELECT signal_id AS signal, date_trunc('hour', bucket_at) AS at,
      sum(sum / count * level_seconds / 3600) AS kwh, sum(level_seconds)::float8 / 60 AS minutes
    FROM signal_rollup WHERE signal_id = ANY(${ids}) AND level_seconds = 900 AND bucket_at >= ${from} AND bucket_at < ${to} AND count > 0
    GROUP BY 1, 2`
  const byMeter = new Map<string, MeterHours>()
  for (const { signal, at, kwh, minutes } of rows) {
    const hours = byMeter.get(signal) ?? new Map<number, { kwh: number; minutes: number }>()
    byMeter.set(signal, hours.set(at.getTime(), { kwh, minutes }))
  }
  return byMeter
}

/** Meters add up; an hour is covered as far as all of them report. Hours that nobody reported are left out. */
function sumHours(windows: { from: Date; to: Date }[], meters: MeterHours[], output: number[][]): EnergyHour[] {
  return windows.flatMap(({ from }, i) => {
    const parts = meters.map((meter) => meter.get(from.getTime()))
    if (meters.length === 0 || parts.every((part) => !part)) return []
    return [{
      at: from,
      kwh: parts.reduce((sum, part) => sum + (part?.kwh ?? 0), 0),
      coveredMinutes: Math.min(...parts.map((part) => part?.minutes ?? 0)),
      idealMinutes: output.reduce((sum, line) => sum + line[i]!, 0),
    }]
  })
}

/** Hours that begin in the period: whole hours, so a period has its length to within one. */
const inPeriod = (hours: EnergyHour[], { from, to }: Period) => hours.filter(({ at }) => at >= hourOf(from) && at < to)

function useOf(hours: EnergyHour[], rows: LineRows[], { products }: PlantModel, { from, to }: Period, rate: CostRate | null): EnergyUse {
  const kwh = hours.reduce((sum, hour) => sum + hour.kwh, 0)
  const covered = hours.reduce((sum, { coveredMinutes }) => sum + coveredMinutes, 0)
  let [pieces, kg, massIsKnown] = [0, 0, true]
  for (const { bucketAt, productId, total, reject } of rows.flatMap(({ counts }) => counts)) {
    if (bucketAt < hourOf(from) || bucketAt >= to) continue
    const grams = products.get(productId)?.pieceGrams ?? null
    pieces += total - reject
    kg += ((total - reject) * (grams ?? 0)) / 1000
    massIsKnown &&= grams !== null
  }
  const minutes = Math.max(1, (to.getTime() - hourOf(from).getTime()) / 60_000)
  const goodKg = massIsKnown && kg > 0 ? kg : null
  return {
    kwh, goodPieces: pieces, goodKg,
    coveredRatio: Math.min(1, covered / minutes),
    perThousand: pieces > 0 ? (kwh / pieces) * 1000 : null,
    perTonne: goodKg ? (kwh / goodKg) * 1000 : null,
    cost: rate ? kwh * rate.energyPerKwh : null,
  }
}

/** The date on which the night of this hour begins, on the site's clock; null by day. */
function nightIn(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  return (at: Date): string | null => {
    const hour = Number(format.format(at))
    if (hour >= nightTo && hour < nightFrom) return null
    return localDate(hour < nightTo ? new Date(at.getTime() - nightTo * hourMs) : at, timeZone)
  }
}
