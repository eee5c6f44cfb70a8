'use client'

import { DASH, formatNumber } from '@/components/ui/format'
import { formatDate, formatClock, formatDuration } from '@/components/ui/format-time'
import { ChartTable } from '@/components/charts/chart-table'
import type { TrendAnswer } from '@/components/trends/use-trend-data'
import type { TrendSignal } from '@/lib/plant/views/trends-view'
import type { TrendSeries } from '@/lib/telemetry/trend/load-trend'

interface Props {
  drawn: TrendSignal[]
  answer: TrendAnswer | undefined
  timeZone: string
}

const of = (answer: TrendAnswer | undefined, id: string) => answer?.series.find((one) => one.id === id)

/** "readings", "15 min roll-ups". */
export const sourceWords = ({ source, levelSeconds }: Pick<TrendSeries, 'source' | 'levelSeconds'>): string => (levelSeconds === null ? source : `${formatDuration(levelSeconds)} ${source}`)

/** Of everything that was read in the window, not of what is drawn. */
export function TrendStatistics({ drawn, answer }: Omit<Props, 'timeZone'>) {
  const figures = ['Minimum', 'Maximum', 'Mean', 'Standard deviation', 'First', 'Last', 'Readings']
  return (
    <ChartTable
      caption="Statistics of the window"
      table={{
        columns: [{ head: 'Signal' }, ...figures.map((head) => ({ head, align: 'right' as const })), { head: 'Made of' }],
        rows: drawn.map((signal) => {
          const series = of(answer, signal.id)
          const all = series?.statistics
          const name = `${signal.name}, ${signal.place} (${signal.unit})`
          if (!series || !all) return [name, ...figures.map(() => DASH), series ? 'no readings in this window' : '']
          const write = (value: number | null, more = 0) => (value === null ? DASH : formatNumber(value, signal.decimals + more))
          return [name, write(all.min), write(all.max), write(all.mean, 1), write(all.deviation, 1), write(all.first), write(all.last), formatNumber(all.count), sourceWords(series)]
        }),
      }}
    />
  )
}

/** The window in equal steps: the same for every signal, so that they can be read side by side. */
export function TrendTable({ drawn, answer, timeZone }: Props) {
  const steps = [...new Set(answer?.series.flatMap(({ means }) => means?.at ?? []) ?? [])].sort((a, b) => a - b)
  const rows = new Map(answer?.series.map(({ id, means }) => [id, new Map(means?.at.map((at, i) => [at, [means.mean[i]!, means.min[i]!, means.max[i]!]]))]))
  const stepMs = Math.max(0, ...(answer?.series.map((one) => one.stepMs) ?? []))
  return (
    <div className="trends-table">
      <p className="px-5 pb-2 text-small text-ink-2">{steps.length === 0 ? 'No readings in this window.' : `${steps.length} steps of ${formatDuration(stepMs / 1000)}: mean, minimum and maximum of what was read in each.`}</p>
      <ChartTable
        caption="Values in equal steps of the window"
        table={{
          columns: [{ head: 'From' }, ...drawn.flatMap(({ name, place, unit }) => [`${name}, ${place}, ${unit}`, `least of ${name}, ${place}`, `greatest of ${name}, ${place}`].map((head) => ({ head, align: 'right' as const })))],
          rows: steps.map((at) => [
            `${formatDate(at, timeZone, { year: false })} ${formatClock(at, timeZone, { seconds: stepMs < 60_000 })}`,
            ...drawn.flatMap(({ id, decimals }) => rows.get(id)?.get(at)?.map((value) => formatNumber(value, decimals)) ?? [DASH, DASH, DASH]),
          ]),
        }}
      />
    </div>
  )
}
