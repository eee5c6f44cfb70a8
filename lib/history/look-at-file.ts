import { open } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import Papa from 'papaparse'
import { historyLimits } from '@/lib/history/limits'
import type { FileColumn, FileForm } from '@/lib/history/mapping'
import { rowsOf } from '@/lib/history/read-sql'
import { quoted } from '@/lib/lake/lake-sql'

const sampleRows = 20
/** Of a column with more different words it is not asked what each means. */
const mostWords = 500
const headBytes = 64 * 1024

/** What stands in words on the page: the file is not what it should be. */
export class Unreadable extends Error {}

/** Columns, how they are separated, samples, and the different words of each. @throws Unreadable */
export async function lookAtFile(connection: DuckDBConnection, file: string): Promise<FileForm> {
  const dialect = await dialectOf(file)
  const names = dialect.format === 'parquet' ? await parquetColumns(connection, file) : dialect.head
  if (names.length === 0) throw new Unreadable('The file is empty.')
  if (names.length > historyLimits.columns) throw new Unreadable(`The file has ${names.length} columns; ${historyLimits.columns} can be read.`)
  await connection.run(`CREATE OR REPLACE TEMP VIEW looked AS ${rowsOf(file, { ...dialect, columns: names.map((one) => ({ name: one })) })}`)
  const [first] = await rowsIn(connection, `SELECT count(*) FROM looked`)
  const rows = Number(first![0])
  if (rows === 0) throw new Unreadable('The file has a head and no rows.')
  const samples = await rowsIn(connection, `SELECT ${names.map((_, at) => `c${at}`).join(', ')} FROM looked LIMIT ${sampleRows}`)
  const columns: FileColumn[] = []
  for (const [at, one] of names.entries()) columns.push({ name: one, samples: samples.map((row) => clipped(row[at])), words: null })
  // Columns of numbers and times have no words worth naming.
  for (const [at, column] of columns.entries()) if (!column.samples.every((text) => /^[\d.,:+\-/ TZeE]*$/.test(text))) column.words = await wordsOf(connection, at)
  return { format: dialect.format, delimiter: dialect.delimiter, encoding: dialect.encoding, rows, columns }
}

const clipped = (cell: unknown) => String(cell ?? '').trim().slice(0, 200)

async function wordsOf(connection: DuckDBConnection, at: number): Promise<string[] | null> {
  const words = await rowsIn(connection, `SELECT DISTINCT trim(c${at}) AS word FROM looked WHERE trim(c${at}) <> '' AND length(c${at}) <= 300 LIMIT ${mostWords + 1}`)
  return words.length > mostWords ? null : words.map(([word]) => String(word)).sort()
}

interface Dialect extends Pick<FileForm, 'format' | 'delimiter' | 'encoding'> {
  /** Of CSV: what the columns are called. */
  head: string[]
}

async function dialectOf(file: string): Promise<Dialect> {
  const handle = await open(file)
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await handle.read(head, 0, headBytes, 0)
    if (bytesRead === 0) throw new Unreadable('The file is empty.')
    const seen = head.subarray(0, bytesRead)
    if (seen.subarray(0, 4).toString('latin1') === 'PAR1') return { format: 'parquet', delimiter: '', encoding: 'utf-8', head: [] }
    const magic = seen.subarray(0, 2).toString('latin1')
    if (magic === 'PK') throw new Unreadable('This is an Excel workbook or a ZIP archive. Save the sheet as CSV and choose that file.')
    const encoding = magic === '\xff\xfe' || magic === '\xfe\xff' ? 'utf-16' : (await isUtf8(file)) ? 'utf-8' : 'latin-1'
    const text = encoding === 'utf-16' ? seen.toString('utf16le') : encoding === 'latin-1' ? seen.toString('latin1') : seen.toString('utf8')
    if (text.includes('\0')) throw new Unreadable('This is neither CSV nor Parquet.')
    const delimiter = delimiterOf(text)
    return { format: 'csv', delimiter, encoding, head: headOf(text, delimiter) }
  } finally {
    await handle.close()
  }
}

/** Of the whole file: a degree sign may come late. */
async function isUtf8(file: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const handle = await open(file)
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  } finally {
    await handle.close()
  }
}

/** The first line that is not empty. A column without a name is called after its place. */
function headOf(text: string, delimiter: string): string[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { delimiter, preview: 1, skipEmptyLines: true })
  return (data[0] ?? []).map((cell, at) => cell.trim() || `Column ${at + 1}`)
}

/** What separates the cells of the first line; outside of quotes. A decimal comma never stands in a head. */
export function delimiterOf(text: string): string {
  const [head = ''] = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const bare = head.replace(/"(?:[^"]|"")*"/g, '')
  const counts = [';', '\t', ',', '|'].map((one) => ({ one, count: bare.split(one).length - 1 }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).one
}

async function parquetColumns(connection: DuckDBConnection, file: string): Promise<string[]> {
  const described = await rowsIn(connection, `DESCRIBE SELECT * FROM read_parquet(${quoted(file)})`)
  const nested = described.find(([, type]) => /STRUCT|MAP|\[\]|BLOB/.test(String(type)))
  if (nested) throw new Unreadable(`The column "${String(nested[0])}" holds no single values.`)
  return described.map(([column]) => String(column))
}

/** Rows of an answer as plain values; 64-bit numbers are text. */
export const rowsIn = async (connection: DuckDBConnection, sql: string): Promise<unknown[][]> => (await connection.runAndReadAll(sql)).getRowsJson()
