import pLimit from 'p-limit'
import { z } from 'zod'
import type { BiTool, ChartFigures, FigureColumn, ToolDashboard } from '@/lib/adapters/bi/port'
import { answered, asking } from '@/lib/adapters/bi/superset-api'
import { chartOf, type ChartForm, type DrawnChart, drawnCharts, inReadingOrder, limitOf, questionOf } from '@/lib/adapters/bi/superset-charts'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'

/** Of questions for mails at once, so that browsers do not wait for them. */
export const questionsAtOnce = () => pLimit(3)

interface Asking {
  tool: Pick<BiTool, 'guestToken' | 'forward'>
  /** The path below which Superset serves. */
  base: string
  deadlineMs: number
  /** All mails of an installation share one. */
  limit: ReturnType<typeof questionsAtOnce>
}

/** What the charts of a dashboard say, in its order. Everything is asked as a guest who was shown this dashboard, so that what fences a browser fences this. */
export async function askFigures({ tool, base, deadlineMs, limit }: Asking, tenantId: string, { embeddedId, toolIds: [id] }: ToolDashboard): Promise<Outcome<ChartFigures[]>> {
  const guest = await tool.guestToken(tenantId, embeddedId)
  if (!guest.ok) return guest
  const ask = (method: string, path: string, body?: object) =>
    limit(() => asking(deadlineMs, async (signal) => {
      const request = { method, path: `${base}/api/v1${path}`, headers: new Headers({ 'content-type': 'application/json' }), body: body && JSON.stringify(body), guestToken: guest.value.token }
      return done(await answered(await tool.forward(request, signal), `${method} ${path}`))
    }))
  const about = together(await Promise.all(['', '/charts', '/datasets'].map((part) => ask('GET', `/dashboard/${id}${part}`))))
  if (!about.ok) return about
  const [dashboard, charts, sources] = about.value
  const { position_json: position } = shown.parse(dashboard!.result)
  const words = wordsOf(sources!)
  const inOrder = inReadingOrder(drawnCharts(charts!), JSON.parse(position || '{}'))
  const figures = together(await Promise.all(inOrder.map((chart) => figuresOf(chart, words, (question) => ask('POST', '/chart/data', { ...question, form_data: { slice_id: chart.id, dashboardId: Number(id) } })))))
  // One chart may be at fault itself; that all of them are is more likely what they stand on, and passes.
  return figures.ok && inOrder.length > 0 && figures.value.every(({ refused }) => refused !== null) ? failed('unavailable', 'Superset answered none of the charts') : figures
}

function together<T>(outcomes: Outcome<T>[]): Outcome<T[]> {
  const values: T[] = []
  for (const one of outcomes) {
    if (!one.ok) return one
    values.push(one.value)
  }
  return done(values)
}

const shown = z.object({ position_json: z.string().nullish() })
const answer = z.object({ result: z.tuple([z.object({ data: z.array(z.record(z.string(), z.unknown())), colnames: z.array(z.string()), coltypes: z.array(z.number()) })]) })

/** One that Superset refuses is said, and does not keep the others back; one that does not answer does: it may the next time. */
async function figuresOf({ id, name, form }: DrawnChart, words: Map<number, Words>, ask: (question: object) => Promise<Outcome<Record<string, unknown>>>): Promise<Outcome<ChartFigures>> {
  const empty = { name, columns: [], rows: [], isCut: false }
  if (!form) return done({ ...empty, refused: 'a chart of this kind is not sent; it is in the dashboard' })
  const got = await ask(questionOf(id, form))
  if (!got.ok) return got.failure.kind === 'refused' ? done({ ...empty, refused: 'Superset did not answer this chart' }) : got
  return done({ name, ...rowsOf(id, form, words, answer.parse(got.value).result[0]), refused: null })
}

const temporal = 2
const none = '—'

function rowsOf(id: number, form: ChartForm, words: Map<number, Words>, { data, colnames, coltypes }: z.infer<typeof answer>['result'][0]): Pick<ChartFigures, 'columns' | 'rows' | 'isCut'> {
  const { sourceId, columns: labels, metrics, axis } = chartOf(id, form)
  const { names, formats } = words.get(sourceId) ?? { names: {}, formats: {} }
  const isTime = (key: string) => coltypes[colnames.indexOf(key)] === temporal
  const keys = [...(axis ? [axis] : []), ...labels]
  const isDay = (key: string) => key === axis && isTime(key) && form.time_grain_sqla === 'P1D'
  const columns = [
    ...keys.map((key): FigureColumn => ({ name: names[key] ?? key, kind: isDay(key) ? 'day' : 'label' })),
    ...metrics.map((key): FigureColumn => ({ name: names[key] ?? key, kind: 'figure', ...formatOf(form.column_config?.[key]?.d3NumberFormat ?? form.y_axis_format ?? formats[key]) })),
  ]
  const all = data.map((row) => [...keys.map((key) => labelOf(row[key], isTime(key))), ...metrics.map((key) => (typeof row[key] === 'number' ? row[key] : null))])
  // What has no day stands nowhere along the axis.
  const rows = columns[0]?.kind === 'day' ? all.filter(([day]) => day !== none).toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))) : all
  return { columns, rows, isCut: data.length >= limitOf(form) }
}

/** Moments come as milliseconds of the plant's own clock, as if it stood in UTC. */
function labelOf(value: unknown, isTime: boolean): string {
  if (value === null || value === undefined || value === '') return none
  if (!isTime || typeof value !== 'number') return String(value)
  const [date, clock] = new Date(value).toISOString().split('T') as [string, string]
  return clock.startsWith('00:00') ? date : `${date} ${clock.slice(0, 5)}`
}

/** `.1%`, `,.0f`, in d3's words. */
function formatOf(format = ''): Pick<FigureColumn & { kind: 'figure' }, 'isRatio' | 'digits'> {
  const [, digits = '2', kind] = /\.(\d)([%f])/.exec(format) ?? []
  return { isRatio: kind === '%', digits: Number(digits) }
}

interface Words {
  names: Record<string, string>
  formats: Record<string, string | undefined>
}

const source = z.object({ id: z.number(), verbose_map: z.record(z.string(), z.string()).nullish(), column_formats: z.record(z.string(), z.string()).nullish() })

/** What each source of a dashboard calls its columns. */
const wordsOf = (sources: Record<string, unknown>): Map<number, Words> =>
  new Map(z.array(source).parse(sources.result).map(({ id, verbose_map: names, column_formats: formats }) => [id, { names: names ?? {}, formats: formats ?? {} }]))
