import type { ChartFigures, FigureColumn } from '@/lib/adapters/bi/port'
import type { Page } from '@/lib/print/page'
import { drawTrend } from '@/lib/reports/report-chart'
import { barRows, cellRows, dayCells } from '@/lib/reports/report-rows'
import { sayFigure, sayWeekday, startOf } from '@/lib/reports/tool-words'

const daySeconds = 86_400

type Row = ChartFigures['rows'][number]
type Figure = Extract<FigureColumn, { kind: 'figure' }>

/** A chart by day as lines, of one figure by one name as bars, else as a table. A figure alone says no more than its line at the top of the paper. */
export function drawChart(page: Page, { name, columns, rows, isCut, refused }: ChartFigures): void {
  const figures = columns.flatMap((column, at) => (column.kind === 'figure' ? [{ column, at }] : []))
  if (!refused && figures.length === columns.length) return
  page.heading(name, 60)
  if (refused || rows.length === 0) return void page.words(refused ? `No figures: ${refused}.` : 'No figure in this period.')
  if (isCut) page.words(`The first ${rows.length} rows. There may be more in the dashboard.`)
  const day = columns.findIndex(({ kind }) => kind === 'day')
  if (day >= 0) return byDay(page, columns, rows, day, figures)
  const [first] = figures
  if (figures.length === 1 && columns.length === 2) return barRows(page, rows.map((row) => ({ name: String(row[0]), amount: Number(row[first!.at]), words: sayFigure(row[first!.at], first!.column) })))
  cellRows(page, columns.map((column) => ({ name: column.name, isFigure: column.kind === 'figure' })), rows.map((row) => row.map((cell, i) => cellOf(cell, columns[i]!))))
}

const cellOf = (cell: Row[number], column: FigureColumn) => (column.kind === 'figure' ? sayFigure(cell, column) : String(cell))

/** One line after the other over the same days, each with its days below. */
function byDay(page: Page, columns: FigureColumn[], rows: Row[], day: number, figures: { column: Figure; at: number }[]): void {
  const [from, last] = [startOf(rows[0]![day]), startOf(rows.at(-1)![day])]
  const window = { from, to: new Date(Math.max(last.getTime(), from.getTime() + daySeconds * 1000)) }
  const series = Map.groupBy(rows, (row) => row.filter((_, i) => columns[i]!.kind === 'label').join(', '))
  for (const [label, of] of [...series].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
    for (const { column, at } of figures) {
      const points = of.flatMap((row) => (typeof row[at] === 'number' ? [{ at: startOf(row[day]), mean: row[at], min: row[at], max: row[at] }] : []))
      if (points.length === 0) continue
      const say = (value: number) => sayFigure(value, column)
      page.subheading([label, figures.length > 1 || !label ? column.name : ''].filter(Boolean).join(', '), 150)
      drawTrend(page, { points, window, stepSeconds: daySeconds }, say, sayWeekday)
      dayCells(page, points.map((point) => [sayWeekday(point.at), say(point.mean)]))
    }
  }
}
