import pg from 'pg'
import { numbersAt } from '@/lib/adapters/telemetry/binary-array'
import { binaryRows } from '@/lib/copy-out'
import type { Database } from '@/lib/db'
import { Remembered } from '@/lib/remembered'
import { type Reach, reachSettings } from '@/lib/tenancy/reach'
import { moment } from '@/lib/telemetry/trend/raw-readings'
import type { TrendWindow } from '@/lib/telemetry/trend/thin'
import { keptMs, settledMs } from '@/lib/telemetry/trend/trend-cache'

const columns = ['at', 'count', 'sum', 'squares', 'min', 'max', 'first', 'last', 'firstAt', 'lastAt'] as const

/** Of one signal, ascending. Times in epoch milliseconds; NaN where a story says nothing of them. */
export type RollupRows = Record<(typeof columns)[number], Float64Array>

export interface RollupQuestion {
  signalIds: string[]
  window: TrendWindow
  levelSeconds: number
  /** Epoch milliseconds; null: nothing from memory, for what is kept as a record. */
  now: number | null
}

/** Roll-ups in one piece that is remembered: five days of quarters of an hour, three weeks of hours. 40 kB at most. */
const pieceRows = 512
const mostPieces = 3000

/** By database: a process of tests has several. */
const remembered = new WeakMap<Database, Remembered<RollupRows | null>>()

/**
 * Roll-ups of one level that touch the window, of each signal in pieces that follow each other. Whoever looks at a plant
 * looks at the same signals as the others, and at the same past as a minute ago: pieces that are over are read once a minute.
 * What a reader may not see is not in their pieces: they are of the reader's own reach.
 */
export async function readRollups(db: Database, reach: Reach, { signalIds, window, levelSeconds, now }: RollupQuestion): Promise<Map<string, RollupRows[]>> {
  const known = piecesOf(db)
  const pieceMs = pieceRows * levelSeconds * 1000
  const earliest = Math.floor(window.from / (levelSeconds * 1000)) * levelSeconds * 1000
  const [first, last] = [Math.floor(earliest / pieceMs), Math.floor((window.to - 1) / pieceMs)]
  const prefix = JSON.stringify([reachSettings(reach), levelSeconds])
  const keyOf = (id: string, piece: number) => `${prefix} ${piece} ${id}`
  const found = new Map(signalIds.map((id) => [id, Array.from({ length: last - first + 1 }, (_, i) => (now === null ? undefined : known.get(keyOf(id, first + i), now)))]))
  const missing = [...found.values()].flatMap((pieces) => pieces.flatMap((piece, i) => (piece === undefined ? [first + i] : [])))
  if (missing.length > 0) {
    const [from, to] = [Math.min(...missing), Math.max(...missing)]
    const incomplete = signalIds.filter((id) => found.get(id)!.includes(undefined))
    const read = await copyRollups(db, reach, incomplete, { from: from * pieceMs, to: (to + 1) * pieceMs }, levelSeconds)
    for (const id of incomplete) {
      for (let piece = from; piece <= to; piece++) {
        const rows = partOf(read.get(id), piece * pieceMs, (piece + 1) * pieceMs)
        found.get(id)![piece - first] = rows
        if (now !== null && (piece + 1) * pieceMs <= now - settledMs) known.set(keyOf(id, piece), rows && copyOf(rows), now, now + keptMs)
      }
    }
  }
  return new Map([...found].map(([id, pieces]) => [id, pieces.flatMap((piece) => partOf(piece, earliest, window.to) ?? [])]))
}

function piecesOf(db: Database): Remembered<RollupRows | null> {
  const known = remembered.get(db) ?? new Remembered(mostPieces)
  remembered.set(db, known)
  return known
}

/** Those that begin in [from, to); null for none. */
function partOf(rows: RollupRows | null | undefined, from: number, to: number): RollupRows | null {
  if (!rows) return null
  const [start, end] = [from, to].map((moment) => placeOf(rows.at, moment)) as [number, number]
  if (start === end) return null
  return start === 0 && end === rows.at.length ? rows : mapRows((column) => rows[column].subarray(start, end))
}

/** How many of these ascending times lie before the moment. */
function placeOf(times: Float64Array, moment: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** A part of an array keeps all of it in memory. */
const copyOf = (rows: RollupRows): RollupRows => mapRows((column) => rows[column].slice())
const mapRows = (make: (column: keyof RollupRows, place: number) => Float64Array): RollupRows => Object.fromEntries(columns.map((column, place) => [column, make(column, place)])) as RollupRows

/** They come as arrays in binary: grouped and written as text by the server, a month of eight signals took it four times as long. */
async function copyRollups(db: Database, reach: Reach, signalIds: string[], window: TrendWindow, levelSeconds: number): Promise<Map<string, RollupRows>> {
  const read = new Map<string, RollupRows>()
  const take = binaryRows((view, [i, ...starts]) => {
    read.set(signalIds[view.getInt32(i!)]!, mapRows((_, place) => numbersAt(view, starts[place]!)))
  })
  await db.copyInTenant(reach, rollupQuery(signalIds, window, levelSeconds), take)
  return read
}

/** COPY takes no parameters. The inner order is the index's, and that of the arrays. */
function rollupQuery(signalIds: string[], { from, to }: TrendWindow, levelSeconds: number): string {
  const ids = `ARRAY[${signalIds.map((id) => pg.escapeLiteral(id)).join(', ')}]::text[]`
  return `COPY (
    SELECT (array_position(${ids}, signal_id) - 1)::integer, array_agg(bucket_at::timestamptz), array_agg(count), array_agg(sum), array_agg(sum_squares), array_agg(min), array_agg(max),
      array_agg(first), array_agg(last), array_agg(first_at::timestamptz), array_agg(last_at::timestamptz)
    FROM (
      SELECT * FROM telemetry_rollup
      WHERE signal_id = ANY(${ids}) AND level_seconds = ${Number(levelSeconds)} AND bucket_at >= ${moment(from)} AND bucket_at < ${moment(to)} AND count > 0
      ORDER BY signal_id, bucket_at) ascending
    GROUP BY signal_id
  ) TO STDOUT (FORMAT binary)`
}
