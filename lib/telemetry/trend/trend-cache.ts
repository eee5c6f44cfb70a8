import { Remembered } from '@/lib/remembered'
import { type Reach, reachSettings } from '@/lib/tenancy/reach'
import type { TrendRequest, TrendSeries } from '@/lib/telemetry/trend/load-trend'

/** The past changes only by late readings; this long an answer may lag behind one. */
export const keptMs = 60_000
/** What ended more recently than that is still being written. */
export const settledMs = 120_000

const kept = new Remembered<TrendSeries>(200)

const keyOf = (reach: Reach, id: string, { window, width, asMeans }: TrendRequest) => JSON.stringify([reachSettings(reach), id, window.from, window.to, width, asMeans === true])

/** What was answered a moment ago for the very same window of the past. */
export const keptTrend = (reach: Reach, id: string, request: TrendRequest, now: number): TrendSeries | undefined => kept.get(keyOf(reach, id, request), now)

export function keepTrend(reach: Reach, series: TrendSeries, request: TrendRequest, now: number): void {
  if (request.window.to <= now - settledMs) kept.set(keyOf(reach, series.id, request), series, now, now + keptMs)
}
