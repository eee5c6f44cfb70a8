import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import type { BiTool, ToolDashboard } from '@/lib/adapters/bi/port'
import { chartsOf, drawnCharts, mostRows, questionOf } from '@/lib/adapters/bi/superset-charts'
import { askFigures, questionsAtOnce } from '@/lib/adapters/bi/superset-figures'
import { value } from '@/lib/adapters/contract-checks'
import { done } from '@/lib/adapters/outcome'
import { isOwnQuestion } from '@/lib/embedding/own-question'

const folder = path.resolve('platform/superset/assets/charts')
const assets = readdirSync(folder).map((file) => parse(readFileSync(path.join(folder, file), 'utf8')) as { slice_name: string; params: object })

it.each(assets.map(({ slice_name: name, params }, i) => [name, { id: i + 1, slice_name: name, form_data: { ...params, datasource: '11__table' } }] as const))('the question of “%s” is one that a guest may ask', (_, shown) => {
  const [chart] = drawnCharts({ result: [shown] })
  const question = { ...questionOf(chart!.id, chart!.form!), form_data: { slice_id: shown.id, dashboardId: 4 } }
  expect(isOwnQuestion(question, chartsOf([chart!]), ['4'])).toBe(true)
})

const dashboard: ToolDashboard = { id: 'oee', name: 'OEE', summary: '', embeddedId: 'aaaa', toolIds: ['4', 'aaaa'], charts: [] }
const form = { datasource: '11__table', groupby: ['line'], metrics: ['oee'], y_axis_format: '.1%' }
const chart = (id: number, slice_name: string, form_data: object = form) => ({ id, slice_name, form_data })
const layout = { ROOT_ID: { children: ['R'] }, R: { children: ['B', 'A'] }, A: { meta: { chartId: 1 } }, B: { meta: { chartId: 2 } }, DASHBOARD_VERSION_KEY: 'v2' }
type Asked = { guestToken?: string; path: string; question: { form_data?: { slice_id: number }; queries?: { row_limit: number; columns: unknown[]; extras: object }[] } }

/** Superset as far as a dashboard is asked: it answers each chart by `answers`, or these rows. */
function supersetWith(charts: object[], answers: Record<number, (signal: AbortSignal) => Response | Promise<Response>> = {}) {
  const asked: Asked[] = []
  const rows = Response.json({ result: [{ data: [{ line: 'Line 1', oee: 0.5 }], colnames: ['line', 'oee'], coltypes: [1, 0] }] })
  const tool: Pick<BiTool, 'guestToken' | 'forward'> = {
    guestToken: async () => done({ token: 'guest', seconds: 300 }),
    async forward({ path, guestToken, body }, signal) {
      const question = JSON.parse(body ?? '{}') as Asked['question']
      asked.push({ guestToken, path, question })
      if (path.endsWith('/charts')) return Response.json({ result: charts })
      if (path.endsWith('/datasets')) return Response.json({ result: [{ id: 12, verbose_map: { oee: 'Of another source' } }, { id: 11, verbose_map: { oee: 'OEE' }, column_formats: {} }] })
      if (path.endsWith('/4')) return Response.json({ result: { position_json: JSON.stringify(layout) } })
      return answers[question.form_data!.slice_id]?.(signal) ?? rows.clone()
    },
  }
  const limit = questionsAtOnce()
  return { asked, figures: (deadlineMs = 5000) => askFigures({ tool, base: '/bi/superset', deadlineMs, limit }, 'demo-a', dashboard) }
}

it('asks everything as the guest, and answers in the order of the dashboard', async () => {
  const { asked, figures } = supersetWith([chart(1, 'Below'), chart(2, 'Above'), chart(3, 'Nowhere')])
  expect(value(await figures()).map(({ name }) => name)).toEqual(['Above', 'Below', 'Nowhere'])
  expect(asked).toHaveLength(6)
  expect(asked.every(({ guestToken, path }) => guestToken === 'guest' && path.startsWith('/bi/superset/api/v1/'))).toBe(true)
  expect(value(await figures())[0]).toEqual({ name: 'Above', columns: [{ name: 'line', kind: 'label' }, { name: 'OEE', kind: 'figure', isRatio: true, digits: 1 }], rows: [['Line 1', 0.5]], isCut: false, refused: null })
})

it('says a chart that is of another kind or refused, and answers the others', async () => {
  const odd = { ...form, metrics: [{ expressionType: 'SQL', sqlExpression: 'count(*)' }] }
  const { figures } = supersetWith([chart(1, 'Odd', odd), chart(2, 'Refused'), chart(3, 'Good')], { 2: () => new Response('no', { status: 403 }) })
  expect(value(await figures()).map(({ name, refused }) => [name, refused])).toEqual([['Refused', 'Superset did not answer this chart'], ['Odd', 'a chart of this kind is not sent; it is in the dashboard'], ['Good', null]])
})

it('answers nothing when one chart cannot be had now: half a mail would look whole', async () => {
  const away = supersetWith([chart(1, 'Away'), chart(2, 'Good')], { 1: () => new Response('', { status: 503 }) })
  expect(await away.figures()).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
  const none = supersetWith([chart(1, 'One'), chart(2, 'Other')], { 1: () => new Response('no', { status: 422 }), 2: () => new Response('no', { status: 422 }) })
  expect(await none.figures()).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
  const never = supersetWith([chart(1, 'Never')], { 1: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))) })
  expect(await never.figures(30)).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
})

it('asks as many rows as the chart itself, a thousand at most, and says when there may be more', async () => {
  const { asked, figures } = supersetWith([chart(1, 'Of one', { ...form, row_limit: 1 }), chart(2, 'Of all', { ...form, row_limit: 50_000 }), chart(3, 'Of none', { ...form, row_limit: undefined })])
  expect(value(await figures()).map(({ name, isCut }) => [name, isCut])).toEqual([['Of all', false], ['Of one', true], ['Of none', false]])
  expect(asked.flatMap(({ question }) => question.queries ?? []).map(({ row_limit }) => row_limit).toSorted((a, b) => a - b)).toEqual([1, mostRows, mostRows])
})

it('knows days from other moments, oldest first, each by the plant’s own clock; what has no day is none', async () => {
  const answer = (...moments: string[]) => () => Response.json({ result: [{ data: [...moments.map((at) => ({ at: Date.parse(`${at}Z`), oee: 1 })), ...(moments.length > 1 ? [{ at: null, oee: 1 }] : [])], colnames: ['at', 'oee'], coltypes: [2, 0] }] })
  const along = (time_grain_sqla: string) => ({ ...form, groupby: [], x_axis: 'at', time_grain_sqla })
  const { figures } = supersetWith([chart(2, 'By day', along('P1D')), chart(1, 'By hour', along('PT1H'))], { 2: answer('2026-03-09T00:00', '2026-03-08T00:00'), 1: answer('2026-03-09T13:00') })
  expect(value(await figures()).map(({ columns, rows }) => [columns[0]!.kind, rows])).toEqual([['day', [['2026-03-08', 1], ['2026-03-09', 1]]], ['label', [['2026-03-09 13:00', 1]]]])
})

it('asks three questions at once at most, of two mails together', async () => {
  let [running, most] = [0, 0]
  const slow = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return new Response('no', { status: 403 })
  }
  const ids = Array.from({ length: 9 }, (_, i) => i)
  const { figures } = supersetWith(ids.map((id) => chart(id, `Chart ${id}`)), Object.fromEntries(ids.slice(1).map((id) => [id, slow])))
  for (const all of await Promise.all([figures(), figures()])) expect(value(all)).toHaveLength(9)
  expect(most).toBe(3)
})
