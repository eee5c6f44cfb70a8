import { roundScale, type ScaleView } from '@/components/charts/scale'

/** One bucket of a roll-up; `at` in ms. */
export type TrendPointView = { at: number; mean: number; min: number; max: number }
/** Nothing is known between the two, in ms, and why. */
export type TrendGapView = { from: number; to: number; reason: string }

export type TrendView = {
  unit: string
  digits: number
  points: TrendPointView[]
  gaps: TrendGapView[]
  /** ms */
  from: number
  to: number
  timeZone: string
  /** Which series colour; default 2. */
  series?: 1 | 2 | 3 | 4 | 5
  /** Limits or set points, named at the line's end. */
  references?: { value: number; name: string }[]
  fromZero?: boolean
}

export type TrendRow = { at: number; mean: number | null; band: [number, number] | null }

/** Rows for drawing: an empty row inside every gap, so that no line joins over it. */
export function trendRows({ points, gaps, from, to }: TrendView): TrendRow[] {
  const inGap = (at: number) => gaps.some((gap) => at > gap.from && at < gap.to)
  const known = points
    .filter(({ at }) => at >= from && at <= to && !inGap(at))
    .map(({ at, mean, min, max }): TrendRow => ({ at, mean, band: [min, max] }))
  const empty = gaps
    .filter((gap) => gap.to > from && gap.from < to)
    .map((gap): TrendRow => ({ at: Math.min(to, Math.max(from, (gap.from + gap.to) / 2)), mean: null, band: null }))
  return [...known, ...empty].sort((a, b) => a.at - b.at)
}

/** At most five grid lines over the band and every reference. */
export function trendScale({ points, references = [], fromZero = false }: TrendView): ScaleView {
  const values = [...points.flatMap(({ min, max }) => [min, max]), ...references.map(({ value }) => value)]
  if (values.length === 0) return { min: 0, max: 1, ticks: [0, 1] }
  return roundScale(Math.min(...values), Math.max(...values), { fromZero })
}
