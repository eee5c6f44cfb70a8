'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { AlarmGlyph, alarmEdge, alarmWords } from '@/components/ui/alarm-glyph'
import { formatDateClock } from '@/components/ui/format-time'
import { joinMarks, type LaneView } from '@/components/charts/trend-lanes'
import type { Viewport } from '@/components/charts/viewport'
import type { PlotLayout, Row } from '@/components/trends/plot-layout'
import type { Overlay } from '@/components/trends/trend-state'
import type { TrendEvents } from '@/lib/telemetry/trend/load-trend-events'
import type { TrendSignal } from '@/lib/plant/views/trends-view'

interface Props {
  events: TrendEvents
  shown: Overlay[]
  lanes: LaneView<TrendSignal>[]
  layout: PlotLayout
  view: Viewport
  x: (at: number) => number
  timeZone: string
  onOpenNote(id: string): void
}

const glyphPx = 16
/** WCAG 2.2, 2.5.8. */
const leastTargetPx = 24

/** What happened, over the lanes: links and buttons of their own, which a picture could not hold. */
export function PlotEvents({ events, shown, lanes, layout, view, x, timeZone, onOpenNote }: Props) {
  const place = placer(view, layout, x)
  const moment = (at: string) => formatDateClock(at, timeZone)
  return (
    <div className="trends-events">
      {layout.lines.map(({ name, batches, stops }) => (
        <div key={name}>
          {(batches ?? stops) && <RowName row={(batches ?? stops)!}>{name}</RowName>}
          {batches &&
            events.batches
              .filter(({ line }) => line === name)
              .map(({ id, product, startsAt, endsAt }) => {
                const span = place(startsAt, endsAt)
                if (!span) return null
                const box = { className: 'trends-batch', title: `Batch ${id}, ${product}, from ${moment(startsAt)}${endsAt ? ` to ${moment(endsAt)}` : ', runs'}`, style: { ...span, top: batches.top, height: batches.height } }
                // Too narrow to be hit is a mark, not a link: zooming in makes it one.
                return span.width < leastTargetPx ? <i key={id} {...box} /> : <Link key={id} {...box} href={`/batches/${encodeURIComponent(id)}`}>{span.width > 36 ? id : <span className="sr-only">{id}</span>}</Link>
              })}
          {stops &&
            events.stops
              .filter(({ line }) => line === name)
              .map(({ id, reason, kind, startsAt, endsAt }) => {
                const span = place(startsAt, endsAt)
                return span && <i key={id} className="trends-stop" data-kind={kind} title={`${reason}, from ${moment(startsAt)}${endsAt ? ` to ${moment(endsAt)}` : ', open'}`} style={{ ...span, top: stops.top, height: stops.height }} />
              })}
        </div>
      ))}
      {layout.notes && (
        <>
          {events.annotations.map(({ id, text, startsAt, endsAt, signalId }) => {
            const span = place(startsAt, endsAt ?? startsAt)
            const lane = signalId === null ? undefined : layout.lanes[lanes.findIndex(({ signals }) => signals.some(({ signal }) => signal.id === signalId))]
            const [top, bottom] = lane ? [lane.top, lane.top + lane.height] : [layout.notes!.top + layout.notes!.height, layout.axisTop]
            return (
              span && (
                <div key={id}>
                  <i className="trends-note-mark" data-span={endsAt ? '' : undefined} style={{ left: span.left, width: endsAt ? span.width : 1, top, height: bottom - top }} />
                  <button type="button" className="trends-note" title={`${moment(startsAt)}: ${text}`} style={{ left: span.left, minWidth: endsAt ? span.width : undefined, maxWidth: Math.max(24, layout.left + layout.width - span.left), top: layout.notes!.top }} onClick={() => onOpenNote(id)}>
                    {text}
                  </button>
                </div>
              )
            )
          })}
        </>
      )}
      {shown.includes('alarms') && lanes.map((lane, i) => <LaneAlarms key={lane.key} lane={lane} row={layout.lanes[i]!} events={events} place={place} moment={moment} />)}
    </div>
  )
}

type Placer = (startsAt: string, endsAt: string | null) => { left: number; width: number } | null

/** A stretch in px, cut at the edges of the plot; null when it lies outside. What has not ended lasts to the edge. */
const placer = (view: Viewport, layout: PlotLayout, x: (at: number) => number): Placer => (startsAt, endsAt) => {
  const [start, end] = [Date.parse(startsAt), endsAt ? Date.parse(endsAt) : view.to]
  if (end < view.from || start > view.to) return null
  const left = Math.max(layout.left, x(start))
  return { left, width: Math.max(2, Math.min(layout.left + layout.width, x(end)) - left) }
}

const RowName = ({ row, children }: { row: Row; children: ReactNode }) => (
  <span className="trends-row-name" style={{ top: row.top, height: row.height }} title={String(children)}>
    {children}
  </span>
)

function LaneAlarms({ lane, row, events, place, moment }: { lane: LaneView<TrendSignal>; row: Row; events: TrendEvents; place: Placer; moment: (at: string) => string }) {
  const own = events.alarms.flatMap((alarm) => {
    const span = place(alarm.raisedAt, alarm.returnedAt)
    return lane.signals.some(({ signal }) => signal.id === alarm.signalId) && span ? [{ alarm, span, x: span.left, priority: alarm.priority }] : []
  })
  return (
    <>
      {/* The highest priority lies on top. */}
      {own.toReversed().map(({ alarm, span }) => (
        <i key={alarm.id} className="trends-alarm-bar" style={{ ...span, top: row.top - 3, background: alarmEdge(alarm.priority) }} />
      ))}
      {joinMarks(own, glyphPx).map(({ mark: { alarm, span }, count }) => (
        <Link
          key={alarm.id}
          href={`/alarms?alarm=${encodeURIComponent(alarm.id)}`}
          className="trends-alarm"
          style={{ left: span.left - glyphPx / 2 - 4, top: row.top - glyphPx - 10 }}
          aria-label={`${alarmWords[alarm.priority]} alarm: ${alarm.name}, raised ${moment(alarm.raisedAt)}${count > 1 ? `, and ${count - 1} more` : ''}`}
          title={`${alarmWords[alarm.priority]}: ${alarm.name}, raised ${moment(alarm.raisedAt)}${alarm.returnedAt ? `, returned ${moment(alarm.returnedAt)}` : ', not returned'}${count > 1 ? `, and ${count - 1} more here` : ''}`}
        >
          <AlarmGlyph priority={alarm.priority} state={alarm.state === 'closed' ? 'acknowledged' : alarm.state} size={glyphPx} decorative />
        </Link>
      ))}
    </>
  )
}
