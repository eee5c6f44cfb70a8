import type { ChartFigures, DashboardEntry, FigureColumn } from '@/lib/adapters/bi/port'
import type { Report } from '@/lib/reports/report'
import { drawChart } from '@/lib/reports/tool-report-pages'
import { sayDay, sayFigure, unitOf, valueOf } from '@/lib/reports/tool-words'

const fields = ['chart', 'of', 'day', 'figure', 'value', 'unit']
const mostNamed = 3

/** A dashboard that a BI tool draws, of what its charts say there. */
export const toolReport = ({ name, summary }: DashboardEntry, plant: Report['plant'], charts: ChartFigures[]): Report => ({
  name, summary, plant,
  lines: charts.map((chart) => [chart.name, `${chartWords(chart)}${chart.isCut ? `; the first ${chart.rows.length} rows` : ''}`]),
  table: { fields, rows: charts.flatMap(tableRows) },
  draw: (page) => charts.forEach((chart) => drawChart(page, chart)),
})

function chartWords({ columns, rows, refused }: ChartFigures): string {
  if (refused) return refused
  const at = columns.findIndex(({ kind }) => kind === 'figure')
  const figure = columns[at]
  if (figure?.kind !== 'figure' || rows.every((row) => row[at] === null)) return 'no figure in this period'
  const say = (row: ChartFigures['rows'][number]) => sayFigure(row[at], figure)
  const of = (row: ChartFigures['rows'][number]) => labelsOf(columns, row)
  const day = columns.findIndex(({ kind }) => kind === 'day')
  const lead = columns.filter(({ kind }) => kind === 'figure').length > 1 ? `${figure.name} ` : ''
  if (day < 0) return `${lead}${namedFirst(rows.map((row) => `${of(row)} ${say(row)}`.trim()))}`
  const last = rows.at(-1)![day]
  if (columns.some(({ kind }) => kind === 'label')) return `${sayDay(last)}: ${namedFirst(rows.filter((row) => row[day] === last).map((row) => `${of(row)} ${say(row)}`))}`
  const there = rows.filter((row) => row[at] !== null)
  const [low, high] = [there.reduce((a, b) => (Number(b[at]) < Number(a[at]) ? b : a)), there.reduce((a, b) => (Number(b[at]) > Number(a[at]) ? b : a))]
  return `last ${say(there.at(-1)!)}; lowest ${say(low)} (${sayDay(low[day])}), highest ${say(high)} (${sayDay(high[day])})`
}

const namedFirst = (words: string[]) => [words.slice(0, mostNamed).join(', '), ...(words.length > mostNamed ? [`and ${words.length - mostNamed} more`] : [])].join(' ')

/** One row of the table for each figure of a row of the chart. */
const tableRows = ({ name, columns, rows }: ChartFigures): Report['table']['rows'] =>
  rows.flatMap((row) => columns.flatMap((column, i) => (column.kind === 'figure' ? [[name, labelsOf(columns, row), dayOf(columns, row), column.name, valueOf(row[i], column), unitOf(column)]] : [])))

const labelsOf = (columns: FigureColumn[], row: ChartFigures['rows'][number]): string => row.filter((_, i) => columns[i]!.kind === 'label').join(', ')
const dayOf = (columns: FigureColumn[], row: ChartFigures['rows'][number]): string => String(row.find((_, i) => columns[i]!.kind === 'day') ?? '')
