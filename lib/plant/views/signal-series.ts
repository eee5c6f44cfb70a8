import type { Tx } from '@/lib/db'

export interface SeriesPoint {
  /** Start of the bucket. */
  at: Date
  mean: number
  min: number
  max: number
}

export interface SeriesWindow {
  from: Date
  to: Date
}

/** More points than that nobody sees; fewer buckets are read and sent. */
const mostPoints = 400
const rollupSeconds = 900
/** Readings themselves are read only for windows as short as this. */
const rawLimitMs = 3 * 3_600_000

interface Row {
  signal: string
  at: Date
  mean: number
  min: number
  max: number
}

/** Length of a drawn bucket in seconds: a whole number of roll-ups, or a minute for windows of up to three hours. */
export function stepSeconds({ from, to }: SeriesWindow): number {
  const length = to.getTime() - from.getTime()
  if (length <= rawLimitMs) return 60
  return Math.ceil(length / 1000 / mostPoints / rollupSeconds) * rollupSeconds
}

/** Mean, least and greatest value of each signal in buckets of `stepSeconds`; a bucket without readings has no point. */
export async function loadSeries(tx: Tx, signalIds: string[], window: SeriesWindow): Promise<Map<string, SeriesPoint[]>> {
  const step = stepSeconds(window)
  const rows = step < rollupSeconds ? await fromReadings(tx, signalIds, window, step) : await fromRollups(tx, signalIds, window, step)
  const series = new Map<string, SeriesPoint[]>(signalIds.map((id) => [id, []]))
  for (const { signal, ...point } of rows) series.get(signal)!.push(point)
  return series
}

const fromRollups = (tx: Tx, ids: string[], { from, to }: SeriesWindow, step: number) => tx.$queryRaw<Row[]>`
  SELECT signal_id AS signal, date_bin(make_interval(secs => ${step}), bucket_at, '2000-01-01Z') AS at,
    sum(sum) / sum(count) AS mean, min(min) AS min, max(max) AS max
  FROM telemetry_rollup
  WHERE signal_id = ANY(${ids}) AND level_seconds = ${rollupSeconds} AND bucket_at >= ${from} AND bucket_at < ${to} AND count > 0
  GROUP BY 1, 2 ORDER BY 1, 2`

const fromReadings = (tx: Tx, ids: string[], { from, to }: SeriesWindow, step: number) => tx.$queryRaw<Row[]>`
  SELECT signal_id AS signal, date_bin(make_interval(secs => ${step}), t, '2000-01-01Z') AS at,
    avg(v) AS mean, min(v) AS min, max(v) AS max
  FROM (
    SELECT signal_id, t, v FROM reading WHERE signal_id = ANY(${ids}) AND t >= ${from} AND t < ${to}
    UNION ALL
    -- What came through the gateway; a chunk spans an hour at most.
    SELECT signal_id, at, v
    FROM telemetry_chunk, unnest(offsets_ms, vals) AS u(o, v), LATERAL (SELECT starts_at + o * interval '1 millisecond' AS at) x
    WHERE signal_id = ANY(${ids}) AND starts_at > ${from}::timestamptz - interval '1 hour' AND starts_at < ${to} AND at >= ${from} AND at < ${to}
  ) readings
  GROUP BY 1, 2 ORDER BY 1, 2`

/** Stretches of more than one empty bucket between two points, or before the first and after the last. */
export function gapsOf(points: SeriesPoint[], { from, to }: SeriesWindow, step: number): SeriesWindow[] {
  const stepMs = step * 1000
  const edges = [from.getTime(), ...points.flatMap(({ at }) => [at.getTime(), at.getTime() + stepMs]), to.getTime()]
  const gaps: SeriesWindow[] = []
  for (let i = 0; i < edges.length; i += 2) {
    if (edges[i + 1]! - edges[i]! > 1.5 * stepMs) gaps.push({ from: new Date(edges[i]!), to: new Date(edges[i + 1]!) })
  }
  return gaps
}
