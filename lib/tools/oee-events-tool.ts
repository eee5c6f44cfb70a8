import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { elementsOf, kpisOf, type Kpi } from '@/lib/oee/kpis'
import { lossPareto, type LossRow } from '@/lib/oee/loss-pareto'
import { type LineInput, lineOee, type LineOee } from '@/lib/oee/oee'
import { checkShifts, type ShiftInstance, shiftsBetween } from '@/lib/oee/shift-calendar'
import { sixLosses, type SixLossRow, startupRejects, usualStartupMinutes } from '@/lib/oee/six-losses'
import type { StopKind } from '@/lib/oee/time-elements'

/** One line's events. Moments are ISO 8601 with offset; patterns are on the clock of `timeZone`. */
export interface OeeEventsRequest {
  window: { from: string; to: string }
  /** What is open counts to here; the window's end when not given. */
  now?: string
  timeZone?: string
  /** Either recurring shifts on the site's clock, or shifts as they were. */
  shiftPatterns?: { name: string; startLocal: string; endLocal: string; weekdays?: number[]; breaks?: { startLocal: string; endLocal: string }[] }[]
  shifts?: { name?: string; startsAt: string; endsAt: string; breaks?: { startsAt: string; endsAt: string }[] }[]
  stops: { id?: string; kind: StopKind; reason?: string; startsAt: string; endsAt?: string | null }[]
  runs: { id: string; product?: string; startsAt: string; endsAt?: string | null; idealRatePerMinute: number }[]
  counts: { runId: string; at: string; seconds: number; total: number; reject?: number; rework?: number }[]
  startupMinutes?: number
}

export interface OeeEventsAnswer {
  oee: LineOee
  losses: LossRow[]
  sixLosses: SixLossRow[]
  kpis: Kpi[]
}

/** The whole engine over events: shifts, stops that overlap or stay open, runs and counted pieces. Refuses with the row. */
export function oeeEventsTool(request: OeeEventsRequest): Checked<OeeEventsAnswer> {
  const input = inputOf(request)
  if (!input.ok) return input
  const made = lineOee(input.value)
  if (!made.ok) return made
  const { window } = input.value
  const kpis = kpisOf(elementsOf(made.value, { calendarMinutes: (window.to.getTime() - window.from.getTime()) / 60_000 }))
  if (!kpis.ok) return kpis
  const startup = startupRejects(input.value, request.startupMinutes ?? usualStartupMinutes)
  return figure({ oee: made.value, losses: lossPareto(input.value), sixLosses: sixLosses(made.value, startup), kpis: kpis.value })
}

function inputOf(request: OeeEventsRequest): Checked<LineInput> {
  const window = { from: new Date(request.window.from), to: new Date(request.window.to) }
  if (!(window.to > window.from)) return refuse('window', 'The window ends before it starts.', 'window')
  const shifts = shiftsOf(request, window)
  if (!shifts.ok) return shifts
  return figure({
    window,
    now: request.now ? new Date(request.now) : window.to,
    shifts: shifts.value,
    stops: request.stops.map((stop, i) => ({ id: stop.id ?? String(i + 1), kind: stop.kind, reasonCode: stop.reason ?? stop.kind, startsAt: new Date(stop.startsAt), endsAt: stop.endsAt ? new Date(stop.endsAt) : null })),
    runs: request.runs.map((run) => ({ id: run.id, productId: run.product ?? run.id, startsAt: new Date(run.startsAt), endsAt: run.endsAt ? new Date(run.endsAt) : null, idealRatePerMinute: run.idealRatePerMinute })),
    counts: request.counts.map((count) => ({ bucketAt: new Date(count.at), bucketSeconds: count.seconds, runId: count.runId, productId: count.runId, total: count.total, reject: count.reject ?? 0, rework: count.rework ?? 0 })),
  })
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]

function shiftsOf({ shiftPatterns, shifts, timeZone = 'UTC' }: OeeEventsRequest, window: LineInput['window']): Checked<ShiftInstance[]> {
  if (shifts && shiftPatterns) return refuse('shifts', 'Send shifts or shiftPatterns, not both.', 'shifts')
  if (!shifts && !shiftPatterns) return refuse('shifts', 'Send the shifts of the window, or shiftPatterns with the timeZone.', 'shifts')
  if (shiftPatterns) {
    const patterns = shiftPatterns.map((pattern, i) => ({ id: String(i), weekdays: everyDay, ...pattern, breaks: (pattern.breaks ?? []).map((one) => ({ name: 'Break', ...one })) }))
    try {
      return figure(shiftsBetween(patterns, timeZone, window.from, window.to))
    } catch (error) {
      return refuse('shifts', error instanceof RangeError ? `There is no time zone ${timeZone}.` : (error as Error).message, 'shiftPatterns')
    }
  }
  const made = shifts!.map(({ name, startsAt, endsAt, breaks = [] }, i) => ({
    patternId: String(i), name: name ?? `Shift ${i + 1}`, startsAt: new Date(startsAt), endsAt: new Date(endsAt), localDate: startsAt.slice(0, 10),
    breaks: breaks.map((one) => ({ name: 'Break', startsAt: new Date(one.startsAt), endsAt: new Date(one.endsAt) })),
  }))
  const back = made.findIndex(({ startsAt, endsAt }) => !(endsAt > startsAt))
  if (back >= 0) return refuse('shifts', `Shift ${back + 1} ends before it starts.`, back + 1)
  return checkShifts(made.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()))
}
