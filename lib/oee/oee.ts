import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { minutesOf } from '@/lib/oee/intervals'
import { checkShifts, type ShiftInstance } from '@/lib/oee/shift-calendar'
import { type LossKind, lossPriority, type StopEvent, timeSets, type Window } from '@/lib/oee/time-elements'

export interface ProductionRun {
  id: string
  productId: string
  startsAt: Date
  endsAt: Date | null
  /** Pieces a minute at ideal speed, of this product on this line. */
  idealRatePerMinute: number
}

export interface ProductionCount {
  bucketAt: Date
  bucketSeconds: number
  runId: string
  productId: string
  total: number
  /** Part of `total`. */
  reject: number
  /** Part of `reject`. */
  rework: number
}

export interface LineInput {
  window: Window
  now: Date
  shifts: ShiftInstance[]
  stops: StopEvent[]
  runs: ProductionRun[]
  counts: ProductionCount[]
}

/** A ratio 0..1, or why there is none. */
export type Ratio = number | { undefinedBecause: string }

export interface Notice {
  code: 'performance-above-ideal' | 'counts-without-run' | 'produced-outside-planned-time'
  message: string
}

/** Minutes of ISO 22400-2 time elements and pieces; what every KPI is made from, and what adds up over lines. */
export interface OeeElements {
  elapsedMinutes: number
  plannedStopMinutes: number
  plannedBusyMinutes: number
  lossMinutesByKind: Record<LossKind, number>
  downMinutes: number
  producingMinutes: number
  /** What the counted pieces would have taken at ideal speed. */
  idealMinutes: number
  idealGoodMinutes: number
  total: number
  reject: number
  rework: number
  stops: number
  openStops: number
}

export interface LineOee extends OeeElements {
  good: number
  availabilityRatio: Ratio
  /** Capped at 1; `performanceRatioRaw` is not. */
  performanceRatio: Ratio
  performanceRatioRaw: Ratio
  /** Good by total, weighted by ideal time when several products ran. */
  qualityRatio: Ratio
  /** Ideal time of good pieces ÷ planned busy time. */
  oeeRatio: Ratio
  performanceLossMinutes: number
  qualityLossMinutes: number
  notices: Notice[]
}

/**
 * OEE of one line in a window, by ISO 22400-2 with the conventions of the KPI contract. Refuses input that contradicts
 * itself, naming the row. Nothing is rounded.
 */
export function lineOee(input: LineInput): Checked<LineOee> {
  const fault = findFault(input)
  if (fault) return fault
  const sets = timeSets(input)
  const losses = Object.fromEntries(lossPriority.map((kind) => [kind, minutesOf(sets.losses[kind])])) as Record<LossKind, number>
  const { notices, ...pieces } = countPieces(input)
  const { from, to } = input.window
  const inside = input.stops.filter((stop) => stop.kind !== 'planned' && stop.startsAt < to && stop.startsAt <= input.now && (!stop.endsAt || stop.endsAt > from))
  const elements: OeeElements = {
    elapsedMinutes: minutesOf(sets.elapsed),
    plannedStopMinutes: minutesOf(sets.planned),
    plannedBusyMinutes: minutesOf(sets.busy),
    lossMinutesByKind: losses,
    downMinutes: lossPriority.reduce((sum, kind) => sum + losses[kind], 0),
    producingMinutes: minutesOf(sets.producing),
    stops: inside.length,
    openStops: inside.filter((stop) => !stop.endsAt || stop.endsAt > input.now).length,
    ...pieces,
  }
  return figure(figuresOf(elements, notices))
}

/** OEE of a group: sums of time elements divided, never a mean of ratios. */
export function groupOee(lines: LineOee[]): LineOee {
  const sum = (of: (line: LineOee) => number) => lines.reduce((total, line) => total + of(line), 0)
  const losses = Object.fromEntries(lossPriority.map((kind) => [kind, sum((line) => line.lossMinutesByKind[kind])])) as Record<LossKind, number>
  const elements: OeeElements = {
    elapsedMinutes: sum((line) => line.elapsedMinutes),
    plannedStopMinutes: sum((line) => line.plannedStopMinutes),
    plannedBusyMinutes: sum((line) => line.plannedBusyMinutes),
    lossMinutesByKind: losses,
    downMinutes: sum((line) => line.downMinutes),
    producingMinutes: sum((line) => line.producingMinutes),
    idealMinutes: sum((line) => line.idealMinutes),
    idealGoodMinutes: sum((line) => line.idealGoodMinutes),
    total: sum((line) => line.total),
    reject: sum((line) => line.reject),
    rework: sum((line) => line.rework),
    stops: sum((line) => line.stops),
    openStops: sum((line) => line.openStops),
  }
  return figuresOf(elements, lines.flatMap((line) => line.notices))
}

/** KPIs of ISO 22400-2 from their elements. */
export function figuresOf(elements: OeeElements, given: Notice[] = []): LineOee {
  const { plannedBusyMinutes: busy, producingMinutes: producing, idealMinutes: ideal, idealGoodMinutes: good } = elements
  const over = (numerator: number, denominator: number, because: string): Ratio =>
    denominator > 0 ? numerator / denominator : { undefinedBecause: because }
  const noBusy = elements.elapsedMinutes > 0 ? 'no planned busy time' : 'no planned time'
  const raw = over(ideal, producing, busy > 0 ? 'the line did not run' : noBusy)
  const notices = [...given]
  if (typeof raw === 'number' && raw > 1) {
    notices.push({ code: 'performance-above-ideal', message: `Performance is ${(raw * 100).toFixed(1)} % raw and shown as 100 %: the ideal rate is set too low or pieces were counted twice.` })
  }
  return {
    ...elements,
    good: elements.total - elements.reject,
    availabilityRatio: over(producing, busy, noBusy),
    performanceRatio: typeof raw === 'number' ? Math.min(1, raw) : raw,
    performanceRatioRaw: raw,
    qualityRatio: over(good, ideal, 'nothing produced'),
    oeeRatio: over(good, busy, noBusy),
    performanceLossMinutes: producing - ideal,
    qualityLossMinutes: ideal - good,
    notices,
  }
}

/** Pieces and their ideal time in the window. Of a bucket that the window cuts, the share of its time counts. */
function countPieces({ window, now, runs, counts }: LineInput) {
  const rates = new Map(runs.map((run) => [run.id, run.idealRatePerMinute]))
  const end = Math.min(window.to.getTime(), now.getTime())
  const sum = { idealMinutes: 0, idealGoodMinutes: 0, total: 0, reject: 0, rework: 0, notices: [] as Notice[] }
  for (const count of counts) {
    const from = count.bucketAt.getTime()
    const to = Math.min(from + count.bucketSeconds * 1000, now.getTime())
    const overlap = Math.min(to, end) - Math.max(from, window.from.getTime())
    if (overlap <= 0) continue
    const share = overlap / (to - from)
    const rate = rates.get(count.runId)
    sum.total += count.total * share
    sum.reject += count.reject * share
    sum.rework += count.rework * share
    if (rate === undefined) {
      sum.notices.push({ code: 'counts-without-run', message: `Pieces of run ${count.runId} have no ideal rate and are left out of performance and quality.` })
      continue
    }
    sum.idealMinutes += (count.total * share) / rate
    sum.idealGoodMinutes += ((count.total - count.reject) * share) / rate
  }
  return sum
}

/** The first row that contradicts itself or another one; null for none. */
function findFault(input: LineInput) {
  const fault = findEventFault(input)
  if (fault) return fault
  const odd = input.counts.findIndex((count) => !isSane(count))
  return odd < 0 ? null : refuseCount(input.counts[odd]!, odd)
}

/** The same without the counts. */
export function findEventFault({ shifts, stops, runs }: Pick<LineInput, 'shifts' | 'stops' | 'runs'>) {
  const overlap = checkShifts(shifts)
  if (!overlap.ok) return overlap
  for (const stop of stops) {
    if (stop.endsAt && stop.endsAt.getTime() < stop.startsAt.getTime()) return refuse('stop-ends-before-start', `Stop ${stop.id} ends before it starts. Correct its times.`, stop.id)
  }
  for (const run of runs) {
    if (!(run.idealRatePerMinute > 0)) return refuse('no-ideal-rate', `Run ${run.id} has an ideal rate of ${run.idealRatePerMinute}. It must be above 0.`, run.id)
  }
  return null
}

export const isSane = ({ total, reject, rework }: ProductionCount): boolean => total >= 0 && reject >= 0 && reject <= total && rework <= reject

export const refuseCount = (count: ProductionCount, i: number) =>
  refuse('counts-impossible', `Count ${i + 1} (${count.runId}) has ${count.total} in all, ${count.reject} rejected, ${count.rework} reworked.`, i + 1)
