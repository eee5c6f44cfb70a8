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
export const spcFields = { text: '', chart: '', columns: '', rules: 'nelson', lsl: '', usl: '', target: '', first: '', last: '', exclude: '', size: '', lambda: '0.2', k: '0.5', h: '5' }
export type SpcFields = typeof spcFields

const isAttribute = (chart: SpcChart) => ['p', 'np', 'c', 'u'].includes(chart)
export const takesSizes = (chart: SpcChart) => chart === 'p' || chart === 'np' || chart === 'u'

/** The wished chart, or that which the shape of the table suggests. */
export const chartOf = ({ chart }: SpcFields, width: number): SpcChart => spcCharts.find(({ id }) => id === chart)?.id ?? (width > 1 ? 'xbar-r' : 'i-mr')

/** Positions of the columns that are used: those chosen, or all. */
export function columnsOf({ columns }: SpcFields, width: number): number[] {
  const chosen = columns.split(',').map(Number).filter((column) => columns !== '' && Number.isInteger(column) && column >= 0 && column < width)
  return chosen.length > 0 ? chosen : Array.from({ length: width }, (_, i) => i)
}

const number = (text: string): number | null => (text.trim() === '' ? null : (readNumber(text, text.includes(',')) ?? Number.NaN))

/** The request of the same API, out of the fields. Refused with the field that is no number. */
export function spcRequestOf(fields: SpcFields, { rows }: NumberTable): Checked<SpcRequest> {
  const width = Math.max(...rows.map((row) => row.length))
  const chart = chartOf(fields, width)
  const columns = columnsOf(fields, width)
  const picked = rows.map((row) => columns.flatMap((column) => row[column] ?? []))
  const exclude = exclusionsOf(fields.exclude)
  if (!exclude.ok) return exclude
  const numbers = { lsl: number(fields.lsl), usl: number(fields.usl), target: number(fields.target), first: number(fields.first), last: number(fields.last), size: number(fields.size), lambda: number(fields.lambda), k: number(fields.k), h: number(fields.h) }
  const odd = Object.entries(numbers).find(([, value]) => Number.isNaN(value))
  if (odd) return refuse('not_a_number', `${odd[0]}: a number, please.`, odd[0])
  const { lsl, usl, target, first, last, size, lambda, k, h } = numbers
  return figure({
    chart,
    rules: fields.rules as RuleSet,
    ...(isAttribute(chart) ? { counts: picked.map(([count]) => count!), ...sizesOf(chart, picked, size) } : { values: picked }),
    ...((first !== null || last !== null) && { phaseI: [first ?? 1, last ?? rows.length] as [number, number] }),
    ...(exclude.value.length > 0 && { exclude: exclude.value }),
    ...((lsl !== null || usl !== null) && { spec: { lsl, usl, target } }),
    ...(lambda !== null && { lambda }),
    ...(k !== null && { k }),
    ...(h !== null && { h }),
  })
}

const sizesOf = (chart: SpcChart, rows: number[][], size: number | null) =>
  !takesSizes(chart) ? {} : size !== null ? { sizes: size } : rows.every((row) => row.length > 1) ? { sizes: rows.map((row) => row[1]!) } : {}

/** "3 start-up, 7, 9 wrong gauge": rows with their reasons. */
function exclusionsOf(text: string): Checked<{ row: number; reason: string }[]> {
  const parts = text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean)
  const read = parts.map((part) => /^(\d+)\s*(.*)$/.exec(part))
  const odd = read.findIndex((match) => !match)
  if (odd >= 0) return refuse('not_a_row', `Left out: "${parts[odd]}" does not begin with the number of a row.`, 'exclude')
  return figure(read.map((match) => ({ row: Number(match![1]), reason: match![2] || 'left out' })))
}
