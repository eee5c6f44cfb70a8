import { type Interval, intersect, subtract, union } from '@/lib/oee/intervals'
import type { ShiftInstance } from '@/lib/oee/shift-calendar'

/** `planned` takes time out of planned busy time; every other kind is an availability loss. */
export type StopKind = 'planned' | 'breakdown' | 'changeover' | 'blocked' | 'starved' | 'minor'
export type LossKind = Exclude<StopKind, 'planned'>

/** Of stops that overlap, the minute goes to the first of these. */
export const lossPriority: LossKind[] = ['breakdown', 'changeover', 'blocked', 'starved', 'minor']

export interface StopEvent {
  id: string
  kind: StopKind
  reasonCode: string
  startsAt: Date
  /** Null while it is open: it counts to now. */
  endsAt: Date | null
}

export interface Window {
  from: Date
  to: Date
}

/** Where the time of a window went, as sets of intervals; every millisecond is in one of them. */
export interface TimeSets {
  /** Shift time that has passed (ISO 22400-2: the reference time of a shift). */
  elapsed: Interval[]
  /** Breaks and planned stops within it, a break inside a stop included. */
  planned: Interval[]
  /** Elapsed less planned: planned busy time. */
  busy: Interval[]
  losses: Record<LossKind, Interval[]>
  /** Busy less losses: actual production time. */
  producing: Interval[]
}

const interval = (from: Date, to: Date): Interval => ({ from: from.getTime(), to: to.getTime() })

export const stopInterval = (stop: StopEvent, now: Date): Interval => interval(stop.startsAt, stop.endsAt && stop.endsAt < now ? stop.endsAt : now)

/** Splits a window into its time elements (ISO 22400-2, clause 7). Overlapping stops count once. */
export function timeSets({ window, now, shifts, stops }: { window: Window; now: Date; shifts: ShiftInstance[]; stops: StopEvent[] }): TimeSets {
  const past = union([interval(window.from, window.to < now ? window.to : now)])
  const elapsed = intersect(union(shifts.map((shift) => interval(shift.startsAt, shift.endsAt))), past)
  const breaks = shifts.flatMap((shift) => shift.breaks.map((pause) => interval(pause.startsAt, pause.endsAt)))
  const byKind = (kind: StopKind) => stops.filter((stop) => stop.kind === kind).map((stop) => stopInterval(stop, now))
  const planned = intersect(union([...breaks, ...byKind('planned')]), elapsed)
  const busy = subtract(elapsed, planned)
  const losses = {} as Record<LossKind, Interval[]>
  let producing = busy
  for (const kind of lossPriority) {
    losses[kind] = intersect(union(byKind(kind)), producing)
    producing = subtract(producing, losses[kind])
  }
  return { elapsed, planned, busy, losses, producing }
}

