import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { float8Array, int4Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import type { System } from '@/lib/system'
import { checkout } from '@/scripts/checkout'
import { signalName } from './facility'

export const rawSignals = 16
const intervalSeconds = 10
const days = 365
export const rawReadings = (rawSignals * days * 86_400) / intervalSeconds

/** A year of raw readings in Parquet, sorted by signal and time, which is the best that can be done for who asks it. */
export interface RawYear {
  duck: DuckDBConnection
  /** Of the first reading, and after the last; epoch ms. */
  from: number
  to: number
  /** To be read in a statement. */
  table: string
}

/** Written once a day into var/bench; the year ends at midnight. */
export async function openRawYear(): Promise<RawYear> {
  const to = Math.floor(Date.now() / 86_400_000) * 86_400_000
  const from = to - days * 86_400_000
  const file = path.join(checkout, 'var/bench', `raw-year-${rawSignals}-${intervalSeconds}-${to}.parquet`)
  mkdirSync(path.dirname(file), { recursive: true })
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  if (!existsSync(file)) {
    rmSync(`${file}.new`, { force: true })
    const names = Array.from({ length: rawSignals }, (_, i) => `'${signalName(i)}'`).join(', ')
    await duck.run(`COPY (
      SELECT ([${names}])[s + 1] AS signal, ${from}::BIGINT + i * ${intervalSeconds * 1000} AS t,
        round(60 + 20 * sin((i + s * 977) / 3700.0) + (hash(i, s) % 1000) / 250.0, 3) AS v
      FROM range(${rawSignals}) AS a(s), range(${(days * 86_400) / intervalSeconds}) AS b(i) ORDER BY s, i
    ) TO '${file}.new' (FORMAT parquet, COMPRESSION zstd)`)
    renameSync(`${file}.new`, file)
  }
  return { duck, from, to, table: `read_parquet('${file}')` }
}

/** The roll-ups of the same readings, as the historian would have written them. */
export async function storeRollups({ duck, table }: RawYear, system: System, tenantId: string): Promise<void> {
  for (const level of [900, 3600, 86_400]) {
    const reader = await duck.runAndReadAll(`
      SELECT signal, (t // ${level * 1000}) * ${level * 1000} AS bucket, count(*)::INTEGER AS n, sum(v) AS s, sum(v * v) AS q, min(v) AS low, max(v) AS high,
        arg_min(v, t) AS first, arg_max(v, t) AS last, min(t) AS first_at, max(t) AS last_at
      FROM ${table} GROUP BY 1, 2 ORDER BY 1, 2`)
    const [signals, buckets, ...numbers] = reader.getColumns() as [string[], bigint[], ...unknown[][]]
    const [n, s, q, low, high, first, last] = numbers as number[][]
    const [firstAt, lastAt] = numbers.slice(7) as bigint[][]
    const times = (list: bigint[]) => timestampArray(list.map(Number))
    await system.db.operatorPool.query(
      `INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at)
       SELECT $1::text, a, $2::integer, b, c, d, e, f, g, h, i, j, k FROM unnest($3::text[], $4::timestamptz[], $5::integer[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::timestamptz[], $13::timestamptz[]) AS u(a, b, c, d, e, f, g, h, i, j, k)`,
      [tenantId, level, signals, times(buckets), int4Array(n!), ...[s, q, low, high, first, last].map((values) => float8Array(values!)), times(firstAt!), times(lastAt!)],
    )
  }
  await system.db.operatorPool.query('ANALYZE signal_rollup').catch(() => undefined)
}
