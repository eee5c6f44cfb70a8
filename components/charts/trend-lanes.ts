import { roundScale, type ScaleView } from '@/components/charts/scale'
import { rangeOf, type TrendSeriesView } from '@/components/charts/trend-runs'

/** Signals of one unit share a lane with one axis; unlike quantities never do. Pure. */
export type LaneSignal = { id: string; unit: string; lowLimit: number | null; highLimit: number | null }
export type SeriesColour = 1 | 2 | 3 | 4 | 5
export type LaneView<S extends LaneSignal> = { key: string; unit: string; signals: { signal: S; colour: SeriesColour }[] }

/** More in one lane cannot be told apart. */
const mostInLane = 5

/** Lanes in the order of the signals. `mode` unit: one lane for each unit; signal: one for each signal. */
export function lanesOf<S extends LaneSignal>(signals: S[], mode: 'unit' | 'signal'): LaneView<S>[] {
  const lanes: LaneView<S>[] = []
  for (const [i, signal] of signals.entries()) {
    let lane = mode === 'unit' ? lanes.find(({ unit, signals: own }) => unit === signal.unit && own.length < mostInLane) : undefined
    if (!lane) lanes.push((lane = { key: signal.id, unit: signal.unit, signals: [] }))
    // A colour of its own among all signals as long as there are five, and in its lane always.
    const wished = [0, 1, 2, 3, 4].map((step) => (((i + step) % mostInLane) + 1) as SeriesColour)
    const free = wished.find((colour) => !lane.signals.some((one) => one.colour === colour))!
    lane.signals.push({ signal, colour: free })
  }
  return lanes
}

export type LimitView = { id: string; value: number; kind: 'low' | 'high' }

/** A limit further from the data than this many times their span would flatten them: it is said and not drawn. */
const farSpans = 2

/** The lane's axis over what is in sight, without a number while nothing is, and which limits lie on it. */
export function laneScale(series: TrendSeriesView[], limits: LimitView[], from: number, to: number): { scale: ScaleView; near: LimitView[]; far: LimitView[] } {
  const ranges = series.map((one) => rangeOf(one, from, to)).filter((range) => range !== null)
  if (ranges.length === 0 && limits.length === 0) return { scale: { min: 0, max: 1, ticks: [] }, near: [], far: [] }
  const values = ranges.length > 0 ? ranges.flat() : limits.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const reach = farSpans * (high - low || Math.abs(high) * 0.1 || 1)
  const isNear = ({ value }: LimitView) => value >= low - reach && value <= high + reach
  const near = limits.filter(isNear)
  const all = [low, high, ...near.map(({ value }) => value)]
  const flat = Math.min(...all) === Math.max(...all)
  const pad = flat ? Math.abs(all[0]!) * 0.01 || 0.5 : 0
  return { scale: roundScale(Math.min(...all) - pad, Math.max(...all) + pad), near, far: limits.filter((limit) => !isNear(limit)) }
}

/** Labels at the line's end in the order of their places, none nearer to the next than `apart`, all within the lane. */
export function spreadLabels(places: number[], apart: number, top: number, bottom: number): number[] {
  const order = places.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y)
  const spread = [...places]
  let next = top
  order.forEach(({ y, i }) => {
    spread[i] = Math.max(y, next)
    next = spread[i]! + apart
  })
  let most = bottom
  for (const { i } of order.toReversed()) {
    spread[i] = Math.min(spread[i]!, most)
    most = spread[i]! - apart
  }
  return spread
}

export type MarkView = { x: number; priority: number }

/** Marks that would cover each other become one: the highest priority, with how many it stands for. */
export function joinMarks<M extends MarkView>(marks: M[], apart: number): { mark: M; count: number }[] {
  const joined: { mark: M; count: number; x: number }[] = []
  for (const mark of marks.toSorted((a, b) => a.x - b.x)) {
    const last = joined.at(-1)
    if (!last || mark.x - last.x >= apart) joined.push({ mark, count: 1, x: mark.x })
    else {
      last.count++
      if (mark.priority < last.mark.priority) last.mark = mark
    }
  }
  return joined.map(({ mark, count }) => ({ mark, count }))
}
