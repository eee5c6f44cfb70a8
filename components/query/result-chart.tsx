'use client'

import { Bar, CartesianGrid, ComposedChart, Legend, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { ResultChartView } from '@/components/query/chart-of-result'
import { formatNumber } from '@/components/ui/format'
import { formatClock, formatDateClock } from '@/components/ui/format-time'

const tick = { fontSize: 11, fill: 'var(--ink-3)' }
const dashes = [undefined, '5 3', undefined, '2 3', '8 3 2 3']

const minutesMs = 10 * 60_000

/** Digits that tell a quarter of the drawn range apart. */
function digitsFor({ points, series, isTime }: ResultChartView): number {
  const values = points.flatMap((point) => series.map((name) => Number(point[name] ?? NaN))).filter(Number.isFinite)
  const range = Math.max(...values) - (isTime ? Math.min(...values) : 0)
  return range > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(range / 4)))) : 0
}

/** Lines over time, bars over words. The table beside it has the same numbers. */
export default function ResultChart({ view, timeZone }: { view: ResultChartView; timeZone: string }) {
  const spanMs = view.isTime ? Number(view.points.at(-1)![view.x]) - Number(view.points[0]![view.x]) : 0
  // Ticks that lie seconds apart must not read alike.
  const said = (value: unknown) => (!view.isTime ? String(value) : spanMs < minutesMs ? formatClock(new Date(Number(value)), timeZone, { seconds: true }) : formatDateClock(new Date(Number(value)), timeZone))
  const digits = digitsFor(view)
  return (
    <ResponsiveContainer width="100%" height={300} initialDimension={{ width: 640, height: 300 }}>
      <ComposedChart data={view.points} margin={{ top: 12, right: 16, bottom: 0, left: 0 }} accessibilityLayer title={`${view.series.join(', ')} by ${view.x}`}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey={view.x} {...(view.isTime && { type: 'number' as const, domain: ['dataMin', 'dataMax'] })} tickFormatter={said} tick={tick} minTickGap={48} stroke="var(--line-strong)" />
        <YAxis width={64} tick={tick} axisLine={false} tickLine={false} domain={view.isTime ? ['auto', 'auto'] : [0, 'auto']} tickFormatter={(value: number) => formatNumber(value, digits)} />
        <Tooltip isAnimationActive={false} labelFormatter={said} formatter={(value) => formatNumber(Number(value), 3)} contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line-strong)', borderRadius: 2, color: 'var(--ink)' }} />
        {view.series.length > 1 && <Legend wrapperStyle={{ fontSize: 12, color: 'var(--ink-2)' }} />}
        {view.series.map((name, i) =>
          view.isTime ? (
            <Line key={name} dataKey={name} stroke={`var(--s${i + 1})`} strokeDasharray={dashes[i]} strokeWidth={1.6} dot={false} isAnimationActive={false} />
          ) : (
            <Bar key={name} dataKey={name} fill={`var(--s${i + 1})`} maxBarSize={28} isAnimationActive={false} />
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  )
}
