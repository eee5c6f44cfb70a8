import { alarmEdge, alarmShapes } from '@/components/ui/alarm-glyph'
import { formatNumber } from '@/components/ui/format'
import type { ControlPanelView, ControlPlot, ControlPointView, PatternView } from '@/components/charts/control-chart-geometry'

export const percent = (ratio: number) => `${(ratio * 100).toFixed(3)}%`

/** One subgroup: a point, a ring (part of a pattern), the filled alarm shape with the rule above it (beyond a limit), a cross (excluded). */
export function PointMark({ point, plot }: { point: ControlPointView; plot: ControlPlot }) {
  const { mark, excludedBecause } = point
  const at = { cx: percent(plot.x(point.index)), cy: plot.y(point.value) }
  if (excludedBecause !== undefined) {
    return (
      <svg x={at.cx} y={at.cy} overflow="visible">
        <title>{`Subgroup ${point.index}, excluded: ${excludedBecause}`}</title>
        <path d="M-4 -4L4 4M4 -4L-4 4" stroke="var(--ink-2)" strokeWidth="1.6" />
      </svg>
    )
  }
  const colour = mark?.priority ? alarmEdge(mark.priority) : 'var(--ink)'
  if (mark?.kind === 'pattern') return <circle {...at} r="4.6" fill="var(--surface)" stroke={colour} strokeWidth="2" />
  if (mark?.kind === 'beyond') {
    return (
      <svg x={at.cx} y={at.cy} overflow="visible">
        {mark.priority ? (
          <path d={alarmShapes[mark.priority]} transform="translate(-8 -9)" fill={`var(--alarm-${mark.priority})`} stroke="var(--surface)" />
        ) : (
          <circle r="5" fill={colour} stroke="var(--surface)" />
        )}
        <text y="-14" textAnchor="middle" fontSize="12" fontWeight="650" fill={colour}>
          {mark.rules.join(', ')}
        </text>
      </svg>
    )
  }
  return <circle {...at} r="2.9" fill="var(--s1)" />
}

/** Upper, centre and lower limit, each with its value at the right. */
export function LimitLines({ panel, plot }: { panel: ControlPanelView; plot: ControlPlot }) {
  const { limits, digits } = panel
  if (!limits) return null
  return ([['UCL', limits.upper], ['CL', limits.centre], ['LCL', limits.lower]] as const).map(([name, value]) => {
    const y = plot.y(value)
    return (
      <g key={name}>
        <line x1="0" x2="100%" y1={y} y2={y} stroke="var(--ink)" strokeWidth={name === 'CL' ? 1 : 1.3} strokeDasharray={name === 'CL' ? '7 3' : undefined} />
        <svg x="100%" y={y} overflow="visible">
          <text x="8" y="4" className="chart-label">
            <tspan fontWeight="600">{name}</tspan> {formatNumber(value, value === 0 ? 0 : digits)}
          </text>
        </svg>
      </g>
    )
  })
}

/** A bracket under (or over) a run of points that names the rule in words. */
export function PatternBracket({ pattern, panel, plot }: { pattern: PatternView; panel: ControlPanelView; plot: ControlPlot }) {
  const { fromIndex, toIndex, rule, words, priority } = pattern
  const [from, to] = [plot.x(fromIndex), plot.x(toIndex)]
  const inRun = panel.points.filter(({ index }) => index >= fromIndex && index <= toIndex)
  const isAbove = panel.limits !== null && inRun.filter(({ value }) => value > (panel.limits?.centre ?? 0)).length * 2 >= inRun.length
  const y = panel.limits ? plot.y(isAbove ? panel.limits.lower : panel.limits.upper) + (isAbove ? 12 : -12) : plot.y(plot.scale.min)
  const tip = isAbove ? -7 : 7
  const centre = (from + to) / 2
  const anchor = centre > 0.72 ? 'end' : centre < 0.28 ? 'start' : 'middle'
  const stroke = priority ? alarmEdge(priority) : 'var(--ink)'
  const line = { stroke, strokeWidth: 1.5 }
  return (
    <g>
      <line x1={percent(from)} x2={percent(to)} y1={y} y2={y} {...line} />
      <line x1={percent(from)} x2={percent(from)} y1={y} y2={y + tip} {...line} />
      <line x1={percent(to)} x2={percent(to)} y1={y} y2={y + tip} {...line} />
      <text x={percent(anchor === 'end' ? to : anchor === 'start' ? from : centre)} y={isAbove ? y + 16 : y - 8} textAnchor={anchor} fontSize="12" fill="var(--ink)" className="chart-halo control-words">
        <tspan fontWeight="600">Rule {rule}:</tspan> {words}
      </text>
    </g>
  )
}
