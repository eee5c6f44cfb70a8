import { type Reach, reachSettings } from '@/lib/tenancy/reach'
import type { TrendRequest, TrendSeries } from '@/lib/telemetry/trend/load-trend'

/** The past changes only by late readings; this long an answer may lag behind one. */
const keptMs = 60_000
/** What ended more recently than that is still being written. */
const settledMs = 120_000
const mostKept = 200

const kept = new Map<string, { until: number; series: TrendSeries }>()

const keyOf = (reach: Reach, id: string, { window, width, asMeans }: TrendRequest) => JSON.stringify([reachSettings(reach), id, window.from, window.to, width, asMeans === true])

/** What was answered a moment ago for the very same window of the past. */
export function keptTrend(reach: Reach, id: string, request: TrendRequest, now: number): TrendSeries | null {
  const found = kept.get(keyOf(reach, id, request))
  return found && found.until > now ? found.series : null
}

export function keepTrend(reach: Reach, series: TrendSeries, request: TrendRequest, now: number): void {
  if (request.window.to > now - settledMs) return
  // Nothing stays in memory past its time: its plant may be gone.
  for (const [old, { until }] of kept) if (until <= now) kept.delete(old)
  const key = keyOf(reach, series.id, request)
  kept.delete(key)
  kept.set(key, { until: now + keptMs, series })
  // A Map keeps the order of writing: the oldest goes first.
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
}
