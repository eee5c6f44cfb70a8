import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { lakeKeyName } from '@/lib/lake/lake-key-name'
import { quoted, readFiles } from '@/lib/lake/lake-sql'
import { fileLayout } from '@/lib/lake/parquet-writer'
import { installLakeCrypto } from '@/scripts/lake/install-crypto'
import { describeMachine } from './floors'
import { type Measured, percentile, report, times } from './statistics'
import { signalName } from './telemetry/facility'

/** So many signals, one reading each five seconds: of each layout a copy is written in some seconds. */
const [signals, days, stepSeconds, signalsPerLine] = [200, 5, 5, 25]
const perDay = 86_400 / stepSeconds
const first = Date.parse('2026-03-01T00:00:00Z')
const dayMs = 86_400_000
const runs = 7

/** Bits of two whole numbers in turn: near in both is near in the order. */
const zOrder = `list_sum([(((s >> k) & 1) << (2 * k + 1)) + ((((i // 9)::BIGINT >> k) & 1) << (2 * k)) FOR k IN range(12)])`

interface Layout {
  name: string
  order: string
  /** Which files there are: each a condition on day `d`, step of the day `i` and signal `s`. */
  files: string[]
}

const eachDay = Array.from({ length: days }, (_, d) => `d = ${d}`)
const lines = Array.from({ length: signals / signalsPerLine }, (_, line) => `s BETWEEN ${line * signalsPerLine} AND ${(line + 1) * signalsPerLine - 1}`)
const layouts: Layout[] = [
  { name: 'a file a day, sorted by signal and time', order: 's, i', files: eachDay },
  { name: 'a file a day, sorted by time and signal', order: 'i, s', files: eachDay },
  { name: 'a file a day, Z-order of signal and time', order: `${zOrder}, s, i`, files: eachDay },
  { name: 'a file a day and line, sorted by signal and time', order: 's, i', files: eachDay.flatMap((day) => lines.map((line) => `${day} AND ${line}`)) },
  { name: 'a file an hour, sorted by signal and time', order: 's, i', files: eachDay.flatMap((day) => Array.from({ length: 24 }, (_, hour) => `${day} AND i // ${perDay / 24} = ${hour}`)) },
  { name: 'one file, sorted by signal and time', order: 's, d, i', files: ['true'] },
]

const moment = (ms: number) => `TIMESTAMPTZ '${new Date(ms).toISOString()}'`
const between = (from: number, to: number) => `time >= ${moment(from)} AND time < ${moment(to)}`
const last = first + (days - 1) * dayMs
const line = Array.from({ length: signalsPerLine }, (_, i) => signalName(100 + i)).toSorted()
const bounds = `signal BETWEEN ${quoted(line[0]!)} AND ${quoted(line.at(-1)!)}`

/** What the product and its people ask of readings. */
const queries: { what: string; sql: string }[] = [
  { what: 'all days of one signal, by hour', sql: `SELECT date_trunc('hour', time), min(value), avg(value), max(value) FROM readings WHERE signal = ${quoted(signalName(77))} GROUP BY 1` },
  { what: 'one day of one line, by minute', sql: `SELECT signal, date_trunc('minute', time), avg(value) FROM readings WHERE ${bounds} AND signal IN (${line.map(quoted).join(', ')}) AND ${between(last, last + dayMs)} GROUP BY 1, 2` },
  { what: 'one hour of every signal', sql: `SELECT signal, count(*), avg(value) FROM readings WHERE ${between(last + dayMs / 2, last + dayMs / 2 + 3_600_000)} GROUP BY 1` },
  { what: 'ten minutes of one signal', sql: `SELECT time, value FROM readings WHERE signal = ${quoted(signalName(77))} AND ${between(last + dayMs / 2, last + dayMs / 2 + 600_000)} ORDER BY 1` },
  { what: 'greatest value of every signal, all days', sql: 'SELECT signal, max(value) FROM readings GROUP BY 1' },
]

/** How the order of rows and the cut into files change what the product's own queries cost: the same readings, laid out in each way, encrypted as they are. */
export async function layout(): Promise<void> {
  await describeMachine()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'millrace-layout-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '2GB', temp_directory: path.join(folder, 'spill') })
  const duck = await instance.connect()
  try {
    await duck.run(`LOAD ${quoted(await installLakeCrypto())}; PRAGMA add_parquet_key('${lakeKeyName}', ${quoted(randomBytes(32).toString('base64'))}); SET TimeZone = 'UTC'`)
    for (const [i, one] of layouts.entries()) await measure(duck, one, path.join(folder, String(i)))
  } finally {
    duck.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(duck: DuckDBConnection, { name, order, files }: Layout, folder: string): Promise<void> {
  mkdirSync(folder)
  const [writeMs] = await times(1, () => write(duck, order, files, folder))
  const written = readdirSync(folder).map((file) => path.join(folder, file))
  const bytes = written.reduce((total, file) => total + statSync(file).size, 0)
  await duck.run(`CREATE OR REPLACE VIEW readings AS SELECT signal, time, value FROM ${readFiles(written)}`)
  const rows: Measured[] = []
  for (const { what, sql } of queries) {
    await duck.runAndReadAll(sql)
    const cpu: number[] = []
    const wall = await times(runs, async () => {
      const before = process.cpuUsage()
      await duck.runAndReadAll(sql)
      const { user, system } = process.cpuUsage(before)
      cpu.push((user + system) / 1000)
    })
    rows.push({ what, value: percentile(cpu, 0.5), unit: 'ms', note: `of CPU; ${percentile(wall, 0.5).toFixed(0)} ms by the clock` })
  }
  const million = (signals * days * perDay) / 1e6
  report(`${name}: ${million.toFixed(0)} million readings, files: ${written.length}, ${(bytes / million / 1e6).toFixed(2)} bytes a reading, written in ${(writeMs! / 1000).toFixed(1)} s`, rows)
  rmSync(folder, { recursive: true })
}

/** Day by day, so that it fits into memory; one file over all days from the days sorted. */
async function write(duck: DuckDBConnection, order: string, files: string[], folder: string): Promise<void> {
  const names = Array.from({ length: signals }, (_, i) => quoted(signalName(i))).join(', ')
  const source = `(SELECT s, d, i FROM range(${signals}) AS a(s), range(${days}) AS b(d), range(${perDay}) AS c(i))`
  for (const [n, condition] of files.entries()) {
    await duck.run(`COPY (SELECT ([${names}])[s + 1] AS signal, make_timestamptz((${first} + d * ${dayMs} + i * ${stepSeconds * 1000}) * 1000) AS time, round(60 + 20 * sin((i + s * 977) / 3700.0) + (hash(i, s, d) % 1000) / 250.0, 3) AS value
      FROM ${source} WHERE ${condition} ORDER BY ${order}) TO ${quoted(path.join(folder, `${n}.parquet`))} ${fileLayout}`)
  }
}
