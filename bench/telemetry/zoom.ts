import type { System } from '@/lib/system'

export const zoomReadings = 1_000_000
const zoomHz = 20

/** A million readings of one signal, in chunks of five seconds as the historian of a busy plant leaves them. */
export async function storeZoom(system: System, tenantId: string): Promise<{ from: number; to: number }> {
  await system.db.asOperator((tx) => tx.signal.create({ data: { tenantId, id: 'fast', nodeId: 'site', name: 'Fast', unit: 'bar', decimals: 3, expectedIntervalSeconds: 1, quantity: 'pressure' } }))
  const lengthSeconds = zoomReadings / zoomHz
  const from = (Math.floor(Date.now() / 3_600_000) - 1) * 3600 - lengthSeconds
  const values = [tenantId, from, from + lengthSeconds]
  await system.db.operatorPool.query(
    `INSERT INTO reading_chunk (tenant_id, signal_id, starts_at, ends_at, offsets_ms, vals)
     SELECT $1::text, 'fast', to_timestamp(s), to_timestamp(s + 4.95), (SELECT array_agg(i * 50 ORDER BY i) FROM generate_series(0, 99) i), (SELECT array_agg(round((5 + sin((s * 20 + i) / 5000.0) + random() / 5)::numeric, 3)::float8 ORDER BY i) FROM generate_series(0, 99) i WHERE s IS NOT NULL)
     FROM generate_series($2::bigint, $3::bigint - 5, 5) s`, values)
  await system.db.operatorPool.query(
    `INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at)
     SELECT tenant_id, signal_id, 900, to_timestamp(floor(extract(epoch FROM starts_at) / 900) * 900), sum(cardinality(vals)), 0, 0, 0, 0, 0, 0, min(starts_at), max(ends_at)
     FROM reading_chunk WHERE tenant_id = $1 AND signal_id = 'fast' AND starts_at >= to_timestamp($2) AND starts_at < to_timestamp($3) GROUP BY 1, 2, 4`, values)
  return { from: from * 1000, to: (from + lengthSeconds) * 1000 }
}
