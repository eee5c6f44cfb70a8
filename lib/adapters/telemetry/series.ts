import type { IngestRecord } from '@/lib/telemetry/record'

/** Readings of one signal, ascending, one for each millisecond. */
export interface Series {
  tenantId: string
  signal: string
  t: Float64Array
  v: Float64Array
}

/** Readings by signal, ascending, one for each millisecond: the one that came first. Signals in one order in every transaction. */
export function seriesOf(records: IngestRecord[]): Series[] {
  const bySignal = new Map<string, { tenantId: string; groups: IngestRecord['groups'] }>()
  for (const { tenantId, groups } of records) {
    for (const group of groups) {
      const key = `${tenantId}\n${group.signal}`
      const one = bySignal.get(key)
      if (one) one.groups.push(group)
      else bySignal.set(key, { tenantId, groups: [group] })
    }
  }
  return [...bySignal.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { tenantId, groups }]) => ascending(joined(tenantId, groups)))
}

function joined(tenantId: string, groups: IngestRecord['groups']): Series {
  const count = groups.reduce((sum, { t }) => sum + t.length, 0)
  const [t, v] = [new Float64Array(count), new Float64Array(count)]
  let at = 0
  for (const group of groups) {
    t.set(group.t, at)
    v.set(group.v, at)
    at += group.t.length
  }
  return { tenantId, signal: groups[0]!.signal, t, v }
}

function ascending(series: Series): Series {
  const { t, v } = series
  if (t.every((time, i) => i === 0 || time > t[i - 1]!)) return series
  const order = [...t.keys()].sort((a, b) => t[a]! - t[b]! || a - b)
  const kept = order.filter((index, i) => i === 0 || t[index] !== t[order[i - 1]!])
  return { ...series, t: Float64Array.from(kept, (i) => t[i]!), v: Float64Array.from(kept, (i) => v[i]!) }
}
