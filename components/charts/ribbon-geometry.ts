import type { StateView } from '@/components/ui/state-glyph'
import { toMs, type Instant } from '@/components/charts/time-axis'

export type TimeSegmentView = {
  state: StateView
  startsAt: Instant
  endsAt: Instant
  /** What stopped it, in words. */
  label?: string
  /** Where Enter leads. */
  href?: string
}

type Box = { x: number; y: number; width: number; height: number }

export type RibbonGeometry = {
  /** Water: running, idle, planned. x and width in thousandths of the ribbon, y and height in px. */
  fills: Box[]
  /** Solid bars over the whole depth. */
  downs: Box[]
  /** The water's surface. Broken where it is down and where nothing is known. */
  surface: string
  /** Where the future begins, in thousandths. */
  nowX: number
  floor: number
  stops: StopLabel[]
}

export type StopLabel = { /** 0..1 */ ratio: number; minutes: number }

const WIDTH = 1000
/** Room above the surface, so that its line is never cut. */
const TOP = 4
const depths: Partial<Record<StateView, number>> = { running: 1, idle: 0.5, planned: 0.1 }

type Drawn = { state: StateView; x1: number; x2: number; minutes: number }

/** Segments cut to the window and to now, in order; what lies outside is left out. */
function cut(segments: TimeSegmentView[], from: number, to: number, now: number): Drawn[] {
  const end = Math.min(to, now)
  const scale = WIDTH / (to - from)
  return segments
    .map(({ state, startsAt, endsAt }) => ({ state, start: toMs(startsAt), stop: toMs(endsAt) }))
    .filter(({ start, stop }) => stop > from && start < end && stop > start)
    .sort((a, b) => a.start - b.start)
    .map(({ state, start, stop }) => ({
      state,
      x1: (Math.max(start, from) - from) * scale,
      x2: (Math.min(stop, end) - from) * scale,
      minutes: (Math.min(stop, now) - start) / 60_000,
    }))
}

function surfaceOf(drawn: Drawn[], levelY: (state: StateView) => number): string {
  const steps: string[] = []
  let penX = Number.NaN
  for (const { state, x1, x2 } of drawn) {
    if (depths[state] === undefined) continue
    const y = levelY(state).toFixed(1)
    // Half a thousandth of a gap is rounding, more is a break in what is known.
    steps.push(`${Math.abs(x1 - penX) < 0.5 ? 'L' : 'M'}${x1.toFixed(2)} ${y}L${x2.toFixed(2)} ${y}`)
    penX = x2
  }
  return steps.join('')
}

/** Stops of `leastMinutes` and longer, the longer first, as long as none comes nearer than `gap` (0..1) to one that stands. */
function labelStops(drawn: Drawn[], leastMinutes: number, gap: number): StopLabel[] {
  const kept: StopLabel[] = []
  const stops = drawn
    .filter(({ state, minutes }) => (state === 'down' || state === 'idle') && minutes >= leastMinutes)
    .map(({ x1, x2, minutes }) => ({ ratio: (x1 + x2) / 2 / WIDTH, minutes: Math.round(minutes) }))
    .sort((a, b) => b.minutes - a.minutes)
  for (const stop of stops) if (kept.every(({ ratio }) => Math.abs(ratio - stop.ratio) >= gap)) kept.push(stop)
  return kept.sort((a, b) => a.ratio - b.ratio)
}

type Input = {
  segments: TimeSegmentView[]
  from: Instant
  to: Instant
  now?: Instant
  height: number
  leastLabelMinutes?: number
  labelGap?: number
}

/** The race seen from the side: full is running, half idle, near empty a planned stop, a bar is down, nothing is unknown. */
export function ribbonGeometry({ segments, from, to, now, height, leastLabelMinutes = 7, labelGap = 0.03 }: Input): RibbonGeometry {
  const start = toMs(from)
  const end = toMs(to)
  const present = Math.min(end, Math.max(start, now === undefined ? end : toMs(now)))
  const floor = height - 1
  const depth = floor - TOP
  const levelY = (state: StateView) => floor - (depths[state] ?? 0) * depth
  const drawn = end > start ? cut(segments, start, end, present) : []
  const box = ({ state, x1, x2 }: Drawn): Box => {
    const y = state === 'down' ? TOP : levelY(state)
    return { x: x1, y, width: x2 - x1, height: floor - y }
  }
  return {
    fills: drawn.filter(({ state }) => depths[state] !== undefined).map(box),
    downs: drawn.filter(({ state }) => state === 'down').map(box),
    surface: surfaceOf(drawn, levelY),
    nowX: end > start ? ((present - start) / (end - start)) * WIDTH : 0,
    floor,
    stops: labelStops(drawn, leastLabelMinutes, labelGap),
  }
}
