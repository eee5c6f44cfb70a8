import { type Interval, subtract, union } from '@/lib/oee/intervals'
import type { LineInput } from '@/lib/oee/oee'
import { type LossKind, lossPriority, stopInterval, timeSets } from '@/lib/oee/time-elements'

export interface LossRow {
  reasonCode: string
  kind: LossKind
  minutes: number
  stops: number
  /** Of all loss minutes, 0..1. */
  shareRatio: number
  /** Of this row and those above it. */
  cumulativeRatio: number
  /** One of the stops is still open. */
  open: boolean
  /** Minutes at the price of the line's planned busy time; null when a line has none. */
  money: number | null
}

/** A line's events, and what a minute of its planned busy time costs when that is known. */
export type PricedLine = LineInput & { costPerMinute?: number | null }

/** Availability losses by reason, most minutes first. Each minute belongs to one reason; planned time belongs to none. */
export function lossPareto(input: PricedLine): LossRow[] {
  return ranked(lossMinutes(input))
}

/** The same over several lines: minutes of a reason are added. */
export const groupPareto = (inputs: PricedLine[]): LossRow[] => ranked(inputs.flatMap(lossMinutes))

type Loss = Pick<LossRow, 'reasonCode' | 'kind' | 'minutes' | 'open' | 'money'>

function lossMinutes(input: PricedLine): Loss[] {
  const price = input.costPerMinute ?? null
  let free = timeSets(input).busy
  const losses: Loss[] = []
  for (const kind of lossPriority) {
    const stops = input.stops.filter((stop) => stop.kind === kind).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    const own = ownParts(stops.map((stop) => stopInterval(stop, input.now)))
    const taken = overlaps(own, free)
    free = subtract(free, union(own))
    for (const [i, stop] of stops.entries()) {
      const minutes = taken[i]!
      if (minutes > 0) losses.push({ reasonCode: stop.reasonCode, kind, minutes, open: !stop.endsAt || stop.endsAt > input.now, money: price === null ? null : minutes * price })
    }
  }
  return losses
}

/** Of intervals in the order of their starts: what none before it has covered; empty ones keep their place. */
function ownParts(intervals: Interval[]): Interval[] {
  let covered = -Infinity
  return intervals.map(({ from, to }) => {
    const own = { from: Math.max(from, covered), to: Math.max(to, covered) }
    covered = Math.max(covered, to)
    return own
  })
}

/** Minutes of each interval that lie in the set; both ascend, so one walk serves all. */
function overlaps(intervals: Interval[], set: Interval[]): number[] {
  let first = 0
  return intervals.map(({ from, to }) => {
    while (first < set.length && set[first]!.to <= from) first++
    let sum = 0
    for (let j = first; j < set.length && set[j]!.from < to; j++) sum += Math.max(0, Math.min(to, set[j]!.to) - Math.max(from, set[j]!.from))
    return sum / 60_000
  })
}

function ranked(losses: Loss[]): LossRow[] {
  const byReason = Map.groupBy(losses, (loss) => loss.reasonCode)
  const all = losses.reduce((sum, loss) => sum + loss.minutes, 0)
  const rows = [...byReason.values()].map((own) => ({
    reasonCode: own[0]!.reasonCode,
    kind: own[0]!.kind,
    minutes: own.reduce((sum, loss) => sum + loss.minutes, 0),
    stops: own.length,
    open: own.some((loss) => loss.open),
    money: own.some((loss) => loss.money === null) ? null : own.reduce((sum, loss) => sum + loss.money!, 0),
  }))
  rows.sort((a, b) => b.minutes - a.minutes || (a.reasonCode < b.reasonCode ? -1 : 1))
  let cumulative = 0
  return rows.map((row) => {
    cumulative += row.minutes
    return { ...row, shareRatio: row.minutes / all, cumulativeRatio: cumulative / all }
  })
}
