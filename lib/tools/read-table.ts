import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { isNumber, type Mark, markOf, readCell } from '@/lib/tools/number-cell'
import { type CellRow, type Cells, readCells } from '@/lib/tools/read-cells'

export interface NumberTable {
  /** Names of the kept columns, or null when the first line has numbers already. */
  header: string[] | null
  /** Null is an empty cell before a filled one; empty cells at the end of a row are not there. */
  rows: (number | null)[][]
  /** Line of each row in the text, from 1. */
  lines: number[]
  /** Columns that hold a counter, a time or words, by name or number. */
  leftOut: string[]
  /** What was decided where the text allows two readings. */
  notes: string[]
}

/** Heads of columns that count or date the rows, in the languages whose spreadsheets use a decimal comma too. */
const counters = /^(#|no|nr|row|index|id|subgroup|sample|batch|lot|date|time|timestamp|shift|line|datum|uhrzeit|zeit|schicht|charge|probe|stichprobe|los|lfd|lote|muestra|fecha|hora)(?![\p{L}\d])/iu
/** First cells of rows that sum up the others. */
const summaries = /^(sum|total|mean|average|avg|min|max|std\.?dev|stdev|std|range|summe|gesamt|mittel(wert)?|spannweite|standardabweichung|total|moyenne|media)\b[.:]?$/i

/** A number as people write it, with thousands marks and a unit behind; null for anything else. */
export const readNumber = (cell: string, decimalComma = false): number | null => readCell(cell, decimalComma ? ',' : '.')?.value ?? null

/** A number typed into a field: 1,234 is a thousand and more, 12,5 and 0,125 have a decimal comma, 1.234 a decimal point. */
export const readTypedNumber = (text: string): number | null => readNumber(text) ?? readNumber(text, true)

/** By its name; "n" is a counter where it counts, else the number inspected. */
const isCounter = (name: string, cells: string[]): boolean => counters.test(name) || (/^n$/i.test(name) && cells.length > 1 && cells.every((cell, i) => Number(cell) === Number(cells[0]) + i))

interface Column {
  at: number
  name: string
  mark: Mark
  /** How a cell was read that could be read in two ways. */
  note?: string
}

/** Rows before the numbers: titles, names, units. The names are the first of the fullest. */
function splitHead(rows: CellRow[]): { names: string[] | null; body: CellRow[] } {
  const numbered = rows.findIndex(({ cells }) => cells.some((cell) => isNumber(cell)))
  if (numbered < 0) return { names: null, body: [] }
  const head = rows.slice(0, numbered)
  // Subgroups whose columns are called 1, 2, 3 behind "No": words over numbers.
  const [first, second] = [rows[numbered]!.cells, rows[numbered + 1]?.cells]
  const isHead = head.length === 0 && second !== undefined && first.some((cell, at) => (counters.test(cell) || /^n$/i.test(cell)) && !/\d/.test(cell) && (second[at] ?? '') !== '' && !counters.test(second[at]!))
  if (isHead) return { names: first, body: rows.slice(1) }
  const filled = ({ cells }: CellRow) => cells.filter((cell) => cell !== '').length
  const most = Math.max(...head.map(filled))
  return { names: head.find((row) => filled(row) === most)?.cells ?? null, body: rows.slice(numbered) }
}

/** The decimal mark of a column by its own cells, else by the rest of the table, else by what spreadsheets write. Refused where the cells contradict each other. */
function columnOf(at: number, name: string, body: CellRow[], { separator }: Cells, others: Set<Mark>): Checked<Column> {
  const own = body.map(({ cells, no }) => ({ mark: markOf(cells[at] ?? ''), cell: cells[at] ?? '', no })).filter(({ mark }) => mark !== null)
  const odd = own.find(({ mark }) => mark !== own[0]!.mark)
  if (odd) return refuse('mixed_decimals', `Line ${odd.no}: "${odd.cell}" has another decimal mark than "${own[0]!.cell}" of line ${own[0]!.no}.`, odd.no)
  if (own[0]) return figure({ at, name, mark: own[0].mark! })
  const open = body.map(({ cells, no }) => ({ cell: cells[at] ?? '', no })).filter(({ cell }) => /\d[.,]\d{3}(?!\d)/.test(cell))
  const [comma, point] = [',', '.'].map((mark) => open.find(({ cell }) => cell.includes(mark)))
  if (comma && point) return refuse('mixed_decimals', `Line ${point.no}: "${point.cell}" beside "${comma.cell}" of line ${comma.no}: one of them may be a thousand.`, point.no)
  const [only] = others.size === 1 ? others : []
  const mark = only ?? (comma && separator !== ',' ? ',' : '.')
  const guess = only ? undefined : (comma ?? point)
  return figure({ at, name, mark, ...(guess && { note: `${name}: "${guess.cell}" is read as ${readNumber(guess.cell, mark === ',')}` }) })
}

/**
 * Numbers out of what somebody pasted from a spreadsheet or saved as CSV: titles, names and units above, counters and times
 * left out, decimal commas, thousands marks, units behind the numbers. Refused with the line that does not fit.
 */
export function readTable(text: string): Checked<NumberTable> {
  const read = readCells(text)
  if (!read.ok) return read
  if (read.value.rows.length === 0) return refuse('nothing', 'Paste rows of numbers.')
  const { names, body } = splitHead(read.value.rows)
  const width = body.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const all = Array.from({ length: width }, (_, at) => ({ at, name: names?.[at] || `column ${at + 1}` }))
  const isData = ({ at }: { at: number }) => {
    const filled = body.filter(({ cells }) => (cells[at] ?? '') !== '')
    const numeric = filled.filter(({ cells }) => isNumber(cells[at]))
    return numeric.length > filled.length / 2 && !(names && width > 1 && isCounter(names[at] ?? '', filled.map(({ cells }) => cells[at]!)))
  }
  const kept = all.filter(isData)
  if (kept.length === 0) return refuse('no_numbers', 'No column of numbers was found.')
  const leftOut = all.filter((column) => !kept.includes(column)).filter(({ at }) => names?.[at] || body.some(({ cells }) => cells[at])).map(({ name }) => name)
  const others = new Set(kept.flatMap(({ at }) => body.map(({ cells }) => markOf(cells[at] ?? ''))).filter((mark) => mark !== null))
  const columns: Column[] = []
  for (const { at, name } of kept) {
    const column = columnOf(at, name, body, read.value, others)
    if (!column.ok) return column
    columns.push(column.value)
  }
  const rows = readRows(body, columns)
  return rows.ok ? figure({ header: names && columns.map(({ at }) => names[at] ?? ''), ...rows.value, leftOut, notes: columns.flatMap(({ note }) => note ?? []) }) : rows
}

function readRows(body: CellRow[], columns: Column[]): Checked<Pick<NumberTable, 'rows' | 'lines'>> {
  const units = new Map<number, { unit: string; no: number }>()
  const rows: (number | null)[][] = []
  const lines: number[] = []
  for (const { cells, no } of body) {
    const row: (number | null)[] = []
    for (const { at, mark } of columns) {
      const cell = cells[at] ?? ''
      const made = cell === '' ? null : readCell(cell, mark)
      if (cell !== '' && !made) return refuse('not_a_number', `Line ${no}: "${cell}" is no number.`, no)
      const known = units.get(at)
      if (made?.unit && known && known.unit !== made.unit) return refuse('mixed_units', `Line ${no}: "${cell}" is in ${made.unit}, line ${known.no} in ${known.unit}.`, no)
      if (made?.unit && !known) units.set(at, { unit: made.unit, no })
      row.push(made?.value ?? null)
    }
    const filled = row.findLastIndex((value) => value !== null) + 1
    if (filled === 0) continue
    if (summaries.test(cells[0]!)) return refuse('summary', `Line ${no}: "${cells[0]}" sums up the rows above; take it out.`, no)
    rows.push(row.slice(0, filled))
    lines.push(no)
  }
  return figure({ rows, lines })
}
