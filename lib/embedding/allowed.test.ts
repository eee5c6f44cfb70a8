import { describe, expect, it } from 'vitest'
import type { ToolChart, ToolDashboard } from '@/lib/adapters/bi/port'
import { allowed, type Asked } from '@/lib/embedding/allowed'

const chart: ToolChart = { id: 7, sourceId: 11, columns: ['line'], metrics: ['oee', 'quality'], axis: 'day', conditions: ['NOT planned', 'open'] }
const oee: ToolDashboard = { id: 'oee', name: 'OEE', summary: '', embeddedId: 'aaaa-1', toolIds: ['4', 'aaaa-0', 'aaaa-1'], charts: [chart] }
const energy: ToolDashboard = { ...oee, id: 'energy', embeddedId: 'bbbb-1', toolIds: ['5', 'bbbb-0', 'bbbb-1'] }
const ask = (method: string, path: string, question?: unknown, dashboard: ToolDashboard | null = oee) => allowed({ method, path, query: new URLSearchParams(), question } satisfies Asked, [oee, energy], dashboard)
const axis = { timeGrain: 'P1D', columnType: 'BASE_AXIS', sqlExpression: 'day', label: 'day', expressionType: 'SQL', isColumnReference: true }
const query = { columns: [axis, 'line'], series_columns: ['line'], metrics: ['oee'], orderby: [['oee', false]], filters: [{ col: 'day', op: 'TEMPORAL_RANGE', val: 'x' }], extras: { where: '(NOT planned) AND (open)', having: '' }, annotation_layers: [] }
const question = { datasource: { id: 11, type: 'table' }, force: false, queries: [query], result_format: 'json', result_type: 'full', form_data: { slice_id: 7, dashboardId: 4 } }

describe('a framed dashboard', () => {
  it('is given what it needs: its page, scripts, description and figures', () => {
    expect(ask('GET', '/static/assets/theme.b2f889ad23bd80f99e2a.entry.js', undefined, null)).toBe('asset')
    expect(ask('GET', '/embedded/aaaa-1', undefined, null)).toBe('page')
    for (const path of ['/api/v1/me/roles/', '/api/v1/dashboard/4', '/api/v1/dashboard/aaaa-1/charts', '/api/v1/dashboard/4/datasets', '/api/v1/time_range/']) expect(ask('GET', path), path).toBe('guest')
    expect(ask('POST', '/api/v1/chart/data', question)).toBe('guest')
    expect(ask('POST', '/superset/log/', undefined, null)).toBe('hushed')
  })

  it('is given nothing that names somebody else’s, or another dashboard than the ticket’s', () => {
    expect(ask('GET', '/embedded/cccc-1')).toBeNull()
    for (const path of ['/api/v1/dashboard/6', '/api/v1/dashboard/5', '/api/v1/dashboard/bbbb-1/charts', '/api/v1/embedded_dashboard/cccc-1']) expect(ask('GET', path), path).toBeNull()
    for (const odd of [{ ...question, datasource: { id: 99, type: 'table' } }, { ...question, datasource: { id: 11, type: 'query' } }, { ...question, form_data: { slice_id: 7, dashboardId: 5 } }, { ...question, form_data: undefined }, {}, null, 'x', []]) {
      expect(ask('POST', '/api/v1/chart/data', odd), JSON.stringify(odd)).toBeNull()
    }
  })

  it('is given figures, not the SQL behind them nor the rows of their source', () => {
    for (const result_type of ['query', 'samples', 'drill_detail', 'columns', 'timegrains']) expect(ask('POST', '/api/v1/chart/data', { ...question, result_type }), result_type).toBeNull()
    expect(ask('POST', '/api/v1/chart/data', { ...question, queries: [{ ...query, result_type: 'query' }] })).toBeNull()
  })

  it.each<[string, object]>([
    ['another chart’s source', { datasource: { id: 12, type: 'table' } }],
    ['a chart of another dashboard', { form_data: { slice_id: 8, dashboardId: 4 } }],
    ['as if by a filter of the dashboard', { form_data: { slice_id: 7, dashboardId: 4, type: 'NATIVE_FILTER' } }],
    ['nothing', { queries: [] }],
    ['with a word that nobody knows', { custom_cache_timeout: -1 }],
    ['another column', { queries: [{ ...query, columns: ['product'] }] }],
    ['SQL as a column', { queries: [{ ...query, columns: [{ sqlExpression: 'version()', label: 'day', expressionType: 'SQL' }] }] }],
    ['SQL as the axis', { queries: [{ ...query, columns: [{ ...axis, sqlExpression: 'version()' }] }] }],
    ['SQL as a figure', { queries: [{ ...query, metrics: [{ expressionType: 'SQL', sqlExpression: 'count(*)', label: 'x' }] }] }],
    ['SQL as a condition', { queries: [{ ...query, extras: { where: '1 = 1' } }] }],
    ['SQL as a condition of groups', { queries: [{ ...query, extras: { having: '1 = 1' } }] }],
    ['SQL as a filter’s column', { queries: [{ ...query, filters: [{ col: { sqlExpression: '1', label: 'x' }, op: '==', val: 1 }] }] }],
    ['SQL as an order', { queries: [{ ...query, orderby: [[{ expressionType: 'SQL', sqlExpression: 'random()' }, true]] }] }],
    ['another source in a query', { queries: [{ ...query, datasource: { id: 12, type: 'table' } }] }],
    ['notes of other charts', { queries: [{ ...query, annotation_layers: [{ sourceType: 'table', value: 9 }] }] }],
    ['its own and one more', { queries: [query, { ...query, metrics: ['count'] }] }],
  ])('is not answered %s', (_, change) => {
    expect(ask('POST', '/api/v1/chart/data', { ...question, ...change })).toBeNull()
  })

  it('without a ticket is given no figure', () => {
    for (const path of ['/api/v1/me/roles/', '/api/v1/dashboard/4', '/api/v1/time_range/']) expect(ask('GET', path, undefined, null), path).toBeNull()
    expect(ask('POST', '/api/v1/chart/data', question, null)).toBeNull()
  })

  it.each([
    ['GET', '/'], ['GET', '/sqllab/'], ['POST', '/api/v1/sqllab/execute/'], ['GET', '/api/v1/database/'], ['GET', '/api/v1/dataset/'], ['GET', '/api/v1/dashboard/'], ['GET', '/api/v1/chart/'],
    ['GET', '/api/v1/chart/7/data/'], ['GET', '/api/v1/dashboard/export/'], ['POST', '/api/v1/security/login'], ['POST', '/api/v1/security/guest_token/'], ['GET', '/login/'], ['GET', '/oauth-authorized/keycloak'],
    ['GET', '/api/v1/async_event/'], ['POST', '/api/v1/dashboard/4/permalink'], ['PUT', '/api/v1/dashboard/4'], ['DELETE', '/api/v1/dashboard/4'], ['GET', '/api/v1/dashboard/4/embedded'], ['HEAD', '/embedded/aaaa-1'],
    ['GET', '/static/assets/../../api/v1/database/'], ['GET', '/static/assets//x'], ['GET', '/static/assets/%2e%2e/x'], ['GET', '/embedded/aaaa-1/../cccc-1'], ['GET', '/superset/dashboard/4/'], ['GET', '/explore/'], ['GET', '/api/v1/dashboard/4%2fexport'],
  ])('is refused %s %s', (method, path) => {
    expect(ask(method, path, question)).toBeNull()
  })
})
