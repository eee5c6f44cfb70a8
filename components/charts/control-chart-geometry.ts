import type { AlarmPriorityView } from '@/components/ui/alarm-glyph'
import { ticksInside, type ScaleView } from '@/components/charts/scale'

/** What a rule says about a point. Without a priority the rule raises no alarm and marks in ink. */
export type RuleMarkView = { kind: 'beyond' | 'pattern'; rules: number[]; priority?: AlarmPriorityView }

export type ControlPointView = {
  /** Number of the subgroup; both panels share it. */
  index: number
  clock: string
  value: number
  /** Taken out of the limits; drawn as a cross. */
  excludedBecause?: string
  mark?: RuleMarkView
}

/** A run of subgroups that a rule speaks about, in words: "17 points in a row above the centre line, since 06:32". */
export type PatternView = { fromIndex: number; toIndex: number; rule: number; words: string; priority?: AlarmPriorityView }

export type ControlPanelView = {
  name: string
  unit: string
  digits: number
  /** Null: too few points, or not frozen; `limitsNote` says which. */
  limits: { upper: number; centre: number; lower: number } | null
  limitsNote?: string
  /** Limits that differ from point to point, as with unequal sample sizes; drawn as steps. */
  ownLimits?: { index: number; lower: number; upper: number }[]
  showsZones?: boolean
  points: ControlPointView[]
  patterns?: PatternView[]
}

export type ControlPlot = {
  /** 0..1 along the shared index axis. */
  x: (index: number) => number
  /** px from the top */
  y: (value: number) => number
  scale: ScaleView
  /** Zones A and B on both sides, as bands in px; C stays empty. */
  zones: { name: 'A' | 'B' | 'C'; top: number; height: number }[]
  /** `x,y` in thousandths and px; excluded points stand beside the line. */
  line: string
  /** The same for limits of their own. */
  steps: { upper: string; lower: string } | null
}

const EDGE = 0.015

export const indexPlace = (first: number, last: number) => (index: number) => EDGE + (last > first ? (index - first) / (last - first) : 0.5) * (1 - 2 * EDGE)

/** Six bands of one sigma between the limits: A, B, C, C, B, A (Nelson 1984; Western Electric 1956). */
function zonesOf({ upper, lower }: { upper: number; lower: number }, y: (value: number) => number): ControlPlot['zones'] {
  const sigma = (upper - lower) / 6
  return (['A', 'B', 'C', 'C', 'B', 'A'] as const).map((name, index) => {
    const top = y(upper - index * sigma)
    return { name, top, height: y(upper - (index + 1) * sigma) - top }
  })
}

export function controlPlot(panel: ControlPanelView, box: { top: number; bottom: number; fromZero?: boolean; lines?: number }): ControlPlot {
  const { points, limits } = panel
  const values = [...points.map(({ value }) => value), ...(limits ? [limits.upper, limits.lower] : []), ...(panel.ownLimits ?? []).flatMap(({ lower, upper }) => [lower, upper])]
  const low = values.length ? Math.min(...values) : 0
  const high = values.length ? Math.max(...values) : 1
  // A bracket and its words stand outside the limits.
  const margin = (high - low) * (panel.patterns?.length ? 0.17 : 0.08)
  const min = box.fromZero ? Math.min(0, low) : low - (margin || 1)
  const max = high + (margin || 1)
  const scale: ScaleView = { min, max, ticks: ticksInside(min, max, box.lines ?? 5) }
  // Hundredths of a px: the last bits of a limit differ between server and browser, and the page must not.
  const y = (value: number) => Math.round((box.bottom - ((value - scale.min) / (scale.max - scale.min)) * (box.bottom - box.top)) * 100) / 100
  const x = indexPlace(points[0]?.index ?? 1, points.at(-1)?.index ?? 1)
  return {
    x,
    y,
    scale,
    zones: limits && panel.showsZones ? zonesOf(limits, y) : [],
    line: points
      .filter(({ excludedBecause }) => excludedBecause === undefined)
      .map(({ index, value }) => `${(x(index) * 1000).toFixed(1)},${y(value).toFixed(1)}`)
      .join(' '),
    steps: panel.ownLimits && panel.ownLimits.length > 0 ? { upper: stepLine(panel.ownLimits, x, ({ upper }) => y(upper)), lower: stepLine(panel.ownLimits, x, ({ lower }) => y(lower)) } : null,
  }
}

/** Level over each point, from half way before it to half way behind it. */
function stepLine<T extends { index: number }>(points: T[], x: (index: number) => number, y: (point: T) => number): string {
  return points.flatMap((point) => [point.index - 0.5, point.index + 0.5].map((at) => `${(Math.min(1, Math.max(0, x(at))) * 1000).toFixed(1)},${y(point).toFixed(1)}`)).join(' ')
}

/** Every `each`-th subgroup and the last, unless the last stands too near to the one before. */
export function indexTicks(points: ControlPointView[], each = 5): ControlPointView[] {
  const last = points.at(-1)
  const ticks = points.filter(({ index }) => index % each === 0)
  return last && last.index - (ticks.at(-1)?.index ?? -Infinity) >= each * 0.6 && !ticks.includes(last) ? [...ticks, last] : ticks
}
