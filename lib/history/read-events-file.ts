import type { DuckDBConnection } from '@duckdb/node-api'
import { historyLimits } from '@/lib/history/limits'
import { rowsIn, Unreadable } from '@/lib/history/look-at-file'
import type { EventRow, EventTime, ToReader } from '@/lib/history/protocol'
import { rowsOf, withMoments, withTimes } from '@/lib/history/read-sql'
import { insertSpans } from '@/lib/history/read-file'

/** Every row of a table of events, with its times as moments. @throws Unreadable */
export async function readEventsFile(connection: DuckDBConnection, { file, form, mapping, spans }: Extract<ToReader, { kind: 'read-events' }>): Promise<EventRow[]> {
  if (form.rows > historyLimits.events) throw new Unreadable(`The file has ${form.rows} rows; of events ${historyLimits.events} can be brought in at once. Split the file.`)
  await insertSpans(connection, spans)
  await connection.run(`CREATE TEMP TABLE file AS ${rowsOf(file, form)}`)
  const ends = mapping.fields.endsAt ?? null
  const timesOf = (name: string, at: number) => `SELECT row, '${name}' AS name, coalesce(trim(c${at}), '') AS time, '' AS value, '' AS unit, more FROM file`
  const times = [timesOf('time', mapping.time), ...(ends === null ? [] : [`${timesOf('endsAt', ends)} WHERE trim(c${ends}) <> ''`])].join(' UNION ALL ')
  await connection.run(`CREATE TEMP TABLE moment AS ${withMoments(withTimes(times, mapping.timeForm), mapping.doubled)}`)
  const fields = Object.entries(mapping.fields).filter((entry): entry is [string, number] => entry[1] !== null && entry[0] !== 'endsAt')
  const rows = await rowsIn(connection, `SELECT f.row, f.more IS NOT NULL, a.time, a.t, a.clock, b.time, b.t, b.clock ${fields.map(([, at]) => `, coalesce(trim(f.c${at}), '')`).join('')}
    FROM file f JOIN moment a ON a.row = f.row AND a.name = 'time' LEFT JOIN moment b ON b.row = f.row AND b.name = 'endsAt' ORDER BY f.row`)
  return rows.map((cells) => ({
    row: Number(cells[0]), isTorn: cells[1] === true, time: timeIn(cells, 2)!, endsAt: timeIn(cells, 5),
    cells: Object.fromEntries(fields.map(([name], i) => [name, String(cells[8 + i])])),
  }))
}

const timeIn = (cells: unknown[], at: number): EventTime | null =>
  cells[at] === null ? null : { text: String(cells[at]), t: cells[at + 1] === null ? null : Number(cells[at + 1]), clock: cells[at + 2] as string | null }
