import type { ChartFigures, DashboardEntry, FigureColumn } from '@/lib/adapters/bi/port'
import type { Report } from '@/lib/reports/report'
import { drawChart } from '@/lib/reports/tool-report-pages'
import { sayDay, sayFigure, unitOf, valueOf } from '@/lib/reports/tool-words'

const fields = ['chart', 'of', 'day', 'figure', 'value', 'unit']
const mostNamed = 3

type Row = ChartFigures['rows'][number]

/** A dashboard that a BI tool draws, of what its charts say there. `today` by the plant's clock: in the lines a day counts once it is over. */
export const toolReport = ({ name, summary }: DashboardEntry, plant: Report['plant'], charts: ChartFigures[], today: string): Report => ({
  name, summary, plant,
  lines: charts.map((chart) => [chart.name, `${chartWords(chart, today)}${chart.isCut ? `; the first ${chart.rows.length} rows` : ''}`]),
  table: { fields, rows: charts.flatMap(tableRows) },
  draw: (page) => charts.forEach((chart) => drawChart(page, chart)),
})

function chartWords({ columns, rows, refused }: ChartFigures, today: string): string {
  if (refused) return refused
  const at = columns.findIndex(({ kind }) => kind === 'figure')
  const figure = columns[at]
  if (figure?.kind !== 'figure' || rows.every((row) => row[at] === null)) return 'no figure in this period'
  const say = (row: Row) => sayFigure(row[at], figure)
  const named = (some: Row[]) => namedFirst(some.map((row) => `${labelsOf(columns, row)}: ${say(row)}`))
  const isNamed = columns.some(({ kind }) => kind === 'label')
  const day = columns.findIndex(({ kind }) => kind === 'day')
  if (day < 0 && !isNamed) return say(rows[0]!)
  if (day < 0) return `${columns.filter(({ kind }) => kind === 'figure').length > 1 ? `${figure.name} of ` : ''}${named(rows)}`
  const whole = wholeDays(rows, day, today)
  const last = whole.at(-1)![day]
  if (isNamed) return `on ${sayDay(last)}, ${named(whole.filter((row) => row[day] === last))}`
  const there = whole.filter((row) => row[at] !== null)
  if (there.length === 0) return 'no figure of a whole day'
  const [low, high] = [there.reduce((a, b) => (Number(b[at]) < Number(a[at]) ? b : a)), there.reduce((a, b) => (Number(b[at]) > Number(a[at]) ? b : a))]
  return `last ${say(there.at(-1)!)}; lowest ${say(low)} (${sayDay(low[day])}), highest ${say(high)} (${sayDay(high[day])})`
}

/** The first day of a period is cut by it, today is not over: left out where there are others. */
function wholeDays(rows: Row[], day: number, today: string): Row[] {
  const whole = rows.filter((row) => row[day] !== rows[0]![day] && String(row[day]) < today)
  return whole.length > 0 ? whole : rows
}

/** `and 1 more` would be as long as the one. */
const namedFirst = (words: string[]) => (words.length > mostNamed + 1 ? `${words.slice(0, mostNamed).join(', ')} and ${words.length - mostNamed} more` : words.join(', '))

/** One row of the table for each figure of a row of the chart. */
const tableRows = ({ name, columns, rows }: ChartFigures): Report['table']['rows'] =>
  rows.flatMap((row) => columns.flatMap((column, i) => (column.kind === 'figure' ? [[name, labelsOf(columns, row), dayOf(columns, row), column.name, valueOf(row[i], column), unitOf(column)]] : [])))

const labelsOf = (columns: FigureColumn[], row: Row): string => row.filter((_, i) => columns[i]!.kind === 'label').join(', ')
const dayOf = (columns: FigureColumn[], row: Row): string => String(row.find((_, i) => columns[i]!.kind === 'day') ?? '')
