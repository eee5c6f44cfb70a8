'use client'

import { memo } from 'react'
import { formatNumber } from '@/components/ui/format'
import { formatClock, formatDuration } from '@/components/ui/format-time'
import { tickDigits } from '@/components/charts/scale'
import { type LaneView, laneScale, type LimitView, spreadLabels } from '@/components/charts/trend-lanes'
import { bandPath, linePath, readingAt, runsOf, type TrendSeriesView } from '@/components/charts/trend-runs'
import type { Viewport } from '@/components/charts/viewport'
import { looks } from '@/components/trends/svg-looks'
import type { PlotLayout, Row } from '@/components/trends/plot-layout'
import type { TrendSignal } from '@/lib/plant/views/trends-view'

export const dashes = { 1: undefined, 2: '5 3', 3: undefined, 4: '2 3', 5: '8 3 2 3' } as const
/** So few that each is shown as a point. */
const mostDots = 120

interface Props {
  lane: LaneView<TrendSignal>
  row: Row
  layout: PlotLayout
  series: Map<string, TrendSeriesView>
  view: Viewport
  timeZone: string
  withLimits: boolean
}

/** One axis of values over the shared time axis: band, line, gaps, limits, names at the line's end. */
export const Lane = memo(function Lane({ lane, row, layout, series, view, timeZone, withLimits }: Props) {
  const drawn = lane.signals.flatMap(({ signal, colour }) => {
    const one = series.get(signal.id)
    return one ? [{ signal, colour, one, runs: runsOf(one, view.from, view.to) }] : []
  })
  const { scale, near, far } = laneScale(drawn.map(({ one }) => one), withLimits ? lane.signals.flatMap(({ signal }) => limitsOf(signal)) : [], view.from, view.to)
  const x = (at: number) => layout.left + ((at - view.from) / (view.to - view.from)) * layout.width
  const y = (value: number) => row.top + row.height - ((value - scale.min) / (scale.max - scale.min)) * row.height
  const isShared = lane.signals.length > 1
  const end = layout.left + layout.width
  return (
    <g>
      <text x={layout.left - 8} y={row.top - 9} textAnchor="end" {...looks.tick}>
        {lane.unit}
      </text>
      {far.length > 0 && (
        <text x={end} y={row.top - 9} textAnchor="end" {...looks.tick}>
          {far.map(({ kind, value }) => `${kind} limit ${formatNumber(value, digitsOf(lane))} ${value > scale.max ? 'above' : 'below'}`).join(', ')}
        </text>
      )}
      {scale.ticks.length === 0 && <line x1={layout.left} x2={end} y1={row.top + row.height} y2={row.top + row.height} {...looks.grid} />}
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1={layout.left} x2={end} y1={y(tick)} y2={y(tick)} {...looks.grid} />
          <text x={layout.left - 8} y={y(tick) + 4} textAnchor="end" {...looks.tick}>
            {formatNumber(tick, tickDigits(scale))}
          </text>
        </g>
      ))}
      <g clipPath="url(#trends-clip)">
        {drawn.flatMap(({ signal, colour, one }, i) => one.gaps.map((gap) => <Gap key={`${signal.id} ${gap.from}`} gap={gap} row={row} x={x} view={view} timeZone={timeZone} alone={one.gaps.length <= 2} shared={isShared ? { colour, place: i } : null} />))}
        {drawn.map(({ signal, colour, one, runs }) => (
          <g key={signal.id} style={{ color: `var(--s${colour})` }}>
            <path d={bandPath(one, runs, x, y)} fill="currentColor" fillOpacity={0.22} />
            <path d={linePath(one, runs, x, y)} {...looks.line} strokeDasharray={isShared ? dashes[colour] : undefined} />
            <Dots one={one} runs={runs} x={x} y={y} />
          </g>
        ))}
        {near.map(({ id, kind, value }) => (
          <g key={`${id} ${kind}`}>
            <line x1={layout.left} x2={end} y1={y(value)} y2={y(value)} {...looks.limit} />
            <text x={end - 4} y={y(value) + (kind === 'high' || y(value) > row.top + row.height - 16 ? -4 : 13)} textAnchor="end" {...looks.tick} {...looks.halo}>
              {kind} limit {formatNumber(value, digitsOf(lane))}
            </text>
          </g>
        ))}
      </g>
      {layout.right > 100 && <EndLabels drawn={drawn} row={row} x={end + 8} view={view} y={y} />}
    </g>
  )
})

const digitsOf = ({ signals }: LaneView<TrendSignal>) => Math.max(...signals.map(({ signal }) => signal.decimals))

const limitsOf = ({ id, lowLimit, highLimit }: TrendSignal): LimitView[] => [
  ...(lowLimit === null ? [] : [{ id, value: lowLimit, kind: 'low' as const }]),
  ...(highLimit === null ? [] : [{ id, value: highLimit, kind: 'high' as const }]),
]

type Scales = { x: (at: number) => number; y: (value: number) => number }

function Dots({ one, runs, x, y }: { one: TrendSeriesView; runs: [number, number][] } & Scales) {
  if (one.kind === 'means' || runs.reduce((sum, [start, end]) => sum + end - start, 0) > mostDots) return null
  return runs.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => <circle key={start + i} cx={x(one.at[start + i]!)} cy={y(one.v[start + i]!)} r={2} fill="currentColor" />))
}

interface GapProps {
  gap: Viewport
  row: Row
  x: (at: number) => number
  view: Viewport
  timeZone: string
  /** In a lane of several signals a gap is a dashed line at the bottom, one above the other. */
  shared: { colour: number; place: number } | null
  /** There is room beside it for words. */
  alone: boolean
}

function Gap({ gap, row, x, view, timeZone, shared, alone }: GapProps) {
  const [left, right] = [x(Math.max(gap.from, view.from)), x(Math.min(gap.to, view.to))]
  if (right - left < 1) return null
  if (shared) {
    const y = row.top + row.height - 3 - shared.place * 4
    return <line x1={left} x2={right} y1={y} y2={y} stroke={`var(--s${shared.colour})`} strokeDasharray="2 3" />
  }
  const isLeft = gap.from - view.from > (view.to - view.from) / 2
  const times = gap.to - gap.from < 86_400_000 ? `${formatClock(gap.from, timeZone)}–${formatClock(gap.to, timeZone)}` : formatDuration((gap.to - gap.from) / 1000)
  return (
    <g>
      <rect x={left + 0.5} y={row.top + 0.5} width={Math.max(1, right - left - 1)} height={row.height - 1} {...looks.gap} />
      <title>{`No readings, ${times}`}</title>
      {right - left > 136 ? (
        <text x={(left + right) / 2} y={row.top + 16} textAnchor="middle" {...looks.tick} {...looks.halo}>
          No readings, {times}
        </text>
      ) : (
        alone && (
          <text x={isLeft ? left - 6 : right + 6} y={row.top + 16} textAnchor={isLeft ? 'end' : 'start'} {...looks.tick} {...looks.halo}>
            No readings, {times}
          </text>
        )
      )}
    </g>
  )
}

function EndLabels({ drawn, row, x, y, view }: { drawn: { signal: TrendSignal; colour: number; one: TrendSeriesView; runs: [number, number][] }[]; row: Row; x: number; view: Viewport; y: Scales['y'] }) {
  const ends = drawn.map(({ one, runs }) => {
    const last = runs.at(-1)
    const value = last && readingAt({ ...one, gaps: [] }, Math.min(one.at[last[1] - 1]!, view.to))?.value
    return Math.min(row.top + row.height, Math.max(row.top, value === undefined ? row.top + row.height / 2 : y(value)))
  })
  const places = spreadLabels(ends, 15, row.top + 4, row.top + row.height)
  return drawn.map(({ signal, colour }, i) => (
    <text key={signal.id} x={x} y={places[i]! + 4} {...looks.label} fill={`var(--s${colour})`}>
      {shorten(signal.name)}
      <title>{`${signal.place}, ${signal.name}`}</title>
    </text>
  ))
}

const shorten = (text: string) => (text.length > 22 ? `${text.slice(0, 20).trimEnd()}…` : text)
