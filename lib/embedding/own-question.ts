import type { ToolChart } from '@/lib/adapters/bi/port'

/** What a framed dashboard asks of the tool for one chart. Everything that is not named here is refused. */
export interface Question {
  datasource?: { id?: unknown; type?: unknown }
  /** Which chart of which dashboard asks. */
  form_data?: { slice_id?: unknown; dashboardId?: unknown; type?: unknown }
  queries?: unknown
  force?: unknown
  result_format?: unknown
  result_type?: unknown
}

const questionKeys = ['datasource', 'form_data', 'queries', 'force', 'result_format', 'result_type']
const queryKeys = [
  'filters', 'extras', 'applied_time_extras', 'columns', 'metrics', 'orderby', 'annotation_layers', 'row_limit', 'row_offset', 'series_limit', 'series_columns',
  'group_others_when_limit_reached', 'order_desc', 'url_params', 'custom_params', 'custom_form_data', 'post_processing', 'time_offsets', 'granularity', 'time_range', 'result_type',
]
/** Figures only: not the SQL behind them, not rows of the source itself. */
const answers = ['full', 'results', 'post_processed', undefined]

/**
 * Whether a question is the chart's own: its source, its figures by its columns, narrowed by filters at most. The tool does
 * not hold a guest to the chart: asked for other columns or for SQL of one's own, it answers.
 */
export function isOwnQuestion(question: unknown, charts: ToolChart[], toolIds: string[]): boolean {
  if (!isObject(question) || !onlyHas(question, questionKeys)) return false
  const { datasource, form_data: form, queries, result_type: answer } = question as Question
  const chart = charts.find(({ id }) => id === form?.slice_id)
  if (!chart || !Array.isArray(queries) || queries.length === 0 || !answers.includes(answer as string)) return false
  if (form?.type !== undefined || !toolIds.includes(String(form?.dashboardId))) return false
  return datasource?.type === 'table' && Number(datasource.id) === chart.sourceId && queries.every((query) => isOwnQuery(query, chart))
}

function isOwnQuery(query: unknown, { columns, metrics, axis, conditions }: ToolChart): boolean {
  if (!isObject(query) || !onlyHas(query, queryKeys) || !answers.includes(query.result_type as string)) return false
  const isColumn = (column: unknown) => columns.includes(column as string) || (isObject(column) && column.isColumnReference === true && axis !== null && column.sqlExpression === axis && column.label === axis)
  const isMetric = (metric: unknown) => metrics.includes(metric as string)
  const isOrder = (order: unknown) => Array.isArray(order) && (isMetric(order[0]) || isColumn(order[0]))
  // A column of a filter is a name: an object would be SQL.
  const isFilter = (filter: unknown) => isObject(filter) && typeof filter.col === 'string'
  return (
    every(query.columns, isColumn) && every(query.series_columns, isColumn) && every(query.metrics, isMetric) && every(query.orderby, isOrder) && every(query.filters, isFilter) &&
    every(query.annotation_layers, () => false) && isOwnExtras(query.extras, conditions)
  )
}

/** Conditions in SQL are the chart's own, or none. */
function isOwnExtras(extras: unknown, conditions: string[]): boolean {
  if (extras === undefined) return true
  if (!isObject(extras) || !onlyHas(extras, ['where', 'having', 'time_grain_sqla'])) return false
  const own = conditions.map((condition) => `(${condition})`).join(' AND ')
  return ['', undefined].includes(extras.having as string) && [own, '', undefined].includes(extras.where as string)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const onlyHas = (value: object, keys: string[]) => Object.keys(value).every((key) => keys.includes(key))
const every = (list: unknown, check: (value: unknown) => boolean) => list === undefined || list === null || (Array.isArray(list) && list.every(check))
