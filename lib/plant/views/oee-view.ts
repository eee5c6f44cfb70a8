import { elementsOf, type Kpi, kpisOf } from '@/lib/oee/kpis'
import { groupOee, type LineOee } from '@/lib/oee/oee'
import { lossMoney } from '@/lib/oee/loss-money'
import { groupPareto, type LossRow } from '@/lib/oee/loss-pareto'
import { localDate } from '@/lib/plant/local-date'
import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { type SixLossRow, sixLosses, startupRejects } from '@/lib/oee/six-losses'
import { type StateSegment, stateSegments } from '@/lib/oee/state-segments'
import type { CostRate, PlantNode } from '@/lib/generated/prisma/client'
import { costPerMinute, loadCostRates } from '@/lib/plant/views/cost-rates'
import { findPlace, lineFigures, type LineRows, linesOf, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf, windowFigures } from '@/lib/plant/views/load-plant'
import { type Period, periodOf } from '@/lib/plant/views/period'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface DayRow {
  date: string
  oee: LineOee
}

export interface OeeView {
  model: PlantModel
  place: PlantNode
  period: Period
  now: Date
  oee: LineOee
  lines: { node: PlantNode; oee: LineOee }[]
  losses: LossRow[]
  /** Six big losses of the place; money is null where a line has no rate. */
  sixLosses: (SixLossRow & { money: number | null })[]
  kpis: Kpi[]
  /** ISO 4217 when every line here has rates in the same currency. */
  currency: string | null
  /** Only of a single line, and only for up to a day. */
  ribbon: { segments: (StateSegment & { label?: string })[]; from: Date; to: Date; shiftChanges: Date[] } | null
  /** Newest first, up to 30 days. */
  days: DayRow[]
}

const dayMs = 86_400_000

/** OEE of a place in a period, with where it went. `date` and `shift` in the query choose a day and a shift of it. */
export function loadOeeView(system: System, reach: Reach, path: string[] | undefined, query: { range?: string; date?: string; shift?: string; by?: string }): Promise<OeeView | null> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const whole = await loadPlantModel(tx)
    const place = findPlace(whole, path)
    if (!place) return null
    const model = modelAt(whole, place)
    const shifts = shiftsOf(model, new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs))
    const period = chosenPeriod(query, shifts, now)
    const rows = await loadLineRows(tx, whole, linesOf(model, place), new Date(now.getTime() - 30 * dayMs), now)
    const lines = rows.map((line) => ({ node: line.node, oee: lineFigures(line, period, now) }))
    const rates = await loadCostRates(tx, rows.map(({ node: { id } }) => id))
    const oee = groupOee(lines.map((line) => line.oee))
    const currencies = new Set(rows.map(({ node: { id } }) => rates.get(id)?.currency ?? null))
    const calendarMinutes = ((period.to.getTime() - period.from.getTime()) / 60_000) * rows.length
    const kpis = kpisOf(elementsOf(oee, { calendarMinutes }))
    const single = rows.length === 1 && period.to.getTime() - period.from.getTime() <= dayMs ? rows[0] : null
    const shiftEnd = period.key === 'shift' ? (shifts.find((shift) => shift.startsAt.getTime() === period.from.getTime())?.endsAt ?? period.to) : period.to
    return {
      model,
      place,
      period,
      now,
      oee,
      lines,
      losses: groupPareto(rows.map((line) => ({ ...line, stops: query.by === 'equipment' ? byEquipment(line) : line.stops, window: period, now, costPerMinute: costPerMinute(rates.get(line.node.id)) }))),
      sixLosses: groupSixLosses(lines.map(({ oee: own }, i) => ({ rows: sixLosses(own, startupRejects({ ...rows[i]!, window: period, now })), gramsAPiece: rejectedGrams(model, rows[i]!, period), rate: rates.get(rows[i]!.node.id) })), oee.plannedBusyMinutes),
      kpis: kpis.ok ? kpis.value : [],
      currency: currencies.size === 1 ? [...currencies][0]! : null,
      ribbon: single
        ? {
            from: period.from,
            to: shiftEnd,
            shiftChanges: shifts.map((shift) => shift.startsAt).filter((at) => at > period.from && at < period.to),
            segments: stateSegments({ from: period.from, to: period.to, now, shifts: single.shifts, stops: single.stops, runs: single.runs }).map((segment) => ({
              ...segment,
              label: segment.reasonCode ? model.reasons.get(segment.reasonCode)?.name : undefined,
            })),
          }
        : null,
      days: dayRows(rows, daysOf(shifts, now, model.tenant.timeZone), now),
    }
  })
}

/** Minutes, pieces and money of each loss are added over the lines. */
function groupSixLosses(lines: { rows: SixLossRow[]; gramsAPiece: number | null; rate: CostRate | undefined }[], busyMinutes: number): OeeView['sixLosses'] {
  const [first] = lines
  return (first?.rows ?? []).map(({ loss, name, pieces }, i) => {
    const minutes = lines.reduce((sum, { rows }) => sum + rows[i]!.minutes, 0)
    const money = lines.map(({ rows, gramsAPiece, rate }) => {
      const { minutes: own, pieces: rejected } = rows[i]!
      return lossMoney({ minutes: own, rejectedKg: rejected === null ? 0 : gramsAPiece === null ? null : (rejected * gramsAPiece) / 1000 }, rate)
    })
    return {
      loss, name, minutes,
      pieces: pieces === null ? null : lines.reduce((sum, { rows }) => sum + rows[i]!.pieces!, 0),
      shareRatio: busyMinutes > 0 ? minutes / busyMinutes : null,
      money: money.some((one) => one === null) ? null : money.reduce((sum, one) => sum + one!.total, 0),
    }
  })
}

/** Mean mass of what the line rejected in the period; 0 g of nothing, null where a mass is not known. */
function rejectedGrams({ products }: PlantModel, { counts }: LineRows, { from, to }: Period): number | null {
  const own = counts.filter(({ bucketAt, reject }) => reject > 0 && bucketAt >= from && bucketAt < to)
  let [pieces, grams] = [0, 0]
  for (const { productId, reject } of own) {
    const mass = products.get(productId)?.pieceGrams ?? null
    if (mass === null) return null
    pieces += reject
    grams += reject * mass
  }
  return pieces > 0 ? grams / pieces : 0
}

/** Newest first, as the days come. */
function dayRows(rows: LineRows[], days: { date: string; own: ShiftInstance[] }[], now: Date): DayRow[] {
  const ascending = days.toReversed()
  const windows = ascending.map(({ own }) => ({ from: own[0]!.startsAt, to: own.at(-1)!.endsAt }))
  const swept = rows.map((line) => windowFigures(line, windows, now))
  return ascending.map(({ date }, i) => ({ date, oee: groupOee(swept.map((of) => of[i]!)) })).reverse()
}

/** The same stops, each under the machine that stood instead of under its reason. */
const byEquipment = ({ node, stops }: LineRows) => stops.map((stop) => ({ ...stop, reasonCode: stop.equipmentId ?? node.id }))

/** What a loss row is called: a reason, or the equipment or line that stood. */
export function lossName({ reasons, nodes }: PlantModel, code: string): string {
  const node = nodes.find(({ id }) => id === code)
  const line = node?.level === 'equipment' ? nodes.find(({ id, level }) => id === node.parentId && level === 'line') : null
  return reasons.get(code)?.name ?? (node ? `${line ? `${line.name} / ` : ''}${node.name}` : code)
}

function chosenPeriod({ range, date, shift }: { range?: string; date?: string; shift?: string }, shifts: ShiftInstance[], now: Date): Period {
  const own = date ? shifts.filter((one) => one.localDate === date && one.startsAt <= now && (!shift || one.patternId === shift)) : []
  const last = own.at(-1)
  if (!date || !last) return periodOf(range, shifts, now)
  const words = shift ? `${last.name.toLowerCase()} shift of ${date}` : `all shifts of ${date}`
  return { key: 'shift', from: own[0]!.startsAt, to: last.endsAt < now ? last.endsAt : now, words }
}

/** Production days by the date on which their shifts start. */
function daysOf(shifts: ShiftInstance[], now: Date, timeZone: string) {
  const first = localDate(new Date(now.getTime() - 29 * dayMs), timeZone)
  const past = shifts.filter((shift) => shift.startsAt <= now && shift.localDate >= first)
  const byDate = Map.groupBy(past, (shift) => shift.localDate)
  return [...byDate].map(([date, own]) => ({ date, own })).reverse()
}
