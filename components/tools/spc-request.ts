import { chosenColumns, columnUse } from '@/components/tools/spc-columns'
import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { type NumberTable, readNumber } from '@/lib/tools/read-table'
import type { RuleSet, SpcChart, SpcRequest } from '@/lib/tools/spc-tool'

export const spcCharts: { id: SpcChart; label: string }[] = [
  { id: 'xbar-r', label: 'x̄ and R: subgroups' },
  { id: 'xbar-s', label: 'x̄ and s: subgroups' },
  { id: 'i-mr', label: 'Individuals and moving range' },
  { id: 'p', label: 'p: share defective' },
  { id: 'np', label: 'np: number defective' },
  { id: 'c', label: 'c: defects' },
  { id: 'u', label: 'u: defects a unit' },
  { id: 'ewma', label: 'EWMA' },
  { id: 'cusum', label: 'CUSUM, tabular' },
]

/** What stands in the fields of the analyser, as text; all of it is kept and carried. */
export const spcFields = { text: '', chart: '', columns: '', from: '', rules: 'nelson', lsl: '', usl: '', target: '', first: '', last: '', exclude: '', size: '', lambda: '0.2', k: '0.5', h: '5' }
export type SpcFields = typeof spcFields

/** Rows drawn at once; the API takes more. */
export const mostRows = 2000

/** The wished chart, or that which the shape of the table suggests. */
export const chartOf = ({ chart }: SpcFields, width: number): SpcChart => spcCharts.find(({ id }) => id === chart)?.id ?? (width > 1 ? 'xbar-r' : 'i-mr')

export const widthOf = ({ rows }: NumberTable): number => rows.reduce((most, row) => Math.max(most, row.length), 0)
export const columnNames = (table: NumberTable): string[] => Array.from({ length: widthOf(table) }, (_, at) => table.header?.[at] || `column ${at + 1}`)
export const columnsOf = (fields: SpcFields, chart: SpcChart, width: number) => chosenColumns(fields.columns, columnUse(chart), width, fields.size.trim() !== '')

const number = (text: string): number | null => (text.trim() === '' ? null : (readNumber(text, text.includes(',')) ?? Number.NaN))

/** The request of the same API, out of the fields. Refused with the field that is no number, or the line that lacks a value. */
export function spcRequestOf(fields: SpcFields, table: NumberTable): Checked<SpcRequest> {
  const numbers = { from: number(fields.from), lsl: number(fields.lsl), usl: number(fields.usl), target: number(fields.target), first: number(fields.first), last: number(fields.last), size: number(fields.size), lambda: number(fields.lambda), k: number(fields.k), h: number(fields.h) }
  const odd = Object.entries(numbers).find(([, value]) => Number.isNaN(value))
  if (odd) return refuse('not_a_number', `${odd[0]}: a number, please.`, odd[0])
  const { from, lsl, usl, target, first, last, size, lambda, k, h } = numbers
  const exclude = exclusionsOf(fields.exclude)
  if (!exclude.ok) return exclude
  const chart = chartOf(fields, widthOf(table))
  const readings = readingsOf(fields, chart, size, rowsFrom(table, from ?? 1))
  if (!readings.ok) return readings
  const count = readings.value.values?.length ?? readings.value.counts!.length
  return figure({
    chart,
    rules: fields.rules as RuleSet,
    ...readings.value,
    ...((first !== null || last !== null) && { phaseI: [first ?? 1, last ?? count] as [number, number] }),
    ...(exclude.value.length > 0 && { exclude: exclude.value }),
    ...((lsl !== null || usl !== null) && { spec: { lsl, usl, target } }),
    ...(lambda !== null && { lambda }),
    ...(k !== null && { k }),
    ...(h !== null && { h }),
  })
}

/** As many rows as are drawn, from the one wished. */
function rowsFrom(table: NumberTable, from: number): NumberTable {
  const start = Math.max(0, Math.min(Math.floor(from) - 1, table.rows.length - 1))
  return { ...table, rows: table.rows.slice(start, start + mostRows), lines: table.lines.slice(start, start + mostRows) }
}

function readingsOf(fields: SpcFields, chart: SpcChart, size: number | null, table: NumberTable): Checked<Pick<SpcRequest, 'values' | 'counts' | 'sizes'>> {
  const use = columnUse(chart)
  const columns = columnsOf(fields, chart, columnNames(table).length)
  const at = (row: NumberTable['rows'][number], column: number) => row[column] ?? null
  const empty = (isEmpty: (row: NumberTable['rows'][number]) => boolean, names: number[]) => {
    const i = table.rows.findIndex(isEmpty)
    return i < 0 ? null : refuse('no_value', `Line ${table.lines[i]}: no value in ${names.map((column) => columnNames(table)[column]).join(', ')}.`, table.lines[i])
  }
  const values = table.rows.map((row) => columns.values.map((column) => at(row, column)).filter((value) => value !== null))
  const hole = empty((row) => columns.values.every((column) => at(row, column) === null), columns.values)
  if (hole) return hole
  if (use === 'subgroup' || use === 'value') return figure({ values })
  const counts = values.map(([count]) => count!)
  if (use === 'count') return figure({ counts })
  if (columns.size === null) return size === null ? refuse('no_size', 'Say how many were inspected each time, or choose their column.', 'size') : figure({ counts, sizes: size })
  const { size: column } = columns
  return empty((row) => at(row, column) === null, [column]) ?? figure({ counts, sizes: table.rows.map((row) => at(row, column)!) })
}

/** "3 start-up, 7, 9 wrong gauge": rows with their reasons. */
function exclusionsOf(text: string): Checked<{ row: number; reason: string }[]> {
  const parts = text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean)
  const read = parts.map((part) => /^(\d+)\s*(.*)$/.exec(part))
  const odd = read.findIndex((match) => !match)
  if (odd >= 0) return refuse('not_a_row', `Left out: "${parts[odd]}" does not begin with the number of a row.`, 'exclude')
  return figure(read.map((match) => ({ row: Number(match![1]), reason: match![2] || 'left out' })))
}
