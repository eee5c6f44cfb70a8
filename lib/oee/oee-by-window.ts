import { type Checked, figure } from '@/lib/figures/refusal'
import { flatIntersect, flatMerge, type FlatSet, flatSubtract, flatUnion, minutesIn } from '@/lib/oee/flat-intervals'
import { figuresOf, findEventFault, isSane, type LineInput, type LineOee, type Notice, refuseCount } from '@/lib/oee/oee'
import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { type LossKind, lossPriority, type StopKind, type Window } from '@/lib/oee/time-elements'

/**
 * `lineOee` of many windows in one sweep over the events: production days of years. Windows ascend and do not overlap.
 * Linear in events and windows; the same figures to the last bit of a minute's sum.
 */
export function oeeByWindow(input: Omit<LineInput, 'window'>, windows: Window[]): Checked<LineOee[]> {
  const fault = findEventFault(input)
  if (fault) return fault
  const flat = Float64Array.from(windows.flatMap(({ from, to }) => [from.getTime(), to.getTime()]))
  const columns = columnsOf(input.stops)
  const times = timesIn(input, columns, flat)
  const made = piecesIn(input, flat)
  if (!made.ok) return made
  const pieces = made.value
  const stops = stopsIn(columns, input.now.getTime(), flat)
  return figure(
    windows.map((_, w) => {
      const { breakdown, changeover, blocked, starved, minor } = times.losses
      const losses = { breakdown: breakdown[w]!, changeover: changeover[w]!, blocked: blocked[w]!, starved: starved[w]!, minor: minor[w]! }
      const { notices, idealMinutes, idealGoodMinutes, total, reject, rework } = pieces[w]!
      return figuresOf(
        {
          elapsedMinutes: times.elapsed[w]!,
          plannedStopMinutes: times.planned[w]!,
          plannedBusyMinutes: times.busy[w]!,
          lossMinutesByKind: losses,
          downMinutes: losses.breakdown + losses.changeover + losses.blocked + losses.starved + losses.minor,
          producingMinutes: times.producing[w]!,
          stops: stops.all[w]!,
          openStops: stops.open[w]!,
          idealMinutes,
          idealGoodMinutes,
          total,
          reject,
          rework,
        },
        notices,
      )
    }),
  )
}

/** The time elements of `timeSets`, over everything at once and then cut at the windows. */
function timesIn({ now, shifts }: Omit<LineInput, 'window'>, stops: StopColumns, windows: FlatSet) {
  const past = Float64Array.of(-8.64e15, now.getTime())
  const calendar = calendarOf(shifts)
  const elapsed = flatIntersect(flatIntersect(calendar.shifts, past), windows)
  const [off, ...down] = byKind(stops, now.getTime())
  const planned = flatIntersect(flatMerge(calendar.breaks, off!), elapsed)
  const busy = flatSubtract(elapsed, planned)
  const losses = {} as Record<LossKind, Float64Array>
  let producing = busy
  for (const [i, kind] of lossPriority.entries()) {
    const own = flatIntersect(down[i]!, producing)
    losses[kind] = minutesIn(own, windows)
    producing = flatSubtract(producing, own)
  }
  return { elapsed: minutesIn(elapsed, windows), planned: minutesIn(planned, windows), busy: minutesIn(busy, windows), losses, producing: minutesIn(producing, windows) }
}

const calendars = new WeakMap<ShiftInstance[], { shifts: FlatSet; breaks: FlatSet }>()

/** The lines of a site share their shifts. */
function calendarOf(shifts: ShiftInstance[]) {
  const known = calendars.get(shifts)
  if (known) return known
  const pairs = (spans: { startsAt: Date; endsAt: Date }[]) => flatUnion(Float64Array.from(spans.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()])))
  const made = { shifts: pairs(shifts), breaks: pairs(shifts.flatMap((shift) => shift.breaks)) }
  calendars.set(shifts, made)
  return made
}

const kinds: StopKind[] = ['planned', ...lossPriority]

/** Stops as columns: read once, swept often. */
interface StopColumns {
  kind: Uint8Array
  from: Float64Array
  /** Infinity while it is open. */
  to: Float64Array
}

function columnsOf(stops: LineInput['stops']): StopColumns {
  const columns = { kind: new Uint8Array(stops.length), from: new Float64Array(stops.length), to: new Float64Array(stops.length) }
  for (let i = 0; i < stops.length; i++) {
    const { kind, startsAt, endsAt } = stops[i]!
    columns.kind[i] = kinds.indexOf(kind)
    columns.from[i] = startsAt.getTime()
    columns.to[i] = endsAt ? endsAt.getTime() : Infinity
  }
  return columns
}

/** In the order of `kinds`. */
function byKind({ kind, from, to }: StopColumns, now: number): FlatSet[] {
  const lengths = new Uint32Array(kinds.length)
  for (let i = 0; i < kind.length; i++) lengths[kind[i]!]! += 2
  const pairs = [...lengths].map((length) => new Float64Array(length))
  lengths.fill(0)
  for (let i = 0; i < kind.length; i++) {
    const k = kind[i]!
    const at = lengths[k]!
    pairs[k]![at] = from[i]!
    pairs[k]![at + 1] = Math.min(now, to[i]!)
    lengths[k] = at + 2
  }
  return pairs.map(flatUnion)
}

/** How many stops that are not planned touch each window, and how many of them last. */
function stopsIn({ kind, from, to }: StopColumns, now: number, windows: FlatSet) {
  const all = new Uint32Array(windows.length / 2)
  const open = new Uint32Array(windows.length / 2)
  let first = 0
  for (let i = 0, before = -Infinity; i < kind.length; i++) {
    const start = from[i]!
    if (kind[i] === 0 || start > now) continue
    // Stops mostly ascend; one out of order is looked up from the beginning.
    if (start < before) first = 0
    before = start
    while (first < windows.length && windows[first + 1]! <= start) first += 2
    for (let w = first; w < windows.length && windows[w]! < to[i]!; w += 2) {
      all[w / 2]! += 1
      if (to[i]! > now) open[w / 2]! += 1
    }
  }
  return { all, open }
}

interface Pieces {
  idealMinutes: number
  idealGoodMinutes: number
  total: number
  reject: number
  rework: number
  notices: Notice[]
}

/** Pieces and their ideal time; of a bucket that a window cuts, the share of its time counts. */
function piecesIn({ counts, runs, now }: Omit<LineInput, 'window'>, windows: FlatSet): Checked<Pieces[]> {
  const sums = Array.from({ length: windows.length / 2 }, (): Pieces => ({ idealMinutes: 0, idealGoodMinutes: 0, total: 0, reject: 0, rework: 0, notices: [] }))
  const rates = new Map(runs.map((run) => [run.id, run.idealRatePerMinute]))
  const end = now.getTime()
  let first = 0
  let before = -Infinity
  let lastRun: string | undefined
  let rate: number | undefined
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!
    // Checked on the way: of years there are millions, and they are read once.
    if (!isSane(count)) return refuseCount(count, i)
    const { bucketAt, bucketSeconds, runId, total, reject, rework } = count
    const from = bucketAt.getTime()
    const to = Math.min(from + bucketSeconds * 1000, end)
    if (to <= from) continue
    if (from < before) first = 0
    before = from
    while (first < windows.length && windows[first + 1]! <= from) first += 2
    if (runId !== lastRun) [lastRun, rate] = [runId, rates.get(runId)]
    for (let w = first; w < windows.length && windows[w]! < to; w += 2) {
      const share = (Math.min(to, windows[w + 1]!) - Math.max(from, windows[w]!)) / (to - from)
      if (share <= 0) continue
      const sum = sums[w / 2]!
      sum.total += total * share
      sum.reject += reject * share
      sum.rework += rework * share
      if (rate === undefined) {
        sum.notices.push({ code: 'counts-without-run', message: `Pieces of run ${runId} have no ideal rate and are left out of performance and quality.` })
        continue
      }
      sum.idealMinutes += (total * share) / rate
      sum.idealGoodMinutes += ((total - reject) * share) / rate
    }
  }
  return figure(sums)
}
