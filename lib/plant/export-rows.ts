import { type ExportTable, exportTables } from '@/lib/plant/export-tables'
import type { Tx } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface ExportPeriod {
  from: Date
  to: Date
}

interface Source {
  reach: Reach
  timeZone: string
}

const pageRows = 5000

type Cells = unknown[]

/** One page of rows after `last`, in the order of time and key; the cursor of the next page is the last row's. */
async function readPage(tx: Tx, { source, at: moment, key, columns }: ExportTable, timeZone: string, { from, to }: ExportPeriod, last: { at: string; key: string } | null) {
  // What belongs to no time lies at the period's beginning.
  const at = moment ?? '$2::timestamptz'
  const cells = columns.map(({ sql }, i) => `${sql} AS c${i}`)
  // The cursor is text with all its digits: a Date would cut microseconds and lose or repeat rows.
  const sql = `SELECT ${cells.join(', ')}, (${at})::text AS cursor_at, (${key}) AS cursor_key FROM ${source}
    WHERE ${at} >= $2 AND ${at} < $3 AND ($1::text IS NOT NULL) ${last ? `AND ${at} >= $4::timestamptz AND (${at}, (${key})) > ($4::timestamptz, $5)` : ''}
    ORDER BY ${at}, (${key}) LIMIT ${pageRows}`
  const rows = await tx.$queryRawUnsafe<Record<string, unknown>[]>(sql, timeZone, from, to, ...(last ? [last.at, last.key] : []))
  const end = rows.at(-1)
  return {
    rows: rows.map((row): Cells => columns.map((_, i) => plain(row[`c${i}`]))),
    last: end ? { at: String(end.cursor_at), key: String(end.cursor_key) } : null,
    isEnd: rows.length < pageRows,
  }
}

/** Whole numbers of 64 bits and `numeric` come as objects, which neither a file nor another process takes. */
const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : Prisma.Decimal.isDecimal(value) ? value.toNumber() : value)

/** Pages of a table in a period, one transaction each: no long one is held open by a slow reader, memory stays bounded. */
export async function* exportPages(system: System, { reach, timeZone }: Source, table: ExportTable, period: ExportPeriod): AsyncGenerator<Cells[]> {
  let last: { at: string; key: string } | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof readPage>> = await system.db.inTenant(reach, (tx) => readPage(tx, table, timeZone, period, last))
    if (page.rows.length > 0) yield page.rows
    if (page.isEnd) return
    last = page.last
  }
}

export interface TableExtent {
  id: string
  rows: number
  first: Date | null
  last: Date | null
}

/** How many rows a period has and between which moments, for each table. */
export function exportExtents(system: System, reach: Reach, { from, to }: ExportPeriod, tables: ExportTable[] = exportTables): Promise<TableExtent[]> {
  return system.db.inTenant(reach, async (tx) => {
    const extents: TableExtent[] = []
    for (const { id, source, counted = source, at: moment } of tables) {
      const at = moment ?? '$1::timestamptz'
      const sql = `SELECT count(*)::int AS rows, min(${at}) AS first, max(${at}) AS last FROM ${counted} WHERE ${at} >= $1 AND ${at} < $2`
      const [row] = await tx.$queryRawUnsafe<Omit<TableExtent, 'id'>[]>(sql, from, to)
      extents.push({ id, ...row! })
    }
    return extents
  })
}
