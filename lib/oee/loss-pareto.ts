import { intersect, minutesOf, subtract, union } from '@/lib/oee/intervals'
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
}

/** Availability losses by reason, most minutes first. Each minute belongs to one reason; planned time belongs to none. */
export function lossPareto(input: LineInput): LossRow[] {
  return ranked(lossMinutes(input))
}

/** The same over several lines: minutes of a reason are added. */
export const groupPareto = (inputs: LineInput[]): LossRow[] => ranked(inputs.flatMap(lossMinutes))

type Loss = Pick<LossRow, 'reasonCode' | 'kind' | 'minutes' | 'open'>

function lossMinutes(input: LineInput): Loss[] {
  let free = timeSets(input).busy
  const losses: Loss[] = []
  for (const kind of lossPriority) {
    const stops = input.stops.filter((stop) => stop.kind === kind).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    for (const stop of stops) {
      const own = union([stopInterval(stop, input.now)])
      const minutes = minutesOf(intersect(own, free))
      free = subtract(free, own)
      if (minutes > 0) losses.push({ reasonCode: stop.reasonCode, kind, minutes, open: !stop.endsAt || stop.endsAt > input.now })
    }
  }
  return losses
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
  }))
  rows.sort((a, b) => b.minutes - a.minutes || (a.reasonCode < b.reasonCode ? -1 : 1))
  let cumulative = 0
  return rows.map((row) => {
    cumulative += row.minutes
    return { ...row, shareRatio: row.minutes / all, cumulativeRatio: cumulative / all }
  })
}
