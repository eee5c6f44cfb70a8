import { parse } from 'papaparse'
import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export interface NumberTable {
  /** Names of the kept columns, or null when the first line has numbers already. */
  header: string[] | null
  rows: number[][]
  /** Line of each row in the text, from 1. */
  lines: number[]
  /** Columns that hold a counter, a time or words, by name or number. */
  leftOut: string[]
}

/** Heads of columns that count or date the rows, in the languages whose spreadsheets use a decimal comma too. */
const counters = /^(#|n|no|nr|row|index|id|subgroup|sample|batch|lot|date|time|timestamp|shift|line|datum|zeit|schicht|charge|probe|stichprobe|los|lote|muestra|fecha|hora)\b/i

/** Lines into cells: tab, semicolon, comma or blanks, whichever the text uses. A comma between digits alone is a decimal comma. */
function split(lines: string[]): { cells: string[][]; decimalComma: boolean } {
  const cellsOf = (line: string, separator: RegExp | string) =>
    typeof separator === 'string' && line.includes('"') ? (parse<string[]>(line, { delimiter: separator }).data[0] ?? []) : line.split(separator)
  const by = (separator: RegExp | string) => lines.map((line) => cellsOf(line, separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1').trim()))
  const isComma = (cells: string[][]) => cells.flat().some((cell) => /\d,\d/.test(cell)) && !cells.flat().some((cell) => /\d\.\d+$/.test(cell))
  for (const separator of ['\t', ';']) {
    if (lines.some((line) => line.includes(separator))) return { cells: by(separator), decimalComma: isComma(by(separator)) }
  }
  const numbers = lines.filter((line) => /\d/.test(line))
  const mixed = lines.some((line) => line.includes('.') || (/[a-z]/i.test(line) && line.includes(',') && !/\d/.test(line)))
  const oneEach = numbers.length > 0 && !mixed && numbers.every((line) => /^\s*[-+]?[\d.\s]*\d,\d+\s*[^\d,]*$/.test(line))
  if (lines.some((line) => line.includes(',')) && !oneEach) return { cells: by(','), decimalComma: false }
  return { cells: by(oneEach ? '\u0000' : /\s+/), decimalComma: oneEach }
}

/** A number as people write it, with thousands marks and a unit behind; null for anything else. */
export function readNumber(cell: string, decimalComma = false): number | null {
  const [, digits = ''] = /^([-+−]?[\d.,'’\s]*\d(?:e[-+]?\d+)?)\s*(?:[^\d\s][^\d]*)?$/i.exec(cell.trim()) ?? []
  if (!digits) return null
  const plain = digits.replace('−', '-').replaceAll(/['’\s]/g, '')
  const value = Number(decimalComma ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(/,(?=\d{3}\b)/g, ''))
  return Number.isFinite(value) ? value : null
}

/**
 * Numbers out of what somebody pasted from a spreadsheet: header or none, counters and times left out, decimal commas,
 * units behind the numbers. Refused with the line that does not fit.
 */
export function readTable(text: string): Checked<NumberTable> {
  const all = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const used = all.map((line, i) => ({ line: line.trimEnd(), no: i + 1 })).filter(({ line }) => line.trim() !== '' && !line.trimStart().startsWith('//'))
  if (used.length === 0) return refuse('nothing', 'Paste rows of numbers.')
  const { cells, decimalComma } = split(used.map(({ line }) => line))
  const isNumber = (cell: string | undefined) => cell !== undefined && readNumber(cell, decimalComma) !== null
  const hasHeader = cells.length > 1 && !cells[0]!.some((cell) => isNumber(cell) && !/[a-z]/i.test(cell)) && cells[1]!.some(isNumber)
  // A row of units under the names: no number in it, numbers below it.
  const hasUnits = cells.length > 2 && !cells[0]!.some(isNumber) && cells[1]!.some((cell) => cell !== '') && !cells[1]!.some(isNumber) && cells[2]!.some(isNumber)
  const names = hasHeader || hasUnits ? cells[0]! : null
  const skipped = hasUnits ? 2 : hasHeader ? 1 : 0
  const body = cells.slice(skipped).map((row, i) => ({ row, no: used[i + skipped]!.no }))
  const width = Math.max(...body.map(({ row }) => row.length))
  const isData = (column: number) => {
    const filled = body.filter(({ row }) => (row[column] ?? '') !== '')
    const numeric = filled.filter(({ row }) => isNumber(row[column]) && !/\d[-/:]\d/.test(row[column]!))
    return filled.length > 0 && numeric.length > filled.length / 2 && !(names && width > 1 && counters.test(names[column] ?? ''))
  }
  const kept = Array.from({ length: width }, (_, column) => column).filter(isData)
  if (kept.length === 0) return refuse('no_numbers', 'No column of numbers was found.')
  const rows: number[][] = []
  const lines: number[] = []
  for (const { row, no } of body) {
    const filled = kept.map((column) => row[column] ?? '').filter((cell) => cell !== '')
    const odd = filled.find((cell) => !isNumber(cell))
    if (odd !== undefined) return refuse('not_a_number', `Line ${no}: "${odd}" is no number.`, no)
    if (filled.length === 0) continue
    rows.push(filled.map((cell) => readNumber(cell, decimalComma)!))
    lines.push(no)
  }
  const leftOut = Array.from({ length: width }, (_, column) => column).filter((column) => !kept.includes(column)).map((column) => names?.[column] || `column ${column + 1}`)
  return figure({ header: names ? kept.map((column) => names[column] ?? '') : null, rows, lines, leftOut })
}
