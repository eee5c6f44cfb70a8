'use client'

import { useEffect } from 'react'
import { loadPlot } from '@/components/charts/load-plot'

/** Fetches the chart library once the page at hand is done: nearly every room draws with it. */
export function ChartsAhead() {
  useEffect(() => {
    // Nothing is lost when it cannot be fetched: a chart fetches it itself. Safari has no idle time to speak of.
    const fetchIt = () => void loadPlot().catch(() => undefined)
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(fetchIt, 1000)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(fetchIt, { timeout: 3000 })
    return () => cancelIdleCallback(idle)
  }, [])
  return null
}
