'use client'

import { lazy, Suspense, useState } from 'react'
import { loadedPlot, loadPlot } from '@/components/charts/load-plot'
import type { TrendView } from '@/components/charts/trend-geometry'

const LatePlot = lazy(loadPlot)

/** A signal over time: mean as a line, minimum to maximum as a band, gaps as gaps. The chart library comes when it is needed. */
export function Trend({ trend, label, height = 214 }: { trend: TrendView; label: string; height?: number }) {
  // One that is there is drawn with the rest of the page; React keeps what it waited for, however briefly, back for 300 ms.
  const [TrendPlot] = useState(() => loadedPlot() ?? LatePlot)
  return (
    <div className="trend" role="figure" aria-label={label} style={{ minHeight: height }}>
      <Suspense fallback={<p className="trend-line">{trend.unit}</p>}>
        <TrendPlot trend={trend} label={label} height={height - 18} />
      </Suspense>
    </div>
  )
}
