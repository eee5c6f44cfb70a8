import type { DuckDBConnection } from '@duckdb/node-api'
import { historyLimits } from '@/lib/history/limits'
import type { LocalSpan } from '@/lib/history/local-spans'
import { rowsIn, Unreadable } from '@/lib/history/look-at-file'
import type { ReadBatch, ReadResult, ToReader } from '@/lib/history/protocol'
import { cellsOf, judged, rowsOf, withMoments, withTimes } from '@/lib/history/read-sql'
import { quoted } from '@/lib/lake/lake-sql'
import { appendRows } from '@/lib/plant/write-parquet'

const [hourMs, dayMs] = [3_600_000, 86_400_000]

type Read = Extract<ToReader, { kind: 'read' }>

/**
 * Judges every cell of the file; writes what can be taken as Parquet (signal, t in milliseconds, v in the signal's unit; by day,
 * signal and time), and what is refused as CSV. The same file and plan give the same files. @throws Unreadable
 */
export async function readFileInto(connection: DuckDBConnection, read: Read): Promise<ReadResult> {
  const { file, form, mapping, plan, spans, oldest, newest, readings, refused, refusedListed } = read
  await connection.run('CREATE TEMP TABLE plan (name VARCHAR, unit VARCHAR, signal VARCHAR, factor DOUBLE, "offset" DOUBLE, code VARCHAR, message VARCHAR)')
  const text = (one: string) => ({ name: one, type: 'text' as const })
  await appendRows(connection, { name: 'plan' }, {
    columns: [text('name'), text('unit'), text('signal'), { name: 'factor', type: 'double' }, { name: 'offset', type: 'double' }, text('code'), text('message')],
    rows: plan.map((entry) => [entry.name, entry.unit, entry.signal, entry.factor, entry.offset, entry.refusal?.code ?? null, entry.refusal?.message ?? null]),
  })
  await insertSpans(connection, spans)
  const moments = withMoments(withTimes(cellsOf(rowsOf(file, form), form.columns, mapping), mapping.timeForm), mapping.doubled)
  await connection.run(`CREATE TEMP TABLE cell AS ${moments}`)
  await connection.run(`CREATE TEMP TABLE verdict AS ${judged('SELECT * FROM cell', { oldest, newest, decimal: mapping.decimal, timeZone: mapping.timeZone })}; DROP TABLE cell`)
  const result = await resultOf(connection, form.rows)
  if (result.readings > historyLimits.readings) throw new Unreadable(`The file holds ${result.readings} readings; one import takes ${historyLimits.readings}. Split the file.`)
  await connection.run(`COPY (SELECT signal, t, v FROM verdict WHERE code IS NULL ORDER BY t // ${dayMs}, signal, t) TO ${quoted(readings)} (FORMAT parquet, COMPRESSION zstd)`)
  await connection.run(`COPY (SELECT row, code AS reason, message, ${['name', 'time', 'value', 'unit'].map((one) => `${inert(one)} AS ${one}`).join(', ')} FROM verdict WHERE code IS NOT NULL ORDER BY row, name LIMIT ${refusedListed}) TO ${quoted(refused)} (FORMAT csv, HEADER true)`)
  await connection.run('DROP TABLE verdict')
  return result
}

/** The table `span` of what the wall clock means. */
export async function insertSpans(connection: DuckDBConnection, spans: LocalSpan[]): Promise<void> {
  const rows = spans.map(({ from, kind, offsetMs, laterMs }) => `(${from}, ${quoted(kind)}, ${offsetMs}, ${laterMs})`)
  await connection.run(`CREATE TEMP TABLE span ("from" BIGINT, kind VARCHAR, offset_ms BIGINT, later_ms BIGINT); INSERT INTO span VALUES ${rows.join(', ')}`)
}

/** As text that a spreadsheet does not compute. A number stays one. */
const inert = (cell: string) => `CASE WHEN regexp_matches(${cell}, '^[=+@\\-\\t\\r]') AND NOT regexp_full_match(${cell}, '[+-]?[\\d.,:eE+-]*') THEN '''' || left(${cell}, 300) ELSE left(${cell}, 300) END`

async function resultOf(connection: DuckDBConnection, rows: number): Promise<ReadResult> {
  const reasons = await rowsIn(connection, `SELECT code, count(*), min(row), arg_min(message, row) FROM verdict WHERE code IS NOT NULL GROUP BY code ORDER BY 2 DESC, 1`)
  const signals = await rowsIn(connection, `SELECT signal, count(*), min(t), max(t), min(v), max(v) FROM verdict WHERE code IS NULL GROUP BY signal ORDER BY signal`)
  const [twice] = await rowsIn(connection, `SELECT count(*) FROM verdict WHERE code IS NULL AND is_twice`)
  const total = (all: unknown[][]) => all.reduce((sum, row) => sum + Number(row[1]), 0)
  return {
    rows,
    readings: total(signals),
    refused: total(reasons),
    reasons: reasons.map(([code, count, firstRow, message]) => ({ code: String(code), count: Number(count), firstRow: Number(firstRow), message: String(message) })),
    signals: signals.map(([signal, count, first, last, min, max]) => ({ signal: String(signal), count: Number(count), first: Number(first), last: Number(last), min: Number(min), max: Number(max) })),
    twice: Number(twice![0]),
  }
}

/**
 * Readings of such a file from a place on: at least so many, where there are so many, and never a part of a signal's hour.
 */
export async function nextReadings(connection: DuckDBConnection, file: string, from: number, atLeast: number): Promise<ReadBatch> {
  const result = await connection.stream(`SELECT signal, t::DOUBLE, v FROM read_parquet(${quoted(file)}) LIMIT ${historyLimits.readings} OFFSET ${from}`)
  const groups: { signal: string; t: number[]; v: number[] }[] = []
  let count = 0
  let hour = NaN
  for await (const rows of result.yieldRows()) {
    for (const [signal, t, v] of rows as [string, number, number][]) {
      const last = groups.at(-1)
      const isSame = last?.signal === signal
      if (count >= atLeast && !(isSame && Math.floor(t / hourMs) === hour)) return batch(count, groups)
      if (isSame) {
        last.t.push(t)
        last.v.push(v)
      } else groups.push({ signal, t: [t], v: [v] })
      hour = Math.floor(t / hourMs)
      count++
    }
  }
  return batch(count, groups)
}

const batch = (count: number, groups: { signal: string; t: number[]; v: number[] }[]): ReadBatch => ({ count, groups: groups.map(({ signal, t, v }) => ({ signal, t: Float64Array.from(t), v: Float64Array.from(v) })) })
