'use client'

import { useQuery } from '@tanstack/react-query'
import { trendOf } from '@/app/(portal)/alarms/rules/actions'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { Trend } from '@/components/charts/trend'
import { numberOf, type RuleDraft } from '@/components/portal/rule-draft'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock, formatDuration } from '@/components/ui/format-time'
import type { RuleSignal } from '@/lib/alarm/load-rules'

/** The signal over 30 days with the limit where it stands in the form. */
export function RuleTrend({ signal, draft, timeZone }: { signal: RuleSignal | undefined; draft: RuleDraft; timeZone: string }) {
  const { data: result } = useQuery({
    queryKey: ['rule-trend', signal?.id],
    queryFn: () => trendOf({ signalId: signal!.id }),
    enabled: signal !== undefined,
    staleTime: 600_000,
    refetchOnWindowFocus: false,
  })
  if (!signal) return <Empty>Choose a signal, and its last 30 days stand here.</Empty>
  if (!result) return <Empty>{signal.label}: its last 30 days are being read.</Empty>
  if (!result.ok) return <Empty>{result.message}</Empty>
  const trend = result.value
  if (trend.points.length === 0) return <Empty>{signal.label} had no reading in the last 30 days.</Empty>
  const label = `${signal.label}, last 30 days`
  return (
    <ChartWithTable
      title={signal.label}
      note={`${signal.unit}, ${formatDuration(trend.stepSeconds)} mean with minimum to maximum`}
      caption={label}
      table={{
        columns: [{ head: 'From' }, { head: `Mean, ${signal.unit}`, align: 'right' }, { head: 'Minimum', align: 'right' }, { head: 'Maximum', align: 'right' }],
        rows: trend.points.map(({ at, mean, min, max }) => [formatDateClock(at - trend.stepSeconds * 500, timeZone), ...[mean, min, max].map((value) => formatNumber(value, signal.decimals))]),
      }}
    >
      <Trend
        label={label}
        trend={{
          unit: signal.unit, digits: signal.decimals, timeZone, from: trend.from, to: trend.to, points: trend.points,
          gaps: trend.gaps.map((gap) => ({ ...gap, reason: 'no readings' })),
          references: linesOf(draft),
        }}
      />
    </ChartWithTable>
  )
}

/** Lines that the rule draws at a value; none for the kinds that look at changes. */
function linesOf(draft: RuleDraft): { value: number; name: string }[] {
  const all =
    draft.kind === 'threshold'
      ? [{ value: numberOf(draft.limit), name: 'limit' }]
      : draft.kind === 'spc'
        ? [
            { value: numberOf(draft.centre), name: 'centre' },
            { value: numberOf(draft.centre) + 3 * numberOf(draft.sigma), name: 'upper limit' },
            { value: numberOf(draft.centre) - 3 * numberOf(draft.sigma), name: 'lower limit' },
          ]
        : []
  return all.filter(({ value }) => Number.isFinite(value))
}
