import { z } from 'zod'
import type { ToolChart } from '@/lib/adapters/bi/port'

const filter = z.object({
  // Conditions on sums are not asked by guests.
  clause: z.literal('WHERE').optional(),
  expressionType: z.string(),
  sqlExpression: z.string().nullish(),
  subject: z.string().nullish(),
  operator: z.string().nullish(),
  comparator: z.unknown().optional(),
})

const form = z.object({
  datasource: z.string().regex(/^\d+__table$/),
  metric: z.string().optional(),
  metrics: z.array(z.string()).optional(),
  groupby: z.array(z.string()).optional(),
  x_axis: z.string().optional(),
  time_grain_sqla: z.string().nullish(),
  adhoc_filters: z.array(filter).optional(),
  row_limit: z.coerce.number().int().positive().nullish().catch(null),
  y_axis_format: z.string().nullish().catch(null),
  column_config: z.record(z.string(), z.object({ d3NumberFormat: z.string().optional() })).nullish().catch(null),
})

const drawn = z.object({ id: z.number(), slice_name: z.string(), form_data: z.unknown() })

export type ChartForm = z.infer<typeof form>

/** A chart as Superset answers it; `form` is null when its question is of another form, as a person may make one. */
export interface DrawnChart {
  id: number
  name: string
  form: ChartForm | null
}

export const drawnCharts = (answer: Record<string, unknown>): DrawnChart[] =>
  z.array(drawn).parse(answer.result).map(({ id, slice_name: name, form_data }) => ({ id, name, form: form.safeParse(form_data).data ?? null }))

/** What guests may ask. A chart of another form is not answered to them; the others of its dashboard are. */
export const chartsOf = (charts: DrawnChart[]): ToolChart[] => charts.flatMap(({ id, form }) => (form ? [chartOf(id, form)] : []))

export const chartOf = (id: number, form: ChartForm): ToolChart => ({
  id,
  sourceId: Number.parseInt(form.datasource),
  columns: form.groupby ?? [],
  metrics: form.metrics ?? (form.metric ? [form.metric] : []),
  axis: form.x_axis ?? null,
  conditions: (form.adhoc_filters ?? []).flatMap(({ expressionType, sqlExpression }) => (expressionType === 'SQL' && sqlExpression ? [sqlExpression] : [])),
})

/** Of one chart; Superset's own charts ask for as many. */
export const mostRows = 1000

/** What the chart itself asks when it is shown (own-question.ts holds guests to the same). */
export function questionOf(id: number, form: ChartForm): Record<string, unknown> {
  const { sourceId, columns, metrics, axis, conditions } = chartOf(id, form)
  const along = axis ? [{ columnType: 'BASE_AXIS', sqlExpression: axis, label: axis, expressionType: 'SQL', isColumnReference: true, ...(form.time_grain_sqla && { timeGrain: form.time_grain_sqla }) }] : []
  const filters = (form.adhoc_filters ?? []).flatMap(({ expressionType, subject: col, operator: op, comparator: val }) => (expressionType === 'SIMPLE' && col && op ? [{ col, op, val }] : []))
  const extras = { where: conditions.map((condition) => `(${condition})`).join(' AND '), having: '', ...(form.time_grain_sqla && { time_grain_sqla: form.time_grain_sqla }) }
  const query = { columns: [...along, ...columns], metrics, filters, extras, orderby: metrics.slice(0, 1).map((metric) => [metric, false]), row_limit: limitOf(form) }
  return { datasource: { id: sourceId, type: 'table' }, queries: [query], force: false, result_format: 'json', result_type: 'results' }
}

/** Rows that are asked. */
export const limitOf = ({ row_limit: own }: ChartForm) => Math.min(own ?? mostRows, mostRows)

const layout = z.record(z.string(), z.union([z.string(), z.object({ children: z.array(z.string()).optional(), meta: z.object({ chartId: z.number().optional() }).optional() })]))

/** As they stand on the dashboard, row by row; those that stand nowhere last. */
export function inReadingOrder(charts: DrawnChart[], position: unknown): DrawnChart[] {
  const parts = layout.safeParse(position).data ?? {}
  const placed: number[] = []
  const walk = (id: string) => {
    const part = parts[id]
    if (typeof part !== 'object') return
    if (part.meta?.chartId !== undefined) placed.push(part.meta.chartId)
    part.children?.forEach(walk)
  }
  walk('ROOT_ID')
  const rank = ({ id }: DrawnChart) => (placed.includes(id) ? placed.indexOf(id) : placed.length)
  return charts.toSorted((a, b) => rank(a) - rank(b))
}
