import { type Interval, intersect, subtract, union } from '@/lib/oee/intervals'
import type { ProductionRun } from '@/lib/oee/oee'
import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { type StopEvent, type StopKind, stopInterval } from '@/lib/oee/time-elements'

export type LineState = 'running' | 'idle' | 'down' | 'planned' | 'no-data'

export interface StateSegment {
  state: LineState
  startsAt: Date
  endsAt: Date
  stopId?: string
  reasonCode?: string
  kind?: StopKind
}

interface StateInput {
  from: Date
  to: Date
  now: Date
  shifts: ShiftInstance[]
  stops: StopEvent[]
  runs: Pick<ProductionRun, 'startsAt' | 'endsAt'>[]
}

const stateOf: Record<StopKind, LineState> = {
  planned: 'planned',
  breakdown: 'down',
  changeover: 'idle',
  blocked: 'idle',
  starved: 'idle',
  minor: 'idle',
}
/** Of what overlaps, the first of these is drawn; planned time hides a loss, as it does in the figures. */
const order: StopKind[] = ['planned', 'breakdown', 'changeover', 'blocked', 'starved', 'minor']

/** The line's state over time, without gaps, up to now: what the time-state ribbon draws. */
export function stateSegments({ from, to, now, shifts, stops, runs }: StateInput): StateSegment[] {
  const span = (a: Date, b: Date): Interval => ({ from: a.getTime(), to: b.getTime() })
  let open = union([span(from, to < now ? to : now)])
  const segments: StateSegment[] = []
  const take = (set: Interval[], facts: Omit<StateSegment, 'startsAt' | 'endsAt'>) => {
    for (const part of intersect(set, open)) segments.push({ ...facts, startsAt: new Date(part.from), endsAt: new Date(part.to) })
    open = subtract(open, set)
  }
  take(union(shifts.flatMap((shift) => shift.breaks.map((pause) => span(pause.startsAt, pause.endsAt)))), { state: 'planned' })
  const ranked = [...stops].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  for (const stop of ranked) {
    take(union([stopInterval(stop, now)]), { state: stateOf[stop.kind], stopId: stop.id, reasonCode: stop.reasonCode, kind: stop.kind })
  }
  const inShift = union(shifts.map((shift) => span(shift.startsAt, shift.endsAt)))
  take(subtract(open, inShift), { state: 'planned' })
  take(union(runs.map((run) => span(run.startsAt, run.endsAt ?? now))), { state: 'running' })
  take(open, { state: 'no-data' })
  return joined(segments.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()))
}

/** Neighbours that say the same are one. */
function joined(segments: StateSegment[]): StateSegment[] {
  const result: StateSegment[] = []
  for (const next of segments) {
    const last = result.at(-1)
    if (last && last.state === next.state && last.stopId === next.stopId && last.endsAt.getTime() === next.startsAt.getTime()) last.endsAt = next.endsAt
    else result.push({ ...next })
  }
  return result
}
