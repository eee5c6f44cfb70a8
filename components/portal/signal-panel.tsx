import Link from 'next/link'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { Trend } from '@/components/charts/trend'
import { formatNumber, formatQuantity } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { signalLabel, type SignalView } from '@/lib/plant/views/signals-view'
import type { SeriesWindow } from '@/lib/plant/views/signal-series'

interface Props {
  view: SignalView
  window: SeriesWindow
  stepSeconds: number
  timeZone: string
  series?: 1 | 2 | 3 | 4 | 5
}

/** One signal over time, mean with minimum to maximum, and the same numbers as a table. */
export function SignalPanel({ view, window, stepSeconds, timeZone, series }: Props) {
  const { signal, place, points, gaps, latest } = view
  const { unit, decimals, lowLimit, highLimit } = signal
  const title = signalLabel(place, signal)
  const label = `${title}${latest === null ? ': no readings' : `, now ${formatQuantity(latest, unit, decimals)}`}`
  const references = [lowLimit !== null && { value: lowLimit, name: 'low limit' }, highLimit !== null && { value: highLimit, name: 'high limit' }].filter((line) => line !== false)
  return (
    <section className="panel" aria-label={label}>
      <ChartWithTable
        title={title}
        note={
          <>
            {`${unit}, ${stepWords(stepSeconds)} mean with minimum to maximum`} · <Link className="link" href={`/alarms/rules/new?${new URLSearchParams({ signal: signal.id })}`}>Add a rule</Link>
          </>
        }
        caption={label}
        table={{
          columns: [{ head: 'From' }, { head: `Mean, ${unit}`, align: 'right' }, { head: 'Minimum', align: 'right' }, { head: 'Maximum', align: 'right' }],
          rows: points.map(({ at, mean, min, max }) => [formatDateClock(at, timeZone), ...[mean, min, max].map((value) => formatNumber(value, decimals))]),
        }}
      >
        <Trend
          label={label}
          trend={{
            unit, digits: decimals, timeZone, series, references,
            from: window.from.getTime(),
            to: window.to.getTime(),
            points: points.map(({ at, ...point }) => ({ at: at.getTime() + stepSeconds * 500, ...point })),
            gaps: gaps.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime(), reason: 'no readings' })),
          }}
        />
      </ChartWithTable>
    </section>
  )
}

const stepWords = (seconds: number) => (seconds < 3600 ? `${seconds / 60} min` : `${formatNumber(seconds / 3600, seconds % 3600 ? 2 : 0)} h`)
