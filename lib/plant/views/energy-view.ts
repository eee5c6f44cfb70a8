import type { Tx } from '@/lib/db'
import { type BaseLoad, baseLoad, type EnergyHour, energyModel, type EnergyModel, idleWasteKwh, type NightRow, nightWaste, wastePerNight } from '@/lib/energy/base-load'
import { addMeters, energyByState, type EnergyUse, type PowerBucket, type StateUse } from '@/lib/energy/energy-use'
import { hourOf, hoursBetween, type LineHour, meterHours } from '@/lib/energy/meter-hours'
import { nightIn } from '@/lib/energy/nights'
import type { PlantNode, Signal } from '@/lib/generated/prisma/client'
import { union } from '@/lib/oee/intervals'
import { timeSets } from '@/lib/oee/time-elements'
import { loadCostRates } from '@/lib/plant/views/cost-rates'
import { findPlace, type LineRows, linesOf, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf, windowFigures } from '@/lib/plant/views/load-plant'
import { inPeriod, loadBuckets, metersOf, meteredUse } from '@/lib/plant/views/metered-use'
import { type Period, periodOf } from '@/lib/plant/views/period'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

/** What one metered place used in the period, and what its nights waste. */
export interface EnergyRow {
  node: PlantNode
  use: EnergyUse
  /** kWh of an average night of the last 30 days; null with fewer than four nights. */
  wastePerNightKwh: number | null
}

export interface EnergyView {
  model: PlantModel
  place: PlantNode
  period: Period
  now: Date
  /** What the figures are read from; empty: nothing is metered here. */
  meters: { signal: Signal; node: PlantNode }[]
  use: EnergyUse
  /** Of the period; null where no line is, and so nothing produces. */
  states: StateUse[] | null
  /** One price for the whole site; null where its lines have none or several. */
  price: { perKwh: number; currency: string } | null
  /** Of the period, oldest first. */
  hours: EnergyHour[]
  /** From here on of the last 30 days, whatever the period is. */
  month: EnergyHour[]
  base: BaseLoad | null
  /** Above the base load, outside the shifts, with nothing made; null where no measured hour lies outside them. */
  idleKwh: number | null
  baseline: EnergyModel | null
  nights: NightRow[]
  thriftyKw: number | null
  wastePerNightKwh: number | null
  lines: EnergyRow[]
  /** Machines and utilities below the place that have meters of their own. */
  others: EnergyRow[]
}

const dayMs = 86_400_000

/** Energy of a place: use, use a piece, base load, nights and baseline. Null when there is no such place. */
export function loadEnergy(system: System, reach: Reach, path: string[] | undefined, range: string | undefined): Promise<EnergyView | null> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const whole = await loadPlantModel(tx)
    const place = findPlace(whole, path)
    if (!place) return null
    const model = modelAt(whole, place)
    const shifts = shiftsOf(model, new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs))
    const period = periodOf(range ?? '7d', shifts, now)
    const monthFrom = hourOf(new Date(now.getTime() - 30 * dayMs))
    const signals = await tx.signal.findMany({ where: { quantity: 'power' }, orderBy: { id: 'asc' } })
    const meters = metersOf(model, place, signals)
    const below = signals.filter(({ nodeId }) => model.nodes.find(({ id }) => id === nodeId)?.path.startsWith(`${place.path}/`))
    const lineNodes = linesOf(model, place)
    const lineMeters = signals.filter(({ nodeId }) => lineNodes.some(({ id }) => id === nodeId))
    const [byMeter, rows, price] = await Promise.all([
      loadBuckets(tx, [...new Set([...meters, ...below, ...lineMeters])], monthFrom, now),
      loadLineRows(tx, whole, lineNodes, monthFrom, now),
      loadPrice(tx, model),
    ])
    const windows = hoursBetween(monthFrom, now)
    const lineHours = new Map(rows.map((line) => [line.node.id, windowFigures(line, windows, now)]))
    const frame: Frame = { model, period, now, windows, lineHours, byMeter, nightOf: nightIn(model.tenant.timeZone), pricePerKwh: price?.perKwh ?? null }
    const { buckets, ...measured } = measure(frame, meters, rows)
    const nodesOf = (own: Signal[]) => model.nodes.filter(({ id }) => own.some(({ nodeId }) => nodeId === id))
    const rowOf = (node: PlantNode): EnergyRow => {
      const isLine = node.level === 'line'
      const { use, wastePerNightKwh } = measure(frame, signals.filter(({ nodeId }) => nodeId === node.id), isLine ? rows.filter((line) => line.node.id === node.id) : [])
      return { node, use, wastePerNightKwh }
    }
    return {
      model, place, period, now, price, ...measured,
      meters: meters.map((signal) => ({ signal, node: model.nodes.find(({ id }) => id === signal.nodeId)! })),
      states: rows.length === 0 ? null : energyByState(inPeriod(buckets, period), stateSets(frame, rows)),
      lines: nodesOf(lineMeters).map(rowOf),
      others: nodesOf(below).filter(({ level }) => level !== 'line').map(rowOf),
    }
  })
}

interface Frame {
  model: PlantModel
  period: Period
  now: Date
  /** Hours of the last 30 days, and what each line did in them. */
  windows: { from: Date; to: Date }[]
  lineHours: Map<string, LineHour[]>
  nightOf: (at: Date) => string | null
  byMeter: Map<string, PowerBucket[]>
  pricePerKwh: number | null
}

/** Every figure of these meters added up, with what these lines made. */
function measure({ model, period, windows, lineHours, nightOf, byMeter, pricePerKwh }: Frame, meters: Signal[], rows: LineRows[]) {
  const buckets = addMeters(meters.map(({ id }) => byMeter.get(id) ?? []))
  const month = meterHours(windows, buckets, rows.map(({ node }) => lineHours.get(node.id)!))
  const base = baseLoad(month)
  const nights = nightWaste(month, nightOf)
  return {
    buckets, month, base, ...nights,
    use: meteredUse(buckets, rows, model, period, pricePerKwh),
    hours: month.filter(({ at }) => at >= hourOf(period.from) && at < period.to),
    baseline: energyModel(month),
    idleKwh: base && month.some(({ outsideMinutes }) => outsideMinutes > 0) ? idleWasteKwh(month, base.kw) : null,
    wastePerNightKwh: wastePerNight(nights),
  }
}

/** The place produces while one of its lines does. */
function stateSets({ period, now }: Frame, rows: LineRows[]) {
  const sets = rows.map(({ stops, shifts }) => timeSets({ window: { from: hourOf(period.from), to: period.to }, now, shifts, stops }))
  return { producing: union(sets.flatMap(({ producing }) => producing)), inShift: union(sets.flatMap(({ elapsed }) => elapsed)) }
}

async function loadPrice(tx: Tx, { nodes }: PlantModel): Promise<EnergyView['price']> {
  const rates = [...(await loadCostRates(tx, nodes.filter(({ level }) => level === 'line').map(({ id }) => id))).values()]
  const [first] = rates
  if (!first || rates.some(({ currency, energyPerKwh }) => currency !== first.currency || energyPerKwh !== first.energyPerKwh)) return null
  return { perKwh: first.energyPerKwh, currency: first.currency }
}
