import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { type GaugeOptions, gaugeStudy, type GaugeStudy } from '@/lib/spc/gauge-rr'
import type { GaugeRow } from '@/lib/spc/gauge-rr-design'
import { readNumber } from '@/lib/tools/read-table'

export interface GaugeRequest extends GaugeOptions {
  /** Long rows in any order; trials are counted per cell. */
  rows: GaugeRow[]
}

/** A whole gauge R&R study from long rows; refused as by `gaugeStudy`. */
export const gaugeRrTool = ({ rows, ...options }: GaugeRequest): Checked<GaugeStudy> => gaugeStudy(rows, options)

const heads = {
  part: /^(part|piece|sample|item|teil|werkstück|prüfling)/i,
  appraiser: /^(appraiser|operator|inspector|gauger|prüfer|bediener)/i,
  value: /^(value|reading|measure|result|wert|messwert|messung)/i,
}

type Columns = Record<keyof typeof heads, number>

const separatorOf = (lines: readonly string[]) => ['\t', ';'].find((mark) => lines.every((line) => line.includes(mark))) ?? (lines.every((line) => /,.*,/.test(line)) ? ',' : /\s+/)

/** By the names in the head; without them part, appraiser and, last, the value: what stands between is a counter of trials. */
function columnsOf(head: string[] | null, width: number, hasCommas: boolean): Checked<Columns> {
  const found = head && { part: head.findIndex((name) => heads.part.test(name)), appraiser: head.findIndex((name) => heads.appraiser.test(name)), value: head.findIndex((name) => heads.value.test(name)) }
  if (found && Object.values(found).every((at) => at >= 0)) return figure(found)
  if (width < 3) return refuse('too_few_columns', 'Paste three columns: part, appraiser, value.')
  // "1,A,0,29" may be a decimal comma or a trial: only names can tell.
  if (width > 3 && hasCommas) return refuse('too_many_columns', 'There are more than three columns: name them in the first line, or use semicolons where numbers have a decimal comma.')
  return figure({ part: 0, appraiser: 1, value: width - 1 })
}

interface Line {
  no: number
  cells: string[]
}

function cellsOf(text: string): { table: Line[]; hasCommas: boolean } {
  const used = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/).map((line, i) => ({ line: line.trim(), no: i + 1 })).filter(({ line }) => line !== '')
  const separator = separatorOf(used.map(({ line }) => line))
  const table = used.map(({ line, no }) => ({ no, cells: line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1').trim()) }))
  return { table, hasCommas: separator === ',' }
}

/**
 * Readings out of what somebody pasted: tab, semicolon, comma or blanks between the cells, head or none, decimal commas
 * unless commas part the cells. Refused with the line that does not fit.
 */
export function readGaugeRows(text: string): Checked<GaugeRow[]> {
  const { table, hasCommas } = cellsOf(text)
  if (table.length === 0) return refuse('nothing', 'Paste rows of part, appraiser and value.')
  const [first] = table as [Line, ...Line[]]
  const head = table.length > 1 && !first.cells.some((cell) => /^[-+−]?\d/.test(cell)) ? first.cells : null
  const width = first.cells.length
  const columns = columnsOf(head, width, hasCommas)
  if (!columns.ok) return columns
  const { part, appraiser, value } = columns.value
  const body = head ? table.slice(1) : table
  const odd = body.find(({ cells }) => cells.length !== width)
  if (odd) return refuse('ragged', `Line ${odd.no} has ${odd.cells.length} cells, the first line ${width}.`, odd.no)
  const isDecimal = (mark: RegExp) => body.some(({ cells }) => mark.test(cells[value]!))
  const decimalComma = isDecimal(/\d,\d/) && !isDecimal(/\d\.\d/)
  const rows: GaugeRow[] = []
  for (const { no, cells } of body) {
    const number = readNumber(cells[value]!, decimalComma)
    if (number === null) return refuse('not_a_number', `Line ${no}: "${cells[value]}" is no number.`, no)
    rows.push({ part: cells[part]!, appraiser: cells[appraiser]!, value: number })
  }
  return figure(rows)
}
