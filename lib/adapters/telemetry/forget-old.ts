import type { Database } from '@/lib/db'
import { rollupLevels } from '@/lib/telemetry/fold-rollups'
import { type Retention, rollupDays } from '@/lib/telemetry/retention'

const dayMs = 86_400_000
/** Sent again after that, a webhook is judged anew; its readings are stored once in any case. */
const deliveryDays = 3
const daysAhead = 3

/** Partitions for the days that readings may come of; what is older than its tier keeps goes. @returns how many days were dropped. */
export async function forgetOld({ operatorPool }: Database, retention: Retention, now: Date): Promise<number> {
  const day = (offset: number) => new Date(now.getTime() + offset * dayMs).toISOString().slice(0, 10)
  const { readingsDays } = retention
  await operatorPool.query('SELECT ensure_chunk_partitions($1, $2)', [day(-readingsDays), day(daysAhead)])
  const { rows } = await operatorPool.query<{ n: number }>('SELECT drop_chunk_partitions($1) AS n', [day(-readingsDays)])
  for (const level of rollupLevels) {
    const days = rollupDays(retention, level)
    if (Number.isFinite(days)) await operatorPool.query('DELETE FROM signal_rollup WHERE level_seconds = $1 AND bucket_at < $2', [level, day(-days)])
  }
  await operatorPool.query('DELETE FROM webhook_delivery WHERE received_at < $1', [day(-deliveryDays)])
  await operatorPool.query('DELETE FROM dead_letter WHERE received_at < $1', [day(-readingsDays)])
  return rows[0]!.n
}
