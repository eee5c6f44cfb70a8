import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export const latencyRanges = { '1h': ['hour', 1], '24h': ['day', 24], '7d': ['week', 168] } as const
export type LatencyRange = keyof typeof latencyRanges

/** From received by the gateway to the first screen. */
export const promisedMs = 500
/** An open screen is asked at least that often; what reached the first one later had been shelved, or the database was away. */
export const watchedMs = 15_000

export const latencyStages = ['sensor', 'decision', 'delivery', 'promised'] as const
export type LatencyStage = (typeof latencyStages)[number]

export interface StageLatency {
  stage: LatencyStage
  count: number
  p50: number
  p95: number
  p99: number
  max: number
}

export interface SlowAlarm {
  id: string
  name: string
  priority: 1 | 2 | 3 | 4
  decidedAt: Date
  sensor: number
  decision: number
  delivery: number
  promised: number
}

export interface LatencyView {
  range: LatencyRange
  /** Alarms that were decided in the period. */
  count: number
  /** Of them: brought to a screen that was open. */
  measured: number
  /** Of the measured: within the promise. */
  kept: number
  /** In the order of the way; a stage without alarms is not there. */
  stages: StageLatency[]
  slowest: SlowAlarm[]
}

/** How long alarms of a period took from the sensor to the first screen, in milliseconds. Percentiles are values that occurred. */
export function loadAlarmLatency(system: System, reach: Reach, wish: string | undefined): Promise<LatencyView> {
  const to = system.clock.now()
  const range = wish && wish in latencyRanges ? (wish as LatencyRange) : '24h'
  const from = new Date(to.getTime() - latencyRanges[range][1] * 3_600_000)
  return system.db.inTenant(reach, async (tx) => {
    const stages = await tx.$queryRaw<StageLatency[]>`
      SELECT stage, count(ms)::int AS count, percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) AS p50, percentile_disc(0.95) WITHIN GROUP (ORDER BY ms) AS p95,
        percentile_disc(0.99) WITHIN GROUP (ORDER BY ms) AS p99, max(ms) AS max
      FROM alarm a CROSS JOIN LATERAL (VALUES
        ('sensor', a.received_at - a.raised_at, true),
        ('decision', a.decided_at - a.received_at, true),
        ('delivery', a.delivered_at - a.decided_at, a.delivered_at - a.decided_at <= make_interval(secs => ${watchedMs / 1000})),
        ('promised', a.delivered_at - a.received_at, a.delivered_at - a.decided_at <= make_interval(secs => ${watchedMs / 1000}))
      ) AS s(stage, took, counts) CROSS JOIN LATERAL (SELECT round(extract(epoch FROM took) * 1000)::float8 AS ms) m
      WHERE a.decided_at >= ${from} AND a.decided_at <= ${to} AND counts GROUP BY stage`
    const [totals] = await tx.$queryRaw<{ count: number; kept: number }[]>`
      SELECT count(*)::int AS count, (count(*) FILTER (WHERE delivered_at - received_at <= make_interval(secs => ${promisedMs / 1000})))::int AS kept
      FROM alarm WHERE decided_at >= ${from} AND decided_at <= ${to}`
    const slowest = await tx.$queryRaw<SlowAlarm[]>`
      SELECT id, name, priority, decided_at AS "decidedAt", round(extract(epoch FROM received_at - raised_at) * 1000)::float8 AS sensor, round(extract(epoch FROM decided_at - received_at) * 1000)::float8 AS decision,
        round(extract(epoch FROM delivered_at - decided_at) * 1000)::float8 AS delivery, round(extract(epoch FROM delivered_at - received_at) * 1000)::float8 AS promised
      FROM alarm WHERE decided_at >= ${from} AND decided_at <= ${to} AND delivered_at - decided_at <= make_interval(secs => ${watchedMs / 1000})
      ORDER BY delivered_at - received_at DESC, id LIMIT 10`
    return {
      range,
      count: totals!.count,
      measured: stages.find(({ stage }) => stage === 'promised')?.count ?? 0,
      kept: totals!.kept,
      stages: stages.sort((a, b) => latencyStages.indexOf(a.stage) - latencyStages.indexOf(b.stage)),
      slowest,
    }
  })
}
