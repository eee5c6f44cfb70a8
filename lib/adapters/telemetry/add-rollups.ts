import type pg from 'pg'
import { float8Array, int4Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import type { Series } from '@/lib/adapters/telemetry/series'
import { foldRollups, type RollupPart } from '@/lib/telemetry/fold-rollups'

/** Adds readings that are new to the roll-ups of their signals; only to buckets that `isKept` says yes to. */
export async function addRollups(client: pg.PoolClient, all: Series[], isKept: (part: RollupPart) => boolean = () => true): Promise<void> {
  const parts = all.flatMap(({ tenantId, signal, t, v }) => foldRollups(t, v).filter(isKept).map((part) => ({ tenantId, signal, ...part })))
  if (parts.length === 0) return
  const column = <T>(of: (part: RollupPart & { tenantId: string; signal: string }) => T) => parts.map(of)
  await client.query(
    `INSERT INTO signal_rollup AS r (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::timestamptz[], $5::integer[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::timestamptz[], $13::timestamptz[])
     ON CONFLICT (tenant_id, signal_id, level_seconds, bucket_at) DO UPDATE SET
       count = r.count + excluded.count, sum = r.sum + excluded.sum, sum_squares = r.sum_squares + excluded.sum_squares,
       min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
       first = CASE WHEN excluded.first_at < coalesce(r.first_at, r.bucket_at) THEN excluded.first ELSE r.first END,
       last = CASE WHEN excluded.last_at > coalesce(r.last_at, r.bucket_at) THEN excluded.last ELSE r.last END,
       first_at = least(excluded.first_at, coalesce(r.first_at, r.bucket_at)), last_at = greatest(excluded.last_at, r.last_at)`,
    [
      column((p) => p.tenantId), column((p) => p.signal), int4Array(column((p) => p.level)), timestampArray(column((p) => p.bucketAt)), int4Array(column((p) => p.count)),
      float8Array(column((p) => p.sum)), float8Array(column((p) => p.sumSquares)), float8Array(column((p) => p.min)), float8Array(column((p) => p.max)),
      float8Array(column((p) => p.first)), float8Array(column((p) => p.last)), timestampArray(column((p) => p.firstAt)), timestampArray(column((p) => p.lastAt)),
    ],
  )
}
