import type { IngestRecord } from '@/lib/telemetry/record'

/** Readings of one signal, ascending, one for each millisecond. */
export interface Series {
  tenantId: string
  signal: string
  t: number[]
  v: number[]
}

/** Readings by signal, ascending, one for each millisecond: the one that came first. Signals in one order in every transaction. */
export function seriesOf(records: IngestRecord[]): Series[] {
  const bySignal = new Map<string, Series>()
  for (const { tenantId, groups } of records) {
    for (const { signal, t, v } of groups) {
      const key = `${tenantId}\n${signal}`
      let series = bySignal.get(key)
      if (!series) bySignal.set(key, (series = { tenantId, signal, t: [], v: [] }))
      for (let i = 0; i < t.length; i++) {
        series.t.push(t[i]!)
        series.v.push(v[i]!)
      }
    }
  }
  return [...bySignal.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => ascending(series))
}

function ascending(series: Series): Series {
  const { t, v } = series
  if (t.every((time, i) => i === 0 || time > t[i - 1]!)) return series
  const order = t.map((_, i) => i).sort((a, b) => t[a]! - t[b]! || a - b)
  const kept = order.filter((index, i) => i === 0 || t[index] !== t[order[i - 1]!])
  return { ...series, t: kept.map((i) => t[i]!), v: kept.map((i) => v[i]!) }
}
