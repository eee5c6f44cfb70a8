import { formatNumber } from '@/components/ui/format'
import { minuteScale, type ScaleView } from '@/components/charts/scale'

/** Minutes of a period on their way from elapsed to good at ideal rate (ISO 22400-2 time elements). Ratios are given, not made here. */
export type LossWaterfallView = {
  elapsedMinutes: number
  plannedStopMinutes: number
  availabilityLosses: { label: string; minutes: number }[]
  /** Below zero when it ran faster than the ideal rate says. */
  slowMinutes: number
  rejectMinutes: number
  availabilityRatio: number | null
  performanceRatio: number | null
  qualityRatio: number | null
  /** Default "Elapsed". */
  elapsedLabel?: string
}

export type WaterfallBar = {
  key: string
  label: string
  kind: 'total' | 'planned' | 'loss' | 'gain' | 'result'
  /** Upper and lower end in minutes. */
  topMinutes: number
  bottomMinutes: number
  value: string
}

/** A span of bars, by index, that one factor takes away. */
export type WaterfallBracket = { first: number; last: number; label: string }

export type WaterfallGeometry = {
  bars: WaterfallBar[]
  scale: ScaleView
  brackets: WaterfallBracket[]
  /** In minutes: where the second axis has 100 %. Zero: no second axis. */
  plannedBusyMinutes: number
}

const total = (key: string, label: string, minutes: number, kind: 'total' | 'result' = 'total', digits = 0): WaterfallBar => ({
  key,
  label,
  kind,
  topMinutes: Math.max(0, minutes),
  bottomMinutes: 0,
  value: formatNumber(minutes, digits),
})

/** What is taken from `level`; a negative loss is a gain and stands above it. */
function drop(key: string, label: string, level: number, minutes: number, kind: 'planned' | 'loss', digits = 0): WaterfallBar {
  const value = minutes < 0 ? `+${formatNumber(-minutes, digits)}` : formatNumber(-minutes, digits)
  return {
    key,
    label,
    kind: minutes < 0 ? 'gain' : kind,
    topMinutes: Math.max(level, level - minutes),
    bottomMinutes: Math.min(level, level - minutes),
    value,
  }
}

function lossBars(losses: LossWaterfallView['availabilityLosses'], level: number): WaterfallBar[] {
  const bars: WaterfallBar[] = []
  let left = level
  losses.forEach(({ label, minutes }, index) => {
    bars.push(drop(`loss-${index}`, label, left, minutes, 'loss'))
    left -= minutes
  })
  return bars
}

const bracket = (first: number, last: number, name: string, ratio: number | null): WaterfallBracket[] =>
  ratio === null || last < first ? [] : [{ first, last, label: `${name} ${formatNumber(ratio * 100, 1)}\u202F%` }]

export function waterfallGeometry(view: LossWaterfallView): WaterfallGeometry {
  const { elapsedMinutes, plannedStopMinutes, availabilityLosses, slowMinutes, rejectMinutes } = view
  const busy = elapsedMinutes - plannedStopMinutes
  const producing = busy - availabilityLosses.reduce((sum, { minutes }) => sum + minutes, 0)
  const bars = [
    total('elapsed', view.elapsedLabel ?? 'Elapsed', elapsedMinutes),
    drop('planned', 'Planned stops', elapsedMinutes, plannedStopMinutes, 'planned'),
    total('busy', 'Planned busy', busy),
    ...lossBars(availabilityLosses, busy),
    total('producing', 'Producing', producing),
    drop('slow', slowMinutes < 0 ? 'Fast running' : 'Slow running', producing, slowMinutes, 'loss', 1),
    drop('rejects', 'Rejects', producing - slowMinutes, rejectMinutes, 'loss', 1),
    total('good', 'Good, at ideal rate', producing - slowMinutes - rejectMinutes, 'result', 1),
  ]
  const lastLoss = 2 + availabilityLosses.length
  return {
    bars,
    scale: minuteScale(Math.max(...bars.map(({ topMinutes }) => topMinutes))),
    brackets: [
      ...bracket(3, lastLoss, availabilityLosses.length > 1 ? 'Availability' : 'A', view.availabilityRatio),
      ...bracket(lastLoss + 2, lastLoss + 2, 'P', view.performanceRatio),
      ...bracket(lastLoss + 3, lastLoss + 3, 'Q', view.qualityRatio),
    ],
    plannedBusyMinutes: Math.max(0, busy),
  }
}

/** Two lines at most, broken where they come out most even. */
export function twoLines(label: string): string[] {
  const words = label.split(' ')
  if (words.length < 2) return [label]
  const cuts = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')])
  return cuts.reduce((best, lines) => (Math.max(...lines.map((l) => l.length)) < Math.max(...best.map((l) => l.length)) ? lines : best))
}
