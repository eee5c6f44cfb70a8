'use client'

import { lazy, Suspense } from 'react'
import type { TrendView } from '@/components/charts/trend-geometry'

const TrendPlot = lazy(() => import('@/components/charts/trend-plot'))

/** A signal over time: mean as a line, minimum to maximum as a band, gaps as gaps. The chart library comes when it is needed. */
export function Trend({ trend, label, height = 214 }: { trend: TrendView; label: string; height?: number }) {
  return (
    <div className="trend" role="figure" aria-label={label} style={{ minHeight: height }}>
      <Suspense fallback={<p className="trend-line">{trend.unit}</p>}>
        <TrendPlot trend={trend} label={label} height={height - 18} />
      </Suspense>
    </div>
  )
}
