import type { Tx } from '@/lib/db'
import { bucketSeconds } from '@/lib/plant/play-story'
import type { Period } from '@/lib/plant/views/period'

/** kWh of each line that has a power meter of its own, from the roll-ups that begin in the period; what was not measured is not filled up. */
export async function loadLineEnergy(tx: Tx, lineIds: string[], { from, to }: Pick<Period, 'from' | 'to'>): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ node: string; kwh: number }[]>`
    SELECT s.node_id AS node, sum(r.sum / r.count * least(r.level_seconds, r.count * s.expected_interval_seconds) / 3600) AS kwh FROM telemetry_rollup r JOIN signal s ON s.id = r.signal_id
    WHERE s.quantity = 'power' AND s.node_id = ANY(${lineIds}) AND r.level_seconds = ${bucketSeconds} AND r.count > 0 AND r.bucket_at >= ${from} AND r.bucket_at < ${to} GROUP BY 1`
  return new Map(rows.map(({ node, kwh }) => [node, kwh]))
}
