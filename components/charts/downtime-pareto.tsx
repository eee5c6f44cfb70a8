import Link from 'next/link'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Tag } from '@/components/ui/tag'
import { type DowntimeMeasure, rankDowntime, type DowntimeReasonView } from '@/components/charts/downtime-ranking'

type Props = {
  reasons: DowntimeReasonView[]
  caption: string
  by?: DowntimeMeasure
  /** The same page, sorted by another measure. */
  sortHrefs?: Record<DowntimeMeasure, string>
  /** ISO 4217; with it the table has a column of money. */
  currency?: string | null
  /** Only the first so many; shares are of all. */
  most?: number
}

/** A table with its bars in the cells. */
export function DowntimePareto({ reasons, caption, by = 'minutes', sortHrefs, currency, most }: Props) {
  const head = (measure: DowntimeMeasure, word: string) => (
    <th scope="col" data-align="right" aria-sort={by === measure ? 'descending' : undefined}>
      {sortHrefs && by !== measure ? <Link href={sortHrefs[measure]} scroll={false} className="link">{word}</Link> : word}
    </th>
  )
  return (
    <table className="table pareto" data-head="plain" data-density="dense">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col" className="pareto-bar-cell" aria-hidden />
          {head('minutes', 'min')}
          {head('stops', 'Stops')}
          {currency && head('money', currency)}
          <th scope="col" data-align="right" data-phone="hidden">Share</th>
          <th scope="col" data-align="right" data-phone="hidden">Cumulative</th>
        </tr>
      </thead>
      <tbody>
        {rankDowntime(reasons, by).slice(0, most).map((row) => (
          <tr key={row.reason}>
            <th scope="row">
              <span className="inline-flex items-center gap-2">
                <StateGlyph state={row.state} label={row.state === 'down' ? 'Down' : 'Idle'} />
                {row.href ? <Link href={row.href}>{row.reason}</Link> : row.reason}
                {row.isOpen && <Tag>open</Tag>}
              </span>
            </th>
            <td className="pareto-bar-cell" aria-hidden>
              <i className="cell-bar" data-state={row.state} style={{ width: `${row.barRatio * 100}%` }} />
            </td>
            <td data-align="right" className={by === 'minutes' ? 'font-semibold' : undefined}>{formatNumber(row.minutes)}</td>
            <td data-align="right" className={by === 'stops' ? 'font-semibold' : undefined}>{formatNumber(row.stops)}</td>
            {currency && <td data-align="right" className={by === 'money' ? 'font-semibold' : undefined}>{row.money === null || row.money === undefined ? '—' : formatNumber(row.money)}</td>}
            <td data-align="right" data-phone="hidden">{formatPercent(row.shareRatio, 0)}</td>
            <td data-align="right" data-phone="hidden" className="text-ink-3">{formatPercent(row.cumulativeRatio, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
