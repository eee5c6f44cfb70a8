import { expect } from 'vitest'
import type { Database } from '@/lib/db'
import { foldRollups } from '@/lib/telemetry/fold-rollups'

export interface StoredReading {
  signal: string
  t: number
  v: number
}

/** Every reading that is stored of a plant, as the plant sees it, by signal and time. */
export const storedReadings = ({ inTenant }: Database, tenantId: string): Promise<StoredReading[]> =>
  inTenant(tenantId, (tx) => tx.$queryRaw<StoredReading[]>`
    SELECT signal_id AS signal, (extract(epoch FROM starts_at) * 1000)::float8 + o AS t, v FROM telemetry_chunk, unnest(offsets_ms, vals) AS u(o, v) ORDER BY 1, 2`)

/** Roll-ups of every tier are what the stored readings say, to the last digit. */
export async function expectRollupsEqualReadings(db: Database, tenantId: string): Promise<void> {
  const readings = Map.groupBy(await storedReadings(db, tenantId), ({ signal }) => signal)
  const expected = [...readings].flatMap(([signal, list]) => foldRollups(list.map(({ t }) => t), list.map(({ v }) => v)).map((part) => ({ signal, ...part })))
  const rows = await db.inTenant(tenantId, (tx) => tx.$queryRaw<Record<string, unknown>[]>`
    SELECT signal_id AS signal, level_seconds AS level, bucket_at AS "bucketAt", count, sum, sum_squares AS "sumSquares", min, max, first, last, first_at AS "firstAt", last_at AS "lastAt"
    FROM telemetry_rollup WHERE count > 0 ORDER BY signal_id, level_seconds, bucket_at`)
  const plain = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value])))
  expect(plain).toEqual(expected)
}
