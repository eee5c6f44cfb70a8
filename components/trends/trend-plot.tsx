'use client'

import { type KeyboardEvent, useRef } from 'react'
import type { LaneView } from '@/components/charts/trend-lanes'
import type { TrendSeriesView } from '@/components/charts/trend-runs'
import { lengthOf, panned, type Viewport, type ViewportLimits, zoomed } from '@/components/charts/viewport'
import { timeMarks } from '@/components/charts/wide-time-axis'
import { Lane } from '@/components/trends/lane'
import { PlotEvents } from '@/components/trends/plot-events'
import type { PlotLayout } from '@/components/trends/plot-layout'
import { looks } from '@/components/trends/svg-looks'
import { type Tool, usePlotGestures } from '@/components/trends/use-plot-gestures'
import type { Overlay } from '@/components/trends/trend-state'
import type { TrendEvents } from '@/lib/telemetry/trend/load-trend-events'
import type { TrendSignal } from '@/lib/plant/views/trends-view'

export interface PlotCommands {
  onDraft(view: Viewport): void
  onView(view: Viewport): void
  onHover(moment: number | null): void
  /** The crosshair stays there; null lets it go. */
  onPin(moment: number | null): void
  onSelect(selection: Viewport | null): void
  onBack?(): void
  onNow(): void
  onAnnotate(): void
  onTable(): void
  onOpenNote(id: string): void
}

interface Props extends PlotCommands {
  label: string
  lanes: LaneView<TrendSignal>[]
  layout: PlotLayout
  series: Map<string, TrendSeriesView>
  events: TrendEvents | undefined
  shown: Overlay[]
  view: Viewport
  limits: ViewportLimits
  tool: Tool
  /** Where the crosshair stands. */
  moment: number | null
  selection: Viewport | null
  timeZone: string
}

const stepPx = 4

/** Lanes over one time axis, with a crosshair by pointer, keys and touch. */
export function TrendPlot({ label, lanes, layout, series, events, shown, view, limits, tool, moment, selection, timeZone, ...commands }: Props) {
  const plot = useRef<HTMLDivElement>(null)
  const x = (at: number) => layout.left + ((at - view.from) / lengthOf(view)) * layout.width
  const momentAt = (clientX: number) => {
    const ratio = (clientX - plot.current!.getBoundingClientRect().left - layout.left) / layout.width
    return Math.round(view.from + Math.min(1, Math.max(0, ratio)) * lengthOf(view))
  }
  const { band, handlers } = usePlotGestures(plot, { ...commands, view, limits, tool, momentAt, width: layout.width })
  const onKeyDown = (event: KeyboardEvent) => plotKey(event, { view, limits, moment, selection, stepMs: (lengthOf(view) * stepPx) / layout.width, commands })
  const chosen = band ?? selection
  const marks = timeMarks(view.from, view.to, timeZone, Math.max(3, Math.floor(layout.width / 84)))
  const top = layout.lanes[0]?.top ?? 0
  return (
    <div
      ref={plot}
      className="trends-plot"
      role="group"
      aria-label="Plot. Arrow keys move the crosshair, plus and minus zoom, brackets pan."
      tabIndex={0}
      data-tool={tool}
      style={{ height: layout.height }}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      <svg width="100%" height={layout.height} role="img" aria-label={label}>
        <defs>
          <clipPath id="trends-clip">
            <rect x={layout.left} y={0} width={layout.width} height={layout.height} />
          </clipPath>
        </defs>
        {marks.map(({ at, label: words, isDay }) => (
          <g key={at}>
            {isDay && <line x1={x(at)} x2={x(at)} y1={top} y2={layout.axisTop} {...looks.day} />}
            <line x1={x(at)} x2={x(at)} y1={layout.axisTop} y2={layout.axisTop + 4} {...looks.axis} />
            <text x={x(at)} y={layout.axisTop + 17} textAnchor="middle" {...looks.tick}>
              {words}
            </text>
          </g>
        ))}
        {lanes.map((lane, i) => (
          <Lane key={lane.key} lane={lane} row={layout.lanes[i]!} layout={layout} series={series} view={view} timeZone={timeZone} withLimits={shown.includes('limits')} />
        ))}
        <line x1={layout.left} x2={layout.left + layout.width} y1={layout.axisTop} y2={layout.axisTop} {...looks.axis} />
        {chosen && <rect x={x(Math.max(chosen.from, view.from))} y={0} width={Math.max(0, x(Math.min(chosen.to, view.to)) - x(Math.max(chosen.from, view.from)))} height={layout.axisTop} {...looks.selection} />}
        {moment !== null && moment >= view.from && moment <= view.to && <line x1={x(moment)} x2={x(moment)} y1={0} y2={layout.axisTop} {...looks.crosshair} />}
      </svg>
      {events && <PlotEvents events={events} shown={shown} lanes={lanes} layout={layout} view={view} x={x} timeZone={timeZone} onOpenNote={commands.onOpenNote} />}
    </div>
  )
}

interface KeyContext {
  view: Viewport
  limits: ViewportLimits
  moment: number | null
  selection: Viewport | null
  stepMs: number
  commands: PlotCommands
}

/** Keys count only while the plot has the focus. */
function plotKey(event: KeyboardEvent, { view, limits, moment, selection, stepMs, commands }: KeyContext): void {
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('a, button')) return
  const around = moment ?? (view.from + view.to) / 2
  const inView = (at: number) => Math.min(view.to, Math.max(view.from, Math.round(at)))
  const move = (by: number) => {
    const next = inView(around + by)
    if (event.shiftKey) {
      const anchor = selection && Math.abs(selection.from - around) < Math.abs(selection.to - around) ? selection.to : (selection?.from ?? around)
      commands.onSelect(anchor === next ? null : { from: Math.min(anchor, next), to: Math.max(anchor, next) })
    }
    commands.onPin(next)
  }
  const keys: Record<string, () => void> = {
    ArrowLeft: () => move(-stepMs),
    ArrowRight: () => move(stepMs),
    PageUp: () => move(-lengthOf(view) / 10),
    PageDown: () => move(lengthOf(view) / 10),
    Home: () => move(view.from - around),
    End: () => move(view.to - around),
    '+': () => commands.onView(zoomed(view, 0.5, around, limits)),
    '=': () => commands.onView(zoomed(view, 0.5, around, limits)),
    '-': () => commands.onView(zoomed(view, 2, around, limits)),
    '[': () => commands.onView(panned(view, -0.5, limits)),
    ']': () => commands.onView(panned(view, 0.5, limits)),
    Backspace: () => commands.onBack?.(),
    n: commands.onNow,
    a: commands.onAnnotate,
    t: commands.onTable,
    Enter: () => selection && commands.onView(selection),
    Escape: () => {
      commands.onSelect(null)
      commands.onPin(null)
    },
  }
  const act = keys[event.key]
  if (!act) return
  event.preventDefault()
  act()
}
