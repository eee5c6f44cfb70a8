'use client'

import { useMemo, useRef, useState } from 'react'
import { usePulse } from '@/components/portal/live-pulse'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { NARROW_SPACE } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { lanesOf } from '@/components/charts/trend-lanes'
import type { TrendSeriesView } from '@/components/charts/trend-runs'
import { lengthOf, type Viewport, type ViewportLimits } from '@/components/charts/viewport'
import { useWidth } from '@/components/charts/use-width'
import { plotLayout } from '@/components/trends/plot-layout'
import { SignalPicker } from '@/components/trends/signal-picker'
import { type AnnotationDraft, draftOf, TrendAnnotations } from '@/components/trends/trend-annotations'
import { TrendPlot } from '@/components/trends/trend-plot'
import { sourceWords, TrendStatistics, TrendTable } from '@/components/trends/trend-tables'
import { TrendTakeAlong } from '@/components/trends/trend-take-along'
import { TrendToolbar } from '@/components/trends/trend-toolbar'
import { TrendValues } from '@/components/trends/trend-values'
import type { Tool } from '@/components/trends/use-plot-gestures'
import { useRecentSignals } from '@/components/trends/use-recent-signals'
import { useTrend, useTrendEvents } from '@/components/trends/use-trend-data'
import { formatLast } from '@/components/trends/trend-state'
import { useTrendState } from '@/components/trends/use-trend-state'
import type { TrendSignal } from '@/lib/plant/views/trends-view'
import type { TrendSeries } from '@/lib/telemetry/trend/load-trend'
import { longestWindowMs } from '@/lib/telemetry/trend/wanted-signals'

interface Props {
  /** Every signal of the plant. */
  offered: TrendSignal[]
  timeZone: string
  /** ms */
  renderedAt: number
  mayDownload: boolean
}

const shortestMs = 1000
const tickMs = 5000
const tableSteps = 48
const narrowPx = 560
/** A window that ends this near to now follows it. */
const nearNow = 0.01

/** Any signals of the plant over any window up to a year. */
export function TrendExplorer({ offered, timeZone, renderedAt, mayDownload }: Props) {
  const { state, change, goBack } = useTrendState()
  const pulse = usePulse()
  const now = Math.ceil(Math.max(renderedAt, pulse ?? 0) / tickMs) * tickMs
  const limits: ViewportLimits = { now, shortestMs, longestMs: longestWindowMs }
  const [draft, setDraft] = useState<Viewport | null>(null)
  const [hover, setHover] = useState<number | null>(null)
  const [pinned, setPinned] = useState<number | null>(null)
  const [selection, setSelection] = useState<Viewport | null>(null)
  const [tool, setTool] = useState<Tool>('zoom')
  const [showsTable, setShowsTable] = useState(false)
  const [note, setNote] = useState<AnnotationDraft | null>(null)
  const [recent, remember] = useRecentSignals()
  const picture = useRef<HTMLDivElement>(null)
  const [frame, width] = useWidth()

  const drawn = useMemo(() => state.signals.flatMap((id) => offered.find((one) => one.id === id) ?? []), [state.signals, offered])
  const ids = drawn.map(({ id }) => id)
  // The same object as long as it is the same stretch: what is drawn is drawn anew only when it changes.
  const asked = useMemo(() => ('lastSeconds' in state.window ? { from: now - state.window.lastSeconds * 1000, to: now } : state.window), [state.window, now])
  const view = draft ?? asked
  const lanes = useMemo(() => lanesOf(drawn, state.lanes), [drawn, state.lanes])
  const events = useTrendEvents(ids, asked, now)
  const lines = useMemo(() => [...new Set([...(events.data?.batches ?? []), ...(events.data?.stops ?? [])].map(({ line }) => line))].sort().slice(0, 6), [events.data])
  const hasNotes = (events.data?.annotations.length ?? 0) > 0
  const layout = useMemo(
    () => plotLayout({ width, lanes: lanes.length, lines, notes: state.overlays.includes('notes') && hasNotes, batches: state.overlays.includes('batches'), stops: state.overlays.includes('stops') }),
    [width, lanes.length, lines, state.overlays, hasNotes],
  )
  // Rounded, so that a window that is dragged wider does not ask at every pixel.
  const pixels = Math.ceil(layout.width / 100) * 100
  const trend = useTrend(ids, asked, pixels, now)
  const table = useTrend(ids, asked, tableSteps, now, 'means', showsTable)
  const measured = useTrend(ids, selection ?? asked, tableSteps, now, 'means', selection !== null)
  const series = useMemo(() => new Map(trend.data?.series.map((one) => [one.id, seriesView(one)])), [trend.data])

  const stretch = ({ from, to }: Viewport) => `${formatDateClock(from, timeZone)} to ${formatDateClock(to, timeZone)}`
  const live = 'lastSeconds' in state.window
  function show(next: Viewport) {
    setDraft(null)
    setSelection(null)
    const follows = next.to >= now - lengthOf(next) * nearNow
    if (next.from === asked.from && next.to === asked.to) return
    change({ window: follows ? { lastSeconds: Math.max(1, Math.round(lengthOf(next) / 1000)) } : next })
  }
  const followNow = () => change({ window: { lastSeconds: Math.max(1, Math.round(lengthOf(asked) / 1000)) } })
  const startNote = () => {
    const at = pinned ?? hover ?? (live ? view.to : (view.from + view.to) / 2)
    setNote({ id: null, signalId: null, text: '', from: selection?.from ?? at, to: selection?.to ?? null })
  }
  const openNote = (id: string) => {
    const found = events.data?.annotations.find((one) => one.id === id)
    if (found?.mayChange) setNote(draftOf(found))
    document.getElementById(`annotation-${id}`)?.focus()
  }
  const pin = (moment: number | null) => {
    setPinned(moment)
    setHover(null)
  }
  const add = (id: string) => {
    remember(id)
    change({ signals: [...ids, id] })
  }
  const remove = (id: string) => change({ signals: ids.filter((other) => other !== id) })

  const words = 'lastSeconds' in state.window ? `last ${formatLast(state.window.lastSeconds).replace(/\d+/, `$&${NARROW_SPACE}`)}` : stretch(asked)
  const unknown = state.signals.length - drawn.length
  const sentence = `${drawn.map(({ name, place }) => `${name}, ${place}`).join('; ')}: ${stretch(view)}`
  return (
    <>
      <div className="title-row">
        <div>
          <h1 className="text-page">Trends</h1>
          <p>
            {drawn.length === 0 ? `${offered.length} signals can be drawn.` : `${drawn.length} ${drawn.length === 1 ? 'signal' : 'signals'}, ${words}.`}
            {unknown > 0 && ` ${unknown} of this link ${unknown === 1 ? 'is' : 'are'} not in this plant.`}
          </p>
        </div>
        {drawn.length > 0 && <TrendTakeAlong signals={ids} view={asked} picture={picture} mayDownload={mayDownload} />}
      </div>
      <section className="panel trends-panel" aria-label="Trend">
        <div className="trends-head">
          <SignalPicker offered={offered} chosen={ids} recent={recent} onAdd={add} />
          {drawn.length > 0 && <TrendToolbar state={state} view={view} limits={limits} timeZone={timeZone} tool={tool} narrow={width > 0 && width < narrowPx} onTool={setTool} onChange={change} onView={show} onBack={goBack} onNow={followNow} onAnnotate={startNote} />}
        </div>
        <div ref={picture} className="trends-picture">
          {drawn.length > 0 && <TrendValues lanes={lanes} series={series} moment={hover ?? pinned} end={view.to} timeZone={timeZone} onRemove={remove} />}
          <div ref={frame} className="trends-frame">
            {drawn.length === 0 && <Empty>{offered.length === 0 ? 'This plant has no signals.' : 'No signal is drawn. Pick one above; signals of one unit share an axis.'}</Empty>}
            {drawn.length > 0 && width > 0 && (
              <TrendPlot
                label={sentence}
                lanes={lanes}
                layout={layout}
                series={series}
                events={events.data}
                shown={state.overlays}
                view={view}
                limits={limits}
                tool={tool}
                moment={hover ?? pinned}
                selection={selection}
                timeZone={timeZone}
                onDraft={setDraft}
                onView={show}
                onHover={setHover}
                onPin={pin}
                onSelect={setSelection}
                onBack={goBack}
                onNow={followNow}
                onAnnotate={startNote}
                onTable={() => setShowsTable((shown) => !shown)}
                onOpenNote={openNote}
              />
            )}
          </div>
        </div>
        {trend.error && <ErrorPanel failed={trend.error.message} holds={trend.data ? 'What is drawn is the last answer.' : 'Signals, window and annotations are kept in the address.'} todo="Try again; the other rooms do not need it." action={<Button onClick={() => void trend.refetch()}>Try again</Button>} />}
        {drawn.length > 0 && (
          <p className="trends-foot" data-not-taken>
            <span>
              {madeOf(trend.data?.series)} <span className="not-phone">The wheel zooms with Ctrl, or after a click into the plot.</span>
            </span>
            {selection && (
              <span className="flex gap-2">
                <Button size="small" onClick={() => show(selection)}>
                  Zoom to the selection
                </Button>
                <Button size="small" onClick={() => setSelection(null)}>
                  Clear it
                </Button>
              </span>
            )}
            <button type="button" className="chart-toggle" onClick={() => setShowsTable((shown) => !shown)} aria-expanded={showsTable}>
              {showsTable ? 'Hide the table' : 'Table'}
            </button>
          </p>
        )}
        {showsTable && drawn.length > 0 && <TrendTable drawn={drawn} answer={table.data} timeZone={timeZone} />}
      </section>
      {drawn.length > 0 && (
        <>
          <Panel title="Statistics" note={`${selection ? 'of the selection, ' : ''}${stretch(selection ?? asked)}`} flush>
            <div className="trends-statistics">
              <TrendStatistics drawn={drawn} answer={selection ? measured.data : trend.data} />
            </div>
          </Panel>
          <TrendAnnotations annotations={events.data?.annotations ?? []} draft={note} onDraft={setNote} drawn={drawn} timeZone={timeZone} />
        </>
      )}
    </>
  )
}

const seriesView = ({ points, means, stepMs, gaps }: TrendSeries): TrendSeriesView => (points ? { kind: 'points', ...points, gaps } : { kind: 'means', ...means!, stepMs, gaps })

/** How the lines were made, said once. */
function madeOf(series: TrendSeries[] | undefined): string {
  if (!series) return ''
  const words = [...new Set(series.map(sourceWords))]
  const hasMeans = series.some(({ means }) => means)
  const hasReadings = series.some(({ points }) => points)
  return `Made of ${words.join(' and ')}. ${hasReadings ? 'Of readings the least and the greatest of every pixel are drawn. ' : ''}${hasMeans ? 'Of roll-ups the mean is the line, minimum to maximum the band. ' : ''}`
}
