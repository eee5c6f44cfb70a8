import { type Interval, union } from '@/lib/oee/intervals'
import type { LineInput, LineOee } from '@/lib/oee/oee'

export type SixLoss = 'breakdown' | 'setup' | 'minor-stops' | 'reduced-speed' | 'startup-rejects' | 'process-rejects'

export interface SixLossRow {
  loss: SixLoss
  name: string
  /** Of planned busy time. Reduced speed is negative where the line was faster than its ideal rate. */
  minutes: number
  /** Rejected; only of the two losses of quality. */
  pieces: number | null
  /** Of planned busy time, 0..1; null when there is none. */
  shareRatio: number | null
}

export const sixLossNames: Record<SixLoss, string> = {
  breakdown: 'Breakdowns',
  setup: 'Setup and adjustment',
  'minor-stops': 'Idling and minor stops',
  'reduced-speed': 'Reduced speed',
  'startup-rejects': 'Start-up rejects',
  'process-rejects': 'Process rejects',
}

export const usualStartupMinutes = 15

/**
 * What was rejected in the first minutes after a changeover or after the start of a run, as ideal minutes and pieces.
 * Where two overlap, once. A run that goes on with the product of the one before is no start.
 */
export function startupRejects(input: LineInput, startupMinutes = usualStartupMinutes): { minutes: number; pieces: number } {
  const spans = union(startsOf(input).map((start) => ({ from: start, to: start + startupMinutes * 60_000 })))
  const rates = new Map(input.runs.map(({ id, idealRatePerMinute }) => [id, idealRatePerMinute]))
  const [from, to] = [input.window.from.getTime(), Math.min(input.window.to.getTime(), input.now.getTime())]
  const sum = { minutes: 0, pieces: 0 }
  for (const { bucketAt, bucketSeconds, reject, runId } of input.counts) {
    const start = bucketAt.getTime()
    const end = Math.min(start + bucketSeconds * 1000, input.now.getTime())
    const rate = rates.get(runId)
    if (reject === 0 || end <= start || rate === undefined) continue
    const share = (reject * overlapOf(spans, Math.max(start, from), Math.min(end, to))) / (end - start)
    sum.pieces += share
    sum.minutes += share / rate
  }
  return sum
}

function startsOf({ stops, runs }: Pick<LineInput, 'stops' | 'runs'>): number[] {
  const changed = stops.filter(({ kind, endsAt }) => kind === 'changeover' && endsAt).map(({ endsAt }) => endsAt!.getTime())
  const key = (productId: string, at: Date) => `${at.getTime()} ${productId}`
  const goneOn = new Set(runs.filter(({ endsAt }) => endsAt).map(({ productId, endsAt }) => key(productId, endsAt!)))
  const begun = runs.filter(({ productId, startsAt }) => !goneOn.has(key(productId, startsAt))).map(({ startsAt }) => startsAt.getTime())
  return [...changed, ...begun]
}

/** Milliseconds of [from, to) in the set; the first span that can touch it is found by halving. */
function overlapOf(set: Interval[], from: number, to: number): number {
  let [low, high] = [0, set.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (set[middle]!.to <= from) low = middle + 1
    else high = middle
  }
  let sum = 0
  for (let i = low; i < set.length && set[i]!.from < to; i++) sum += Math.max(0, Math.min(to, set[i]!.to) - Math.max(from, set[i]!.from))
  return sum
}

/**
 * The six big losses (Nakajima 1988) of planned busy time. With the time of good pieces at ideal speed they add up to
 * it exactly. Starved and blocked stand under idling. `startup` is of `startupRejects`, added over the lines of a group.
 */
export function sixLosses(oee: LineOee, startup: { minutes: number; pieces: number }): SixLossRow[] {
  const { breakdown, changeover, minor, starved, blocked } = oee.lossMinutesByKind
  const row = (loss: SixLoss, minutes: number, pieces: number | null = null): SixLossRow => ({
    loss, name: sixLossNames[loss], minutes, pieces, shareRatio: oee.plannedBusyMinutes > 0 ? minutes / oee.plannedBusyMinutes : null,
  })
  return [
    row('breakdown', breakdown),
    row('setup', changeover),
    row('minor-stops', minor + starved + blocked),
    row('reduced-speed', oee.performanceLossMinutes),
    row('startup-rejects', startup.minutes, startup.pieces),
    row('process-rejects', oee.qualityLossMinutes - startup.minutes, oee.reject - startup.pieces),
  ]
}
