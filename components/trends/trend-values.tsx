'use client'

import { X } from 'lucide-react'
import { DASH, formatNumber, withUnit } from '@/components/ui/format'
import { formatClock, formatDate } from '@/components/ui/format-time'
import { LoadingDash } from '@/components/ui/loading-dashes'
import type { LaneView } from '@/components/charts/trend-lanes'
import { readingAt, type TrendSeriesView } from '@/components/charts/trend-runs'
import { dashes } from '@/components/trends/lane'
import type { TrendSignal } from '@/lib/plant/views/trends-view'

interface Props {
  lanes: LaneView<TrendSignal>[]
  series: Map<string, TrendSeriesView>
  /** Where the crosshair stands; null: the newest in sight. */
  moment: number | null
  end: number
  timeZone: string
  onRemove(id: string): void
}

/** What stands at the crosshair, in a fixed line above the plot; the names are its key. */
export function TrendValues({ lanes, series, moment, end, timeZone, onRemove }: Props) {
  const at = moment ?? end
  return (
    <div className="trends-values" role="group" aria-label="Values">
      <p className="trends-moment" role="status">
        {moment === null ? 'Newest in sight' : `${formatDate(at, timeZone, { year: false })} ${formatClock(at, timeZone, { seconds: true })}`}
      </p>
      <ul>
        {lanes.flatMap(({ signals }) =>
          signals.map(({ signal, colour }) => (
            <li key={signal.id}>
              <svg width="20" height="8" aria-hidden>
                <line x1="0" x2="20" y1="4" y2="4" stroke={`var(--s${colour})`} strokeWidth="2.5" strokeDasharray={signals.length > 1 ? dashes[colour] : undefined} />
              </svg>
              <span className="trends-name">
                {signal.name}
                <small>{signal.place}</small>
              </span>
              <span className="trends-value">
                <Value signal={signal} one={series.get(signal.id)} moment={moment} />
              </span>
              <button type="button" className="trends-remove" data-not-taken aria-label={`Remove ${signal.name}, ${signal.place}`} title="Remove" onClick={() => onRemove(signal.id)}>
                <X size={14} strokeWidth={1.75} aria-hidden />
              </button>
            </li>
          )),
        )}
      </ul>
    </div>
  )
}

function Value({ signal, one, moment }: { signal: TrendSignal; one: TrendSeriesView | undefined; moment: number | null }) {
  if (!one) return <LoadingDash />
  const reading = readingAt(moment === null ? { ...one, gaps: [] } : one, moment ?? Infinity)
  if (!reading) return <>{DASH} no reading</>
  const write = (value: number) => formatNumber(value, signal.decimals)
  return (
    <>
      <b>{withUnit(write(reading.value), signal.unit)}</b>
      {one.kind === 'means' && <small>{` ${write(reading.min)} to ${write(reading.max)}`}</small>}
    </>
  )
}
