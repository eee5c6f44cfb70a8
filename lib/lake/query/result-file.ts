import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Cell, ResultColumn } from '@/lib/lake/query/protocol'
import { csvLine } from '@/lib/plant/export-csv'
import { type ColumnType, writeParquet } from '@/lib/plant/write-parquet'

export interface ResultTable {
  columns: ResultColumn[]
  rows: Cell[][]
}

export const toCsv = ({ columns, rows }: ResultTable): Buffer => Buffer.from([columns.map(({ name }) => name), ...rows.map((row) => row.map(plain))].map(csvLine).join(''))

/** Whole numbers of more than 32 bits become doubles, lists and structures their JSON. */
export async function toParquet({ columns, rows }: ResultTable): Promise<Buffer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-query-'))
  try {
    const file = path.join(folder, 'result.parquet')
    const types = columns.map(({ type }) => columnType(type))
    await writeParquet(file, { name: 'result', columns: columns.map(({ name }, i) => ({ name, type: types[i]! })), rows: rows.map((row) => row.map((cell, i) => valueOf(types[i]!, cell))) })
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a column of DuckDB becomes in a file. */
export function columnType(type: string): ColumnType {
  if (/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/.test(type)) return 'integer'
  if (/^(DOUBLE|FLOAT|BIGINT|HUGEINT|UINTEGER|UBIGINT|DECIMAL)/.test(type)) return 'double'
  return type.startsWith('TIMESTAMP') ? 'timestamp' : 'text'
}

const plain = (cell: Cell): unknown => (typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : cell)
/** DuckDB writes `2026-03-09 12:00:00+00`, or without a zone what is UTC. */
const moment = (cell: Cell): Date | null => (typeof cell === 'string' ? new Date(`${cell.replace(' ', 'T').replace(/[+-]\d\d$/, '')}Z`) : null)

const valueOf = (type: ColumnType, cell: Cell): unknown => (type === 'timestamp' ? moment(cell) : plain(cell))

/** Cells of one column as a file of columns takes them: numbers as numbers, also those that DuckDB writes as text for their size. */
export const cellsOf = (type: ColumnType, cells: Cell[]): unknown[] =>
  cells.map((cell) => {
    const value = valueOf(type, cell)
    return value !== null && (type === 'double' || type === 'integer') ? Number(value) : value
  })
