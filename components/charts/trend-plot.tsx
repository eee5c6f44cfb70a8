'use client'

import { Area, ComposedChart, Line, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { formatNumber } from '@/components/ui/format'
import { type ScaleView, tickDigits } from '@/components/charts/scale'
import { clockAt, timeTicks } from '@/components/charts/time-axis'
import { trendRows, trendScale, type TrendGapView, type TrendRow, type TrendView } from '@/components/charts/trend-geometry'
import { useWidth } from '@/components/charts/use-width'

/** Of the plot: what stands in it is the reading above, the axis of values on the left and that of time below. */
const MARGIN = { top: 28, right: 12, bottom: 26, left: 44 }

type GapLabelProps = { viewBox?: { x: number; y: number; width: number }; gap: TrendGapView; timeZone: string }

/** Reason and times beside the outline, on the side that has room. */
function GapLabel({ viewBox, gap, timeZone }: GapLabelProps) {
  if (!viewBox) return null
  const hasRoomLeft = viewBox.x > 190
  const x = hasRoomLeft ? viewBox.x - 6 : viewBox.x + viewBox.width + 6
  return (
    <text x={x} y={viewBox.y + 12} textAnchor={hasRoomLeft ? 'end' : 'start'} className="chart-tick chart-halo">
      <tspan x={x}>{`No data ${clockAt(gap.from, timeZone)}–${clockAt(gap.to, timeZone)},`}</tspan>
      <tspan x={x} dy="14">
        {gap.reason}
      </tspan>
    </text>
  )
}

function Reading({ row, trend }: { row?: TrendRow; trend: TrendView }) {
  if (!row) return null
  const value = (number: number) => formatNumber(number, trend.digits)
  if (row.mean === null || row.band === null) return <span className="trend-line">no data</span>
  return (
    <span className="trend-line">
      {clockAt(row.at, trend.timeZone)} <b>{value(row.mean)}</b> {trend.unit}, {value(row.band[0])} to {value(row.band[1])}
    </span>
  )
}

type PlotProps = { trend: TrendView; label: string; height: number }

/** Its width is measured before it is drawn: the library's own container draws it twice more, with a width that is not its own. */
export default function TrendPlot(props: PlotProps) {
  const [element, width] = useWidth(640)
  return (
    <div ref={element} style={{ height: props.height + 18 }}>
      {width > 0 && <Plot {...props} width={width} />}
    </div>
  )
}

type AxesProps = { trend: TrendView; scale: ScaleView; width: number; height: number }

/** Where they stand is known before the library draws. Its own come with the second picture only, and measure each of their texts. */
function Axes({ trend, scale, width, height }: AxesProps) {
  const [left, right, top, floor] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height + 18 - MARGIN.bottom]
  const y = (value: number) => floor - ((value - scale.min) / (scale.max - scale.min)) * (floor - top)
  const x = (ratio: number) => left + ratio * (right - left)
  return (
    <g aria-hidden>
      <text x={left - 8} y={12} textAnchor="end" className="chart-tick">{trend.unit}</text>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)}H${right}`} stroke="var(--line)" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end" className="chart-tick">{formatNumber(tick, tickDigits(scale))}</text>
        </g>
      ))}
      <path d={`M${left} ${floor}H${right}`} stroke="var(--line-strong)" />
      {timeTicks(trend.from, trend.to, trend.timeZone, Math.max(3, Math.floor(width / 95))).map(({ at, ratio, label }) => (
        <g key={at}>
          <path d={`M${x(ratio)} ${floor}v4`} stroke="var(--line-strong)" />
          <text x={x(ratio)} y={floor + 16} textAnchor="middle" className="chart-tick">{label}</text>
        </g>
      ))}
    </g>
  )
}

/** Pointer, arrow keys and touch share one crosshair; what it reads stands in a fixed line above the plot. */
function Plot({ trend, label, height, width }: PlotProps & { width: number }) {
  const scale = trendScale(trend)
  const colour = `var(--s${trend.series ?? 2})`
  const still = { isAnimationActive: false, connectNulls: false, activeDot: false } as const
  return (
    <ComposedChart width={width} height={height + 18} data={trendRows(trend)} margin={MARGIN} accessibilityLayer title={label}>
      <XAxis hide dataKey="at" type="number" domain={[trend.from, trend.to]} />
      <YAxis hide domain={[scale.min, scale.max]} />
      <Axes trend={trend} scale={scale} width={width} height={height} />
      <Tooltip
        position={{ x: MARGIN.left, y: 0 }}
        isAnimationActive={false}
        cursor={{ stroke: 'var(--ink-3)' }}
        content={({ active, payload }) => <Reading row={active ? (payload?.[0]?.payload as TrendRow | undefined) : undefined} trend={trend} />}
      />
      <Area dataKey="band" stroke="none" fill={colour} fillOpacity={0.22} {...still} />
      <Line dataKey="mean" stroke={colour} strokeWidth={1.6} dot={false} {...still} />
      {trend.gaps.map((gap) => (
        <ReferenceArea
          key={gap.from}
          x1={Math.max(gap.from, trend.from)}
          x2={Math.min(gap.to, trend.to)}
          fill="none"
          stroke="var(--line-strong)"
          strokeDasharray="2 3"
          label={(props: { viewBox?: GapLabelProps['viewBox'] }) => <GapLabel viewBox={props.viewBox} gap={gap} timeZone={trend.timeZone} />}
        />
      ))}
      {trend.references?.map(({ value, name }) => (
        <ReferenceLine key={name} y={value} stroke="var(--ink)" strokeDasharray="7 3" label={{ value: `${name} ${formatNumber(value, trend.digits)}`, position: 'insideTopRight', fontSize: 12, fill: 'var(--ink-2)' }} />
      ))}
    </ComposedChart>
  )
}
