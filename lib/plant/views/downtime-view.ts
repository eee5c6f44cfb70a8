import type { PlantNode, StopCoding, StopReason } from '@/lib/generated/prisma/client'
import { groupPareto, type LossRow } from '@/lib/oee/loss-pareto'
import type { StopEvent, StopKind } from '@/lib/oee/time-elements'
import { costPerMinute, loadCostRates } from '@/lib/plant/views/cost-rates'
import { type FlowView, loadFlow, type ReliabilityRow, reliabilityOf } from '@/lib/plant/views/flow-view'
import { findPlace, lineFigures, type LineRows, linesOf, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import { type Period, periodOf } from '@/lib/plant/views/period'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

/** A stop that is not planned and shorter is a micro-stop. */
export const microStopMinutes = 5

export interface StopRow extends StopEvent {
  note: string | null
  line: PlantNode
  equipment: PlantNode | null
  reason: string
  /** Of the whole stop, to now while it is open; not only its part in the period. */
  minutes: number
  coded: boolean
}

export interface ChangeoverRow {
  key: string
  line: string
  words: string
  count: number
  meanMinutes: number
  shortestMinutes: number
  totalMinutes: number
}

export interface DowntimeView {
  model: PlantModel
  place: PlantNode
  period: Period
  now: Date
  downMinutes: number
  busyMinutes: number
  losses: LossRow[]
  /** ISO 4217 when every line here has rates in the same currency. */
  currency: string | null
  /** Newest first. */
  stops: StopRow[]
  microStops: { count: number; minutes: number }
  changeovers: ChangeoverRow[]
  chosen: ChosenStop | null
  /** Of a single line whose machines report states. */
  flow: FlowView | null
  /** Of a single line: the line and its machines; else each line. */
  reliability: ReliabilityRow[]
}

/** What is needed to give a stop another reason. */
export interface ChosenStop {
  stop: StopRow
  /** Reasons seen on its line in the last 30 days, most often first, the present one included. */
  likely: StopReason[]
  groups: { name: string; reasons: StopReason[] }[]
  /** Oldest first. */
  history: (StopCoding & { from: string; to: string })[]
}

export interface DowntimeQuery {
  range?: string
  by?: string
  stop?: string
}

const dayMs = 86_400_000
export type LossView = 'reason' | 'equipment' | 'group'
export const lossViewOf = ({ by }: DowntimeQuery): LossView => (by === 'equipment' || by === 'group' ? by : 'reason')

/** Stops of a place in a period: what they cost, one by one, and whoever wants to say why. Null when there is no such place. */
export function loadDowntime(system: System, reach: Reach, path: string[] | undefined, query: DowntimeQuery): Promise<DowntimeView | null> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const whole = await loadPlantModel(tx)
    const place = findPlace(whole, path)
    if (!place) return null
    const model = modelAt(whole, place)
    const shifts = shiftsOf(model, new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs))
    const period = periodOf(query.range ?? '24h', shifts, now)
    const lines = linesOf(model, place)
    const chosenId = query.stop
    const chosenRow = chosenId ? await tx.stop.findFirst({ where: { id: chosenId, lineId: { in: lines.map(({ id }) => id) } } }) : null
    const [loaded, rates, coded, history] = await Promise.all([
      loadLineRows(tx, whole, lines, period.from, period.to),
      loadCostRates(tx, lines.map(({ id }) => id)),
      tx.stopCoding.findMany({ select: { stopId: true }, distinct: ['stopId'] }),
      chosenRow ? tx.stopCoding.findMany({ where: { stopId: chosenRow.id }, orderBy: { codedAt: 'asc' } }) : [],
    ])
    const rows = loaded.map((row) => onlyEquipment(row, place))
    const codedIds = new Set(coded.map(({ stopId }) => stopId))
    const describe = (stop: Described) => describeStop(model, stop, codedIds, now)
    const figures = loaded.map((row) => lineFigures(row, period, now))
    const by = lossViewOf(query)
    const stops = rows.flatMap((row) => row.stops.map((stop) => describe({ ...stop, lineId: row.node.id }))).sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime())
    const micro = stops.filter(({ kind, endsAt, minutes }) => kind !== 'planned' && kind !== 'changeover' && endsAt && minutes < microStopMinutes)
    const currencies = new Set(lines.map(({ id }) => rates.get(id)?.currency ?? null))
    const losses = groupPareto(rows.map((row) => ({ ...row, stops: row.stops.map((stop) => ({ ...stop, reasonCode: keyOf(model, row, stop, by) })), window: period, now, costPerMinute: costPerMinute(rates.get(row.node.id)) })))
    return {
      model,
      place,
      period,
      now,
      losses,
      downMinutes: losses.reduce((sum, { minutes }) => sum + minutes, 0),
      busyMinutes: figures.reduce((sum, { plannedBusyMinutes }) => sum + plannedBusyMinutes, 0),
      currency: currencies.size === 1 ? [...currencies][0]! : null,
      stops,
      microStops: { count: micro.length, minutes: micro.reduce((sum, { minutes }) => sum + minutes, 0) },
      changeovers: changeoversOf(stops),
      reliability: loaded.flatMap((row) => {
        const made = reliabilityOf(model, row, { ...row, window: period, now })
        return loaded.length === 1 ? made : made.slice(0, 1)
      }),
      flow: lines.length === 1 ? await loadFlow(tx, model, lines[0]!, period, now) : null,
      chosen: chosenRow && { stop: describe(chosenRow), ...(await codingChoices(tx, model, chosenRow, now)), history: history.map((one) => ({ ...one, from: reasonName(model, one.fromReason), to: reasonName(model, one.toReason) })) },
    }
  })
}

type Described = StopEvent & { lineId: string; note: string | null; equipmentId: string | null }

const reasonName = (model: PlantModel, code: string) => model.reasons.get(code)?.name ?? code

function describeStop(model: PlantModel, stop: Described, codedIds: Set<string>, now: Date): StopRow {
  const node = (id: string | null) => model.nodes.find((one) => one.id === id) ?? null
  const end = stop.endsAt && stop.endsAt < now ? stop.endsAt : now
  return {
    id: stop.id, kind: stop.kind, reasonCode: stop.reasonCode, startsAt: stop.startsAt, endsAt: stop.endsAt, note: stop.note,
    line: node(stop.lineId)!,
    equipment: node(stop.equipmentId),
    reason: reasonName(model, stop.reasonCode),
    minutes: Math.max(0, end.getTime() - stop.startsAt.getTime()) / 60_000,
    coded: codedIds.has(stop.id),
  }
}

/** At a machine only its own stops; at a line or above all of them. */
const onlyEquipment = (row: LineRows, place: PlantNode): LineRows => (place.level === 'equipment' ? { ...row, stops: row.stops.filter(({ equipmentId }) => equipmentId === place.id) } : row)

function keyOf(model: PlantModel, row: LineRows, stop: LineRows['stops'][number], by: LossView): string {
  if (by === 'equipment') return stop.equipmentId ?? row.node.id
  return by === 'group' ? (model.reasons.get(stop.reasonCode)?.parentCode ?? stop.reasonCode) : stop.reasonCode
}

function changeoversOf(stops: StopRow[]): ChangeoverRow[] {
  const ended = stops.filter(({ kind, endsAt }) => kind === 'changeover' && endsAt)
  const groups = Map.groupBy(ended, ({ line, note, reason }) => `${line.id}:${note ?? reason}`)
  const rows = [...groups].map(([key, own]) => {
    const minutes = own.map((stop) => stop.minutes)
    const totalMinutes = minutes.reduce((sum, one) => sum + one, 0)
    return { key, line: own[0]!.line.name, words: own[0]!.note ?? own[0]!.reason, count: own.length, meanMinutes: totalMinutes / own.length, shortestMinutes: Math.min(...minutes), totalMinutes }
  })
  return rows.sort((a, b) => b.totalMinutes - a.totalMinutes)
}

async function codingChoices(tx: Parameters<typeof loadPlantModel>[0], model: PlantModel, { lineId, reasonCode }: { lineId: string; reasonCode: string }, now: Date) {
  const counted = await tx.stop.groupBy({ by: ['reasonCode'], where: { lineId, startsAt: { gt: new Date(now.getTime() - 30 * dayMs) } }, _count: true })
  const often = counted.toSorted((a, b) => b._count - a._count).map((one) => one.reasonCode)
  const leaves = [...model.reasons.values()].filter(({ parentCode }) => parentCode !== null)
  const likely = [...new Set([reasonCode, ...often])].flatMap((code) => leaves.find((leaf) => leaf.code === code) ?? []).slice(0, 9)
  const groups = [...Map.groupBy(leaves, ({ parentCode }) => parentCode!)].map(([code, reasons]) => ({ name: reasonName(model, code), reasons }))
  return { likely, groups }
}

export const kindWords: Record<StopKind, string> = { planned: 'Planned', breakdown: 'Breakdown', changeover: 'Changeover', blocked: 'Blocked', starved: 'Starved', minor: 'Minor stop' }
