import { type EventTable } from '@/lib/history/event-fields'
import type { EventRow, ReadResult, ReasonCount } from '@/lib/history/protocol'
import type { Mapping } from '@/lib/history/mapping'
import { type PlantEvent, type PlantNames, placeOf, readEvents } from '@/lib/telemetry/events/read-events'

interface Refused {
  row: number
  reason: string
  message: string
}

export interface JudgedEvents {
  events: PlantEvent[]
  refused: Refused[]
  result: ReadResult
}

/** A body of which much more is refused is given up as a whole; a file is not. */
const atOnce = 500

type Bounds = Pick<Extract<Mapping, { shape: 'events' }>, 'decimal' | 'timeZone'> & { oldest: number; checkedAt: number }

/** A verdict for each row of a table of events, as the gateway would give it; in the order of the file. */
export function judgeEvents(rows: EventRow[], table: EventTable, names: PlantNames, { decimal, timeZone, oldest, checkedAt }: Bounds): JudgedEvents {
  const refused: Refused[] = []
  const bodies: { row: number; body: Record<string, unknown> }[] = []
  for (const row of rows) {
    const clock = clockWords(row, timeZone)
    if (row.isTorn) refused.push({ row: row.row, reason: 'torn_row', message: 'The row has more cells than the head.' })
    else if (clock) refused.push({ row: row.row, ...clock })
    else bodies.push({ row: row.row, body: bodyOf(row, table, decimal) })
  }
  const events: PlantEvent[] = []
  for (let from = 0; from < bodies.length; from += atOnce) {
    const verdict = readEvents(bodies.slice(from, from + atOnce).map(({ body }) => body), names, checkedAt, checkedAt - oldest)
    events.push(...verdict.events)
    for (const { index, code, message } of verdict.refused) refused.push({ row: bodies[from + index]!.row, reason: code, message })
  }
  refused.sort((a, b) => a.row - b.row)
  return { events, refused, result: resultOf(rows.length, events, refused) }
}

function clockWords({ time, endsAt }: EventRow, timeZone: string): { reason: string; message: string } | null {
  const odd = [time, endsAt].find((one) => one && one.t === null)
  if (!odd) return null
  if (odd.clock === 'missing') return { reason: 'clock_missing', message: `Local time ${odd.text} in ${timeZone} never was: the clock was put forward.` }
  if (odd.clock === 'twice') return { reason: 'clock_twice', message: `Local time ${odd.text} in ${timeZone} was twice: the clock was put back.` }
  return { reason: 'bad_time', message: `"${odd.text}" is no time as chosen.` }
}

/** Empty cells are not said; what should be a number and is none stays text, which is refused by its name. */
function bodyOf({ cells, time, endsAt }: EventRow, { type, fields }: EventTable, decimal: '.' | ','): Record<string, unknown> {
  const body: Record<string, unknown> = { type, t: time.t, ...(endsAt && { endsAt: endsAt.t }) }
  for (const { name, kind } of fields) {
    const cell = cells[name]
    if (cell === undefined || cell === '' || kind === 'time') continue
    body[name] = kind === 'number' ? numberOf(cell, decimal) : cell
  }
  return body
}

function numberOf(cell: string, decimal: '.' | ','): number | string {
  const plain = decimal === ',' ? cell.replace(',', '.') : cell
  const isOther = decimal === ',' && cell.includes('.')
  return !isOther && /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : cell
}

function resultOf(rows: number, events: PlantEvent[], refused: Refused[]): ReadResult {
  const reasons = [...Map.groupBy(refused, ({ reason }) => reason)].map(([code, all]): ReasonCount => ({ code, count: all.length, firstRow: all[0]!.row, message: all[0]!.message }))
  const signals = [...Map.groupBy(events, placeOf)].map(([signal, all]) => ({ signal, count: all.length, first: Math.min(...all.map(({ t }) => t)), last: Math.max(...all.map(({ t }) => t)), min: 0, max: 0 }))
  return { rows, readings: events.length, refused: refused.length, reasons: reasons.sort((a, b) => b.count - a.count), signals: signals.sort((a, b) => (a.signal < b.signal ? -1 : 1)), twice: 0 }
}
