import type { Cell, ResultColumn } from '@/lib/lake/query/protocol'

export interface ResultChartView {
  x: string
  /** Time on the axis rather than words. */
  isTime: boolean
  series: string[]
  /** Under `x` milliseconds or a word, under each series a number or null. */
  points: Record<string, number | string | null>[]
}

const numeric = /^(DOUBLE|FLOAT|DECIMAL|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|HUGEINT)/
const moment = /^(TIMESTAMP|DATE)/
const mostSeries = 5
const mostPoints = 2000
const mostWords = 60

/**
 * What of a result can be drawn: numbers over the first column of moments, else over the first of words when they are few.
 * Null where there is nothing to draw. More points than pixels are thinned evenly.
 */
export function chartOfResult(columns: ResultColumn[], rows: Cell[][]): ResultChartView | null {
  const timeAt = columns.findIndex(({ type }) => moment.test(type))
  const at = timeAt >= 0 ? timeAt : columns.findIndex(({ type }) => type === 'VARCHAR')
  const series = columns.map((column, i) => ({ ...column, i })).filter(({ type, i }) => i !== at && numeric.test(type)).slice(0, mostSeries)
  if (at < 0 || series.length === 0 || rows.length < 2 || (timeAt < 0 && rows.length > mostWords)) return null
  const every = Math.ceil(rows.length / mostPoints)
  const points = rows.filter((_, i) => i % every === 0).map((row) => ({ [columns[at]!.name]: timeAt >= 0 ? momentOf(row[at]!) : String(row[at]), ...Object.fromEntries(series.map(({ name, i }) => [name, numberOf(row[i]!)])) }))
  if (timeAt >= 0) points.sort((a, b) => Number(a[columns[at]!.name]) - Number(b[columns[at]!.name]))
  return { x: columns[at]!.name, isTime: timeAt >= 0, series: series.map(({ name }) => name), points }
}

/** DuckDB writes `2026-03-09 12:00:00+00`, a date, or without a zone what is UTC. */
const momentOf = (cell: Cell): number => Date.parse(/[+-]\d\d$/.test(String(cell)) && String(cell).length > 10 ? `${String(cell).replace(' ', 'T')}:00` : `${String(cell).replace(' ', 'T')}${String(cell).length > 10 ? 'Z' : ''}`)
/** Of a whole number of 64 bits the text. */
const numberOf = (cell: Cell): number | null => (cell === null || cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell))
