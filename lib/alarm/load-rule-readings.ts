import type { Readings } from '@/lib/alarm/dry-run'
import type { Rule } from '@/lib/alarm/rule'
import type { Tx } from '@/lib/db'

/** Readings themselves (0), or the roll-ups of so many seconds that were taken for them. */
export type Resolution = 0 | 60 | 900

export interface ReadingsPart {
  resolutionSeconds: Resolution
  points: number
  from: number
  to: number
}

export interface RuleReadings extends Readings {
  /** The finest first. */
  parts: ReadingsPart[]
  /** Older readings were too many to be read; roll-ups stand for them. */
  isCut: boolean
}

const mostRaw = 150_000
const deadlineMs = 5000
const quarterMs = 900_000

interface Bucket {
  level: 60 | 900
  at: number
  count: number
  mean: number
  min: number
  max: number
  lastAt: number | null
}
interface Point {
  t: number
  v: number
  resolution: Resolution
}

/**
 * Readings of a rule's signal, as fine as they are kept: the readings themselves for as far back as there are not too
 * many, before that the roll-ups of a minute, before that those of a quarter of an hour. Ascending.
 */
export async function loadRuleReadings(tx: Tx, rule: Rule, from: Date, to: Date): Promise<RuleReadings> {
  await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${deadlineMs}`)
  const quarters = await loadBuckets(tx, rule.signalId, 900, from, to)
  const rawFrom = affordableFrom(quarters, from.getTime())
  const raw = await loadRaw(tx, rule.signalId, new Date(rawFrom), to)
  const firstRaw = raw.t.length > 0 ? quarterOf(raw.t[0]!) : to.getTime()
  const minutes = await loadBuckets(tx, rule.signalId, 60, from, new Date(firstRaw))
  const points = merge(rule, raw, minutes, quarters)
  return { t: points.map(({ t }) => t), v: points.map(({ v }) => v), parts: partsOf(points), isCut: rawFrom > from.getTime() }
}

const quarterOf = (t: number) => Math.floor(t / quarterMs) * quarterMs

/** Where the readings begin of which there are few enough, counted from the newest back. */
function affordableFrom(quarters: Bucket[], from: number): number {
  let sum = 0
  for (let i = quarters.length - 1; i >= 0; i--) {
    sum += quarters[i]!.count
    if (sum > mostRaw) return quarters[i]!.at + quarterMs
  }
  return from
}

const loadBuckets = (tx: Tx, signalId: string, level: 60 | 900, from: Date, to: Date) => tx.$queryRaw<Bucket[]>`
  SELECT level_seconds AS level, extract(epoch FROM bucket_at)::float8 * 1000 AS at, count, sum / count AS mean, min, max, extract(epoch FROM last_at)::float8 * 1000 AS "lastAt"
  FROM telemetry_rollup WHERE signal_id = ${signalId} AND level_seconds = ${level} AND bucket_at >= ${from} AND bucket_at < ${to} AND count > 0 ORDER BY bucket_at`

async function loadRaw(tx: Tx, signalId: string, from: Date, to: Date): Promise<Readings> {
  const [row] = await tx.$queryRaw<{ t: number[] | null; v: number[] | null }[]>`
    SELECT array_agg(round(extract(epoch FROM t) * 1000)::float8 ORDER BY t) AS t, array_agg(v ORDER BY t) AS v
    FROM (
      SELECT t, v FROM reading WHERE signal_id = ${signalId} AND t >= ${from} AND t < ${to}
      UNION ALL
      -- What came through the gateway; a chunk spans an hour at most.
      SELECT at, v FROM telemetry_chunk, unnest(offsets_ms, vals) AS u(o, v), LATERAL (SELECT starts_at + o * interval '1 millisecond' AS at) x
      WHERE signal_id = ${signalId} AND starts_at > ${from}::timestamptz - interval '1 hour' AND starts_at < ${to} AND at >= ${from} AND at < ${to}
    ) readings`
  return { t: row?.t ?? [], v: row?.v ?? [] }
}

/** Of each quarter of an hour what is finest. */
function merge(rule: Rule, raw: Readings, minutes: Bucket[], quarters: Bucket[]): Point[] {
  const hasRaw = new Set(raw.t.map(quarterOf))
  const hasMinutes = new Set(minutes.map(({ at }) => quarterOf(at)))
  const points = raw.t.map((t, i): Point => ({ t, v: raw.v[i]!, resolution: 0 }))
  for (const bucket of minutes) if (!hasRaw.has(quarterOf(bucket.at))) points.push(...pointsOf(rule, bucket))
  for (const bucket of quarters) if (!hasRaw.has(bucket.at) && !hasMinutes.has(bucket.at)) points.push(...pointsOf(rule, bucket))
  return points.sort((a, b) => a.t - b.t)
}

/** A limit is judged by the value that goes farthest, silence by both ends, everything else by the mean. */
function pointsOf(rule: Rule, { level, at, mean, min, max, lastAt }: Bucket): Point[] {
  const point = (t: number, v: number): Point => ({ t, v, resolution: level })
  if (rule.kind === 'threshold') return [point(at, rule.settings.direction === 'high' ? max : min)]
  if (rule.kind === 'stale') return [point(at, mean), point(lastAt !== null && lastAt > at ? lastAt : at + level * 1000 - 1, mean)]
  return [point(at, mean)]
}

function partsOf(points: Point[]): ReadingsPart[] {
  return ([0, 60, 900] as const).flatMap((resolutionSeconds) => {
    const mine = points.filter(({ resolution }) => resolution === resolutionSeconds)
    return mine.length === 0 ? [] : [{ resolutionSeconds, points: mine.length, from: mine[0]!.t, to: mine.at(-1)!.t }]
  })
}
