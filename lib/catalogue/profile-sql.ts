import { expectations } from '@/lib/catalogue/expectations'
import type { CatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { named } from '@/lib/lake/lake-sql'
import type { Cell } from '@/lib/lake/query/protocol'

export const bins = 12

export interface ColumnProfile {
  name: string
  /** Rows in which there is something. */
  filled: number
  /** Different values. */
  distinct: number
  min: string | null
  max: string | null
  /** Rows in each of `bins` equal steps from least to greatest; null where there is no number, or only one. */
  histogram: number[] | null
  /** Rows outside the range that is expected; not there where none is, or in what was measured before they were counted. */
  outside?: number
}

const isNumber = (type: string): boolean => type === 'DOUBLE' || type === 'INTEGER'

/**
 * One SELECT that measures every column: a row `(column, null, rows, filled, distinct, min, max)` for each, and rows
 * `(column, bin, rows, …)` for numbers. `where` bounds what is read.
 */
export function profileSql({ sqlName, columns }: CatalogueTable, where = ''): string {
  const measured = columns.map(({ name }, i) => `SELECT ${i} AS i, NULL::INTEGER AS bin, count(*) AS n, count(${named(name)}) AS filled, count(DISTINCT ${named(name)}) AS distinct_values, min(${named(name)})::VARCHAR AS least, max(${named(name)})::VARCHAR AS most, ${outsideSql(sqlName, name)} AS outside FROM t`)
  const binned = columns.flatMap(({ name, type }, i) => {
    if (!isNumber(type)) return []
    const value = `${named(name)}::DOUBLE`
    return [`SELECT ${i}, least(${bins - 1}, floor((${value} - b.lo) / (b.hi - b.lo) * ${bins}))::INTEGER AS bin, count(*), 0, 0, NULL, NULL, NULL FROM t, (SELECT min(${value}) AS lo, max(${value}) AS hi FROM t) b WHERE ${named(name)} IS NOT NULL AND b.hi > b.lo GROUP BY 2`]
  })
  return `WITH t AS MATERIALIZED (SELECT * FROM ${sqlName} ${where}) ${[...measured, ...binned].join('\nUNION ALL ')} ORDER BY 1, 2 NULLS FIRST`
}

/** Rows that break the expected ranges of a column; NULL where none is expected. */
function outsideSql(sqlName: string, column: string): string {
  const ranges = (expectations[sqlName] ?? []).filter((one) => one.kind === 'range' && one.column === column)
  const bounds = ranges.flatMap((one) => (one.kind === 'range' ? [one.from === undefined ? [] : [`${named(column)} < ${one.from}`], one.to === undefined ? [] : [`${named(column)} > ${one.to}`]].flat() : []))
  return bounds.length === 0 ? 'NULL::BIGINT' : `count(*) FILTER (WHERE ${bounds.join(' OR ')})`
}

/** What the rows of `profileSql` say. */
export function readProfile({ columns }: CatalogueTable, rows: Cell[][]): { rows: number; columns: ColumnProfile[] } {
  const whole = rows.filter(([, bin]) => bin === null)
  return {
    rows: Number(whole[0]?.[2] ?? 0),
    columns: columns.map(({ name }, i) => {
      const [, , , filled, distinct, min, max, outside] = whole.find(([at]) => at === i) ?? []
      const binned = rows.filter(([at, bin]) => at === i && bin !== null)
      const histogram = binned.length === 0 ? null : Array.from({ length: bins }, (_, bin) => Number(binned.find((row) => row[1] === bin)?.[2] ?? 0))
      return { name, filled: Number(filled ?? 0), distinct: Number(distinct ?? 0), min: text(min), max: text(max), histogram, ...(outside === null || outside === undefined ? {} : { outside: Number(outside) }) }
    }),
  }
}

const longest = 80
const text = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? (cell.length > longest ? `${cell.slice(0, longest)}…` : cell) : null)
