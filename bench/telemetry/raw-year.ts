import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { float8Array, int4Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import type { System } from '@/lib/system'
import { checkout } from '@/scripts/checkout'
import { signalName } from './facility'

export const rawSignals = 8
/** Of its last month each signal has all that a facility sends, ten readings a second; a disk holds a tenth of that of the year before. */
const olderMs = 1000
const recentMs = 100
const [days, recentDays] = [365, 30]
/** A signal of which less than that is known has gaps. */
export const expectedSeconds = olderMs / 1000
export const rawReadings = rawSignals * 86_400_000 * ((days - recentDays) / olderMs + recentDays / recentMs)

/** A year of raw readings in Parquet, sorted by signal and time, which is the best that can be done for who asks it; a file for each signal and rate. */
export interface RawYear {
  duck: DuckDBConnection
  /** Of the first reading, and after the last; epoch ms. */
  from: number
  to: number
  /** To be read in a statement. */
  table: string
}

const folder = path.join(checkout, 'var/bench')

/** Written once a day, 2 GB; the year ends at midnight. */
export async function openRawYear(): Promise<RawYear> {
  const to = Math.floor(Date.now() / 86_400_000) * 86_400_000
  const [from, recentFrom] = [to - days * 86_400_000, to - recentDays * 86_400_000]
  mkdirSync(folder, { recursive: true })
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  const files: string[] = []
  for (let signal = 0; signal < rawSignals; signal++) files.push(await rawFile(duck, signal, from, recentFrom, olderMs), await rawFile(duck, signal, recentFrom, to, recentMs))
  for (const old of readdirSync(folder)) if (old.startsWith('raw-') && !files.includes(path.join(folder, old))) rmSync(path.join(folder, old))
  return { duck, from, to, table: `read_parquet([${files.map((file) => `'${file}'`).join(', ')}])` }
}

async function rawFile(duck: DuckDBConnection, signal: number, from: number, to: number, everyMs: number): Promise<string> {
  const file = path.join(folder, `raw-${signal}-${everyMs}-ms-${from}-${to}.parquet`)
  if (existsSync(file)) return file
  rmSync(`${file}.new`, { force: true })
  // A range comes in its order, and is written so.
  await duck.run(`COPY (
    SELECT '${signalName(signal)}' AS signal, ${from}::BIGINT + i * ${everyMs} AS t, round(60 + 20 * sin((i + ${signal * 977}) / 37000.0) + (hash(i, ${signal}) % 1000) / 250.0, 3) AS v
    FROM range(${(to - from) / everyMs}) AS b(i)
  ) TO '${file}.new' (FORMAT parquet, COMPRESSION zstd)`)
  renameSync(`${file}.new`, file)
  return file
}

/** The roll-ups of the same readings, as the historian would have written them: read once, the higher levels from the lowest. */
export async function storeRollups({ duck, table }: RawYear, system: System, tenantId: string): Promise<void> {
  await duck.run(`CREATE OR REPLACE TEMP TABLE lowest AS
    SELECT signal, (t // 900000) * 900000 AS bucket, count(*) AS n, sum(v) AS s, sum(v * v) AS q, min(v) AS low, max(v) AS high,
      arg_min(v, t) AS first, arg_max(v, t) AS last, min(t) AS first_at, max(t) AS last_at
    FROM ${table} GROUP BY 1, 2`)
  for (const level of [900, 3600, 86_400]) {
    const reader = await duck.runAndReadAll(`
      SELECT signal, (bucket // ${level * 1000}) * ${level * 1000} AS at, sum(n)::INTEGER, sum(s), sum(q), min(low), max(high),
        arg_min(first, first_at), arg_max(last, last_at), min(first_at), max(last_at)
      FROM lowest GROUP BY 1, 2 ORDER BY 1, 2`)
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
  await system.db.operatorPool.query('UPDATE signal SET expected_interval_seconds = $2 WHERE tenant_id = $1', [tenantId, expectedSeconds])
  await system.db.operatorPool.query('ANALYZE signal_rollup').catch(() => undefined)
}
