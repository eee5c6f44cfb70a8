import { formatNumber } from '@/components/ui/format'
import { controlPlot, indexTicks, type ControlPanelView, type ControlPlot, type ControlPointView } from '@/components/charts/control-chart-geometry'
import { LimitLines, PatternBracket, percent, PointMark } from '@/components/charts/control-marks'
import { tickDigits } from '@/components/charts/scale'

export type ControlChartView = {
  location: ControlPanelView
  /** Range or standard deviation of the same subgroups; moving range in an I-MR chart. */
  spread: ControlPanelView
  /** Dotted and named, before the subgroup with this number. */
  phaseBoundary?: { beforeIndex: number; before: string; after: string }
}

const LOCATION = { top: 20, bottom: 308 }
const SPREAD = { top: 10, bottom: 116 }

function Zones({ plot }: { plot: ControlPlot }) {
  return plot.zones.map(({ name, top, height }, index) => (
    <g key={index}>
      {name !== 'C' && <rect x="0" y={top} width="100%" height={height} fill="var(--sunken)" opacity={name === 'A' ? 0.9 : 0.35} />}
      <text x="6" y={top + height / 2 + 4} className="chart-tick">
        {name}
      </text>
    </g>
  ))
}

function ValueAxis({ plot, unit, top, bottom }: { plot: ControlPlot; unit: string; top: number; bottom: number }) {
  const digits = tickDigits(plot.scale)
  return (
    <>
      <path d={`M0 ${top}V${bottom}`} className="chart-axis" />
      <text x="-8" y={top - 8} textAnchor="end" className="chart-tick">
        {unit}
      </text>
      {plot.scale.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M-4 ${plot.y(tick)}h4`} className="chart-axis" />
          <text x="-8" y={plot.y(tick) + 4} textAnchor="end" className="chart-tick">
            {formatNumber(tick, digits)}
          </text>
        </g>
      ))}
    </>
  )
}

function PhaseLine({ boundary, plot, height, isNamed }: { boundary: NonNullable<ControlChartView['phaseBoundary']>; plot: ControlPlot; height: number; isNamed: boolean }) {
  const x = percent((plot.x(boundary.beforeIndex - 1) + plot.x(boundary.beforeIndex)) / 2)
  return (
    <>
      <line x1={x} x2={x} y1={isNamed ? 4 : 0} y2={height} stroke="var(--ink-3)" strokeDasharray="2 3" />
      {isNamed && (
        <svg x={x} overflow="visible">
          <text x="-8" y="14" textAnchor="end" className="chart-label control-words">{boundary.before}</text>
          <text x="8" y="14" className="chart-label">{boundary.after}</text>
        </svg>
      )}
    </>
  )
}

type PanelProps = { panel: ControlPanelView; box: { top: number; bottom: number }; plot: ControlPlot; boundary?: ControlChartView['phaseBoundary']; label: string; isSpread?: boolean; ticks?: ControlPointView[] }

function ControlPanel({ panel, box, plot, boundary, label, isSpread = false, ticks = [] }: PanelProps) {
  const height = box.bottom + (ticks.length > 0 ? 34 : 10)
  return (
    <>
      <h3 className="control-name">
        {panel.name} <span>{panel.unit}</span>
        {!panel.limits && panel.limitsNote && <span>{panel.limitsNote}</span>}
      </h3>
      <svg className="control-plot" height={height} role="img" aria-label={label}>
        <Zones plot={plot} />
        <LimitLines panel={panel} plot={plot} />
        <ValueAxis plot={plot} unit={isSpread ? '' : panel.unit} {...box} />
        {boundary && <PhaseLine boundary={boundary} plot={plot} height={box.bottom} isNamed={!isSpread} />}
        {panel.patterns?.map((pattern) => <PatternBracket key={`${pattern.rule}-${pattern.fromIndex}`} pattern={pattern} panel={panel} plot={plot} />)}
        <svg width="100%" height={height} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none">
          {plot.steps && [plot.steps.upper, plot.steps.lower].map((steps) => <polyline key={steps} points={steps} fill="none" stroke="var(--ink)" strokeWidth="1.2" vectorEffect="non-scaling-stroke" />)}
          <polyline points={plot.line} fill="none" stroke="var(--s1)" strokeWidth="1.4" vectorEffect="non-scaling-stroke" />
        </svg>
        {panel.points.map((point) => <PointMark key={point.index} point={point} plot={plot} />)}
        {ticks.map(({ index, clock }) => (
          <g key={index} className={index % 20 === 0 || (ticks.length < 6 && index % 10 === 0) ? undefined : 'control-tick-minor'}>
            <text x={percent(plot.x(index))} y={box.bottom + 18} textAnchor="middle" className="chart-tick">{index}</text>
            <text x={percent(plot.x(index))} y={box.bottom + 32} textAnchor="middle" className="chart-tick">{clock}</text>
          </g>
        ))}
      </svg>
    </>
  )
}

/** Location and spread of the same subgroups over one index axis. `label` is the sentence that the picture says. */
export function ControlChart({ chart, label }: { chart: ControlChartView; label: string }) {
  const { location, spread, phaseBoundary } = chart
  const plot = controlPlot(location, LOCATION)
  const places = { x: plot.x }
  const spreadPlot = { ...controlPlot(spread, { ...SPREAD, fromZero: true, lines: 3 }), ...places }
  const hasSpread = spread.points.length > 0
  const ticks = indexTicks(location.points, Math.max(location.points.length > 60 ? 10 : 5, Math.ceil(location.points.length / 200) * 10))
  const aligned = { ...spreadPlot, line: spread.points.filter((p) => p.excludedBecause === undefined).map((p) => `${(plot.x(p.index) * 1000).toFixed(1)},${spreadPlot.y(p.value).toFixed(1)}`).join(' ') }
  return (
    <div className="control-chart">
      <ControlPanel panel={location} box={LOCATION} plot={plot} boundary={phaseBoundary} label={label} ticks={hasSpread ? [] : ticks} />
      {hasSpread && <ControlPanel panel={spread} box={SPREAD} plot={aligned} boundary={phaseBoundary} label={`${spread.name} of the same subgroups`} isSpread ticks={ticks} />}
      <ul className="control-said">
        {phaseBoundary && <li>{`${phaseBoundary.before}: before subgroup ${phaseBoundary.beforeIndex}.`}</li>}
        {[...(location.patterns ?? []), ...(spread.patterns ?? [])].map(({ rule, words, fromIndex }) => <li key={`${rule}-${fromIndex}`}>{`Rule ${rule}: ${words}.`}</li>)}
      </ul>
    </div>
  )
}

/** What the marks of a control chart mean. */
export function ControlChartKey({ children }: { children?: React.ReactNode }) {
  return (
    <ul className="control-key">
      <li><svg width="12" height="12" aria-hidden><circle cx="6" cy="6" r="3" fill="var(--s1)" /></svg>in control</li>
      <li><svg width="12" height="12" aria-hidden><circle cx="6" cy="6" r="4.4" fill="none" stroke="var(--alarm-2)" strokeWidth="2" /></svg>part of a rule pattern</li>
      <li><svg width="14" height="13" aria-hidden><path d="M7 0l7 12.5H0z" fill="var(--alarm-2)" /></svg>beyond a limit, rule 1</li>
      <li><svg width="12" height="12" aria-hidden><path d="M2 2l8 8M10 2l-8 8" stroke="var(--ink-2)" strokeWidth="1.6" /></svg>excluded, with reason</li>
      {children && <li>{children}</li>}
    </ul>
  )
}
