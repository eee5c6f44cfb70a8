import { parse } from 'papaparse'
import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export interface CellRow {
  cells: string[]
  /** Line in the text at which the row begins, from 1. */
  no: number
}

export interface Cells {
  rows: CellRow[]
  /** What stands between the cells; null is blanks, or one cell a row. */
  separator: '\t' | ';' | ',' | null
}

/** A quoted cell of RFC 4180: it begins a cell, may hold separators and line breaks, and doubles its own quotes. */
const quotedCell = /(^|[\t;,\n])[ ]*"(?:[^"]|"")*"/g

function separatorOf(bare: string): { separator: Cells['separator']; oneEach: boolean } {
  const lines = bare.split('\n').filter((line) => line.trim() !== '')
  for (const separator of ['\t', ';'] as const) {
    if (lines.some((line) => line.includes(separator))) return { separator, oneEach: false }
  }
  const numbers = lines.filter((line) => /\d/.test(line))
  const mixed = lines.some((line) => line.includes('.') || (/[a-z]/i.test(line) && line.includes(',') && !/\d/.test(line)))
  const oneEach = numbers.length > 0 && !mixed && numbers.every((line) => /^\s*[-+−]?[\d.\s]*\d,\d+\s*[^\d,]*$/.test(line))
  return lines.some((line) => line.includes(',')) && !oneEach ? { separator: ',', oneEach } : { separator: null, oneEach }
}

/** Numbers of the lines at which the rows begin: a row takes one line more for each break inside its cells. */
function withLines(rows: string[][], first: number): CellRow[] {
  let no = first
  return rows.map((cells) => {
    const row = { cells: cells.map((cell) => cell.trim().replaceAll(/\s*\n\s*/g, ' ')), no }
    no += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    return row
  })
}

/**
 * Text into cells: tab, semicolon, comma or blanks, whichever it uses; quotes by RFC 4180, "sep=;" of spreadsheets obeyed.
 * Empty rows and lines that begin with // are left aside. Refused with the line whose quotes do not close.
 */
export function readCells(given: string): Checked<Cells> {
  const text = given.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const told = /^"?sep=([\t;,])"?[ ]*\n/i.exec(text)
  const body = told ? text.slice(told[0].length) : text
  const found = separatorOf(body.replaceAll(quotedCell, '$1""'))
  const separator = (told?.[1] as Cells['separator'] | undefined) ?? found.separator
  const first = told ? 2 : 1
  const split = separator === null ? figure(body.split('\n').map((line) => (found.oneEach ? [line] : line.trim().split(/\s+/)))) : splitQuoted(body, separator, first)
  if (!split.ok) return split
  const rows = withLines(split.value, first).filter(({ cells }) => cells.some((cell) => cell !== '') && !cells[0]!.startsWith('//'))
  if (separator === null) for (const row of rows) row.cells = row.cells.map((cell) => cell.replace(/^"(.*)"$/, '$1').trim())
  return figure({ rows, separator })
}

function splitQuoted(text: string, separator: string, first: number): Checked<string[][]> {
  // A blank before a quote is common and no part of the cell.
  const tidy = text.replaceAll(new RegExp(`(^|[${separator}\\n])[ ]+(?=")`, 'g'), '$1')
  const { data, errors } = parse<string[]>(tidy, { delimiter: separator, newline: '\n' })
  const open = errors.find(({ type }) => type === 'Quotes')
  if (!open) return figure(data)
  const no = withLines(data, first)[open.row ?? 0]?.no ?? first
  return refuse('open_quote', `Line ${no}: a quote is opened there and not closed as it should be.`, no)
}
