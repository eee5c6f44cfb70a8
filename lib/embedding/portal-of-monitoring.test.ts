import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { grafanaMonitoring } from '@/lib/adapters/monitoring/grafana'
import type { Person } from '@/lib/auth/person'
import { PortalOfMonitoring } from '@/lib/embedding/portal-of-monitoring'
import { refusedResponse } from '@/lib/embedding/refused-page'
import { personOf } from '@/lib/testing/plant-with-story'

const base = '/bi/grafana'
const origin = 'http://localhost:3000'
const assetsFolder = path.resolve('platform/grafana/dashboards')
const administrator: Person = { ...personOf('platform'), email: 'grace@example.com', roles: [{ role: 'admin', nodeId: '' }] }

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** Speaks as much of Grafana's HTTP API as the door uses, and notes what it was told: no Grafana. */
describe('the door to Grafana, with a stand-in behind it', () => {
  const seen: Seen[] = []
  let standIn: Server
  let door: PortalOfMonitoring
  beforeAll(async () => {
    standIn = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        seen.push({ method: request.method!, url: request.url!, headers: request.headers, body })
        if (request.url === `${base}/d/millrace-storage`) return void response.writeHead(302, { location: '/bi/grafana/login' }).end()
        const kind = request.url!.startsWith(`${base}/d/`) ? { 'content-type': 'text/html', 'content-security-policy': `frame-ancestors 'self'` } : { 'content-type': 'application/json' }
        response.writeHead(200, { ...kind, 'set-cookie': 'grafana_session=x', 'x-frame-options': 'deny', server: 'grafana' }).end('{}')
      })
    })
    await new Promise<void>((resolve) => standIn.listen(0, '127.0.0.1', resolve))
    door = new PortalOfMonitoring(grafanaMonitoring({ url: `http://127.0.0.1:${(standIn.address() as AddressInfo).port}${base}`, assetsFolder }), base)
  })
  afterAll(() => void standIn.close())
  beforeEach(() => void (seen.length = 0))

  const ask = (where: string, init: RequestInit = {}, person: Person | null = administrator) => door.answer(person, new Request(`${origin}${base}${where}`, init))
  const query = (queries: object[], person?: Person) => ask('/api/ds/query?ds_type=prometheus', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ from: '1', to: '2', queries }) }, person)
  const own = { refId: 'A', datasource: { type: 'prometheus', uid: 'millrace-prometheus' }, expr: 'sum(rate(millrace_gateway_readings_total[5m]))', intervalMs: 15_000, maxDataPoints: 400 }
  const status = (answered: Awaited<ReturnType<typeof ask>>) => ('response' in answered ? answered.response.status : answered.refused)

  it('lets an administrator see a dashboard and ask what its panels ask', async () => {
    for (const where of ['/d/millrace-pipeline/pipeline?kiosk', '/d/millrace-pipeline', '/public/build/app.b2f889.js', '/api/dashboards/uid/millrace-pipeline', '/api/plugins/prometheus/settings', '/api/annotations?dashboardUID=millrace-pipeline']) expect(status(await ask(where)), where).toBe(200)
    expect(status(await query([own]))).toBe(200)
    expect(JSON.parse(seen.at(-1)!.body)).toMatchObject({ queries: [own] })
    expect(seen.at(-1)!.url).toBe(`${base}/api/ds/query?ds_type=prometheus`)
  })

  it('says who asks, whatever the browser says', async () => {
    await ask('/d/millrace-pipeline', { headers: { 'X-WEBAUTH-USER': 'admin', 'x-webauth-role': 'Admin', 'x-grafana-org-id': '2', authorization: 'Basic eDp5', cookie: 'grafana_session=stolen', 'x-forwarded-for': '127.0.0.1', accept: 'text/html' } })
    const { headers } = seen[0]!
    expect(headers).toMatchObject({ 'x-webauth-user': 'grace@example.com', 'x-webauth-role': 'Viewer', accept: 'text/html' })
    for (const name of ['authorization', 'cookie', 'x-grafana-org-id', 'x-forwarded-for']) expect(headers[name], name).toBeUndefined()
    await ask('/d/millrace-pipeline', {}, { ...administrator, email: 'jürgen@example.com' })
    expect(seen[1]!.headers['x-webauth-user']).toBe('j%C3%BCrgen@example.com')
  })

  it('gives back no cookie, and a page that the portal alone may frame', async () => {
    const answered = await ask('/d/millrace-pipeline')
    if (!('response' in answered)) return expect.fail(answered.refused)
    const { headers } = answered.response
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('x-frame-options')).toBeNull()
    expect(headers.get('server')).toBeNull()
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'self'`)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each<[string, Person | null, string]>([
    ['nobody', null, 'signed-out'],
    ['a customer’s own administrator', { ...personOf('acme'), roles: [{ role: 'tenant_admin', nodeId: '' }] }, 'not-yours'],
    ['a demo user', { ...personOf('demo-dairy'), roles: [{ role: 'demo_user', nodeId: '' }] }, 'not-yours'],
    ['sales', { ...administrator, roles: [{ role: 'sales', nodeId: '' }] }, 'not-yours'],
    ['an administrator who looks as somebody else', { ...administrator, roles: [{ role: 'viewer', nodeId: '' }] }, 'not-yours'],
  ])('does not open for %s', async (_, person, refused) => {
    expect(await ask('/d/millrace-pipeline', {}, person)).toEqual({ refused })
    expect(await ask('/public/build/app.js', {}, person)).toEqual({ refused })
    expect(seen).toEqual([])
  })

  it.each([
    ['GET', '/'], ['GET', '/explore'], ['GET', '/d/somebody-elses'], ['GET', '/d/new'], ['GET', '/dashboards'], ['GET', '/admin/users'], ['GET', '/login'], ['GET', '/logout'], ['GET', '/metrics'],
    ['GET', '/api/datasources'], ['GET', '/api/datasources/proxy/uid/millrace-prometheus/api/v1/query?query=up'], ['GET', '/api/datasources/uid/millrace-postgres/resources/x'], ['GET', '/api/search'], ['GET', '/api/users'], ['GET', '/api/live/ws'],
    ['GET', '/api/annotations'], ['GET', '/api/annotations?dashboardUID=other'], ['POST', '/api/dashboards/db'], ['DELETE', '/api/dashboards/uid/millrace-pipeline'], ['PUT', '/api/user'], ['POST', '/api/auth/keys'], ['POST', '/api/serviceaccounts'], ['POST', '/api/snapshots'],
    ['GET', '/public/..%2f..%2fetc/passwd'], ['GET', '/public//x'], ['GET', '/d/millrace-pipeline%2f..%2fx'], ['GET', '/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards'], ['HEAD', '/d/millrace-pipeline'], ['GET', '/render/d-solo/millrace-pipeline'],
  ])('refuses %s %s', async (method, where) => {
    expect(await ask(where, { method })).toEqual({ refused: 'not-yours' })
    expect(seen).toEqual([])
  })

  it.each<[string, object[]]>([
    ['nothing', []],
    ['another expression', [{ ...own, expr: 'secret_metric' }]],
    ['its own with more behind', [{ ...own, expr: `${own.expr} or secret_metric` }]],
    ['its own of another source', [{ ...own, datasource: { uid: 'millrace-loki' } }]],
    ['a source by its number', [{ ...own, datasource: undefined, datasourceId: 1 }]],
    ['SQL of one’s own', [{ refId: 'A', datasource: { uid: 'millrace-postgres' }, rawSql: 'SELECT * FROM account' }]],
    ['its own beside SQL', [{ ...own, rawSql: 'SELECT 1' }]],
    ['its own and one more', [own, { ...own, refId: 'B', expr: 'up' }]],
    ['no query at all', [null as unknown as object]],
  ])('is not asked %s', async (_, queries) => {
    expect(await query(queries)).toEqual({ refused: 'not-yours' })
    expect(seen).toEqual([])
  })

  it('does not follow to the tool’s own sign-in, and takes its bookkeeping without handing it on', async () => {
    expect(await ask('/d/millrace-storage')).toEqual({ refused: 'not-yours' })
    seen.length = 0
    expect(status(await ask('/api/frontend-metrics', { method: 'POST', body: '{}' }))).toBe(204)
    expect(seen).toEqual([])
  })

  it('refuses what is larger than a dashboard asks', async () => {
    expect(await ask('/api/ds/query', { method: 'POST', body: 'x'.repeat(300 * 1024) })).toEqual({ refused: 'too-large' })
  })

  it('says so when Grafana is down, and when there is none', async () => {
    const nowhere = new PortalOfMonitoring(grafanaMonitoring({ url: `http://127.0.0.1:9${base}`, assetsFolder }), base)
    const request = () => new Request(`${origin}${base}/d/millrace-pipeline`, { headers: { accept: 'text/html' } })
    expect(await nowhere.answer(administrator, request())).toEqual({ refused: 'down' })
    expect(await nowhere.tool!.health()).toMatchObject({ ok: false })
    expect(await new PortalOfMonitoring(null, base).answer(administrator, request())).toEqual({ refused: 'absent' })
    const page = refusedResponse('down', { href: '/admin/monitoring', label: 'Monitoring', holds: 'Health does not need it.' }, request(), 'request-1')
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('does not answer now. Health does not need it.')
  })
})
