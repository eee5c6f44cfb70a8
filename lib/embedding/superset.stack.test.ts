import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BiTool, ToolDashboard } from '@/lib/adapters/bi/port'
import { supersetBi } from '@/lib/adapters/bi/superset'
import { value } from '@/lib/adapters/contract-checks'
import type { Person } from '@/lib/auth/person'
import { PortalOfTool } from '@/lib/embedding/portal-of-tool'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import { biLogins } from '@/lib/tenancy/bi-logins'
import { composeTestSystem, type TestSystem } from '@/lib/testing/compose-test-system'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('superset')
const origin = 'http://localhost:3000'
const base = '/bi/superset'

interface Plant {
  person: Person
  dashboards: ToolDashboard[]
  oee: ToolDashboard
  /** Names of lines as its tables of figures say them. */
  lines: string[]
}

describe.skipIf(!server.settings)('dashboards of two plants in Superset', () => {
  const settings = server.settings!
  const at = settings?.SUPERSET_URL
  let database: TestDatabase
  let system: TestSystem
  let tool: BiTool
  let door: PortalOfTool
  let dairy: Plant
  let pharma: Plant
  /** The chart "By line" of each plant's OEE dashboard: what a browser asks for it. */
  const questions = new Map<Plant, Record<string, unknown>>()

  beforeAll(async () => {
    database = await testDatabase()
    // Superset asks by its own clock: the stories are today's.
    system = await composeTestSystem(database, new Date())
    const logins = biLogins(system.db, 'only-for-tests')
    tool = supersetBi({
      url: at!, user: 'millrace-portal', password: settings.SUPERSET_PASSWORD!, portalKey: settings.SUPERSET_PORTAL_KEY!, portalUrl: origin,
      prefix: `attack-${process.pid}-`, databaseUrl: database.appUrl, assetsFolder: path.resolve('platform/superset/assets'), logins, lakePassword: null,
    })
    door = new PortalOfTool(system, tool, base)
    ;[dairy, pharma] = [await plant('demo-dairy', 'dairy'), await plant('demo-pharma', 'pharma')]
  }, 300_000)
  afterAll(async () => {
    for (const tenantId of ['demo-dairy', 'demo-pharma']) await tool?.removeDashboards(tenantId)
    await system?.stop()
    await database?.drop()
  })

  async function plant(tenantId: string, industry: 'dairy' | 'pharma'): Promise<Plant> {
    await plantWithStory(system, tenantId, industry, system.clock.now().toISOString().slice(0, 10))
    await measureEnergy(tenantId)
    await refreshDays(system, tenantId)
    value(await tool.ensureDashboards(tenantId, tenantId))
    const dashboards = value(await tool.holding(tenantId))
    const person = { ...personOf(tenantId), sessionHash: `session of ${tenantId}` }
    const lines = await system.db.inTenant(tenantId, (tx) => tx.plantNode.findMany({ where: { level: 'line' } }))
    const made: Plant = { person, dashboards, oee: dashboards.find(({ id }) => id === 'oee')!, lines: lines.map(({ name }) => name).sort() }
    const charts = (await json(await ask(made, `/api/v1/dashboard/${made.oee.toolIds[0]}/charts`))) as { result: { id: number; slice_name: string; form_data: { datasource: string } }[] }
    const chart = charts.result.find(({ slice_name: name }) => name === 'By line')!
    questions.set(made, {
      datasource: { id: Number(chart.form_data.datasource.split('__')[0]), type: 'table' },
      queries: [{ columns: ['line'], metrics: ['oee'], filters: [], extras: {}, row_limit: 1000 }],
      form_data: { ...chart.form_data, slice_id: chart.id, dashboardId: Number(made.oee.toolIds[0]) },
      result_format: 'json', result_type: 'full',
    })
    return made
  }

  /** The lines' meters on the five days before today, which the quick plant leaves out. */
  const measureEnergy = (tenantId: string) =>
    system.db.asOperator((tx) => tx.$executeRaw`
      INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
      SELECT tenant_id, id, 900, date_trunc('day', now()) - n * interval '1 day' + interval '9 hours', 60, 60.0 * (100 + n), 0, 90 + n, 110 + n, 100, 100
      FROM signal, generate_series(1, 5) n WHERE tenant_id = ${tenantId} AND quantity = 'power'`)

  const ticketOf = async ({ person, oee }: Plant) => value(await door.ticketFor(person, oee.id))!.ticket
  /** As a browser that shows the OEE dashboard, or as told otherwise. */
  async function ask(plant: Plant, where: string, { person = plant.person, ticket, body, form }: { person?: Person | null; ticket?: string; body?: unknown; form?: Record<string, string> } = {}) {
    const headers: Record<string, string> = { 'x-guesttoken': ticket ?? (await ticketOf(plant)), ...(body !== undefined && { 'content-type': 'application/json' }) }
    const init = body !== undefined ? { method: 'POST', body: JSON.stringify(body) } : form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    return door.answer(person, new Request(`${origin}${base}${where}`, { headers: form ? undefined : headers, ...init }))
  }
  async function json(answered: Awaited<ReturnType<typeof ask>>): Promise<unknown> {
    if (!('response' in answered)) return answered
    return { status: answered.response.status, ...((await answered.response.json()) as object) }
  }
  const linesIn = (answer: unknown) => (answer as { result: { data: { line: string }[] }[] }).result[0]!.data.map(({ line }) => line).sort()
  const figures = async (plant: Plant, options: Parameters<typeof ask>[2] = {}) => json(await ask(plant, '/api/v1/chart/data', { body: questions.get(plant), ...options }))
  const notYours = { refused: 'not-yours' }
  const signedOut = { refused: 'signed-out' }

  it('show each its own lines', async () => {
    for (const plant of [dairy, pharma]) expect(linesIn(await figures(plant))).toEqual(plant.lines)
    expect(dairy.lines.some((line) => pharma.lines.includes(line))).toBe(false)
  })

  it('are downloaded by a form, which carries the ticket', async () => {
    const ask = async (person: Person | null) => door.answer(person, new Request(`${origin}${base}/api/v1/chart/data`, { method: 'POST', body: new URLSearchParams({ form_data: JSON.stringify({ ...questions.get(dairy), result_format: 'csv' }), guest_token: await ticketOf(dairy) }) }))
    const sheet = await ask(dairy.person)
    if (!('response' in sheet)) return expect.fail(JSON.stringify(sheet))
    const text = await sheet.response.text()
    expect(sheet.response.headers.get('content-type')).toContain('text/csv')
    for (const line of dairy.lines) expect(text).toContain(line)
    // The lease is over: the session is.
    expect(await ask(null)).toEqual(signedOut)
  })

  describe('through the portal', () => {
    it('another tenant’s dashboard is not there, by whichever of its names', async () => {
      for (const id of pharma.oee.toolIds) {
        expect(await ask(dairy, `/api/v1/dashboard/${id}`), id).toEqual(notYours)
        expect(await ask(dairy, `/embedded/${id}`), id).toEqual(notYours)
      }
      expect(value(await door.ticketFor(dairy.person, 'no-such'))).toBeNull()
    })

    it('another tenant’s ticket is worth nothing in this session, nor this one in another', async () => {
      const stolen = await ticketOf(pharma)
      expect(await figures(dairy, { ticket: stolen })).toEqual(notYours)
      expect(await figures(pharma, { person: { ...dairy.person, sessionHash: 'another session' } })).toEqual(notYours)
      expect(await figures(dairy, { person: { ...dairy.person, sessionHash: 'another session' } })).toEqual(notYours)
    })

    it('another tenant’s figures are not answered, though the ticket is good', async () => {
      expect(await figures(dairy, { body: questions.get(pharma) })).toEqual(notYours)
    })

    it('a question of one’s own is refused: other columns, SQL, rows of the source', async () => {
      const own = questions.get(dairy)!
      const changed = (query: object) => ({ ...own, queries: [{ ...(own.queries as object[])[0], ...query }] })
      const sql = (sqlExpression: string) => ({ metrics: [{ expressionType: 'SQL', sqlExpression, label: 'x' }] })
      const others = [sql('(SELECT count(*) FROM pg_roles)'), sql('count(*)'), { columns: ['day', 'line', 'total'] }, { extras: { where: '1 = 1' } }, { filters: [{ col: { sqlExpression: 'line', label: 'x' }, op: '==', val: 'x' }] }]
      for (const query of others) expect(await figures(dairy, { body: changed(query) }), JSON.stringify(query)).toEqual(notYours)
      for (const result_type of ['query', 'samples', 'drill_detail']) expect(await figures(dairy, { body: { ...own, result_type } })).toEqual(notYours)
    })

    it('SQL Lab, the chart builder, lists and the tool’s sign-in are not there', async () => {
      for (const where of ['/sqllab/', '/api/v1/database/', '/explore/', '/login/', '/api/v1/dashboard/', '/superset/welcome/']) expect(await ask(dairy, where), where).toEqual(notYours)
      for (const where of ['/api/v1/sqllab/execute/', '/api/v1/security/login', '/api/v1/security/guest_token/']) expect(await ask(dairy, where, { body: { sql: 'SELECT 1' } }), where).toEqual(notYours)
    })

    it('nobody who is signed out, or sees some places only, is let in', async () => {
      expect(await figures(dairy, { person: null })).toEqual(signedOut)
      expect(await ask(dairy, `/embedded/${dairy.oee.embeddedId}`, { person: null })).toEqual(signedOut)
      expect(await figures(dairy, { person: { ...dairy.person, places: { own: ['line-1'], ways: ['site'] } } })).toEqual(notYours)
    })

    it('no cookie reaches the tool, none comes back, and a page may be framed by the portal alone', async () => {
      const answered = await ask(dairy, `/embedded/${dairy.oee.embeddedId}`)
      if (!('response' in answered)) return expect.fail(JSON.stringify(answered))
      expect(answered.response.status).toBe(200)
      expect(answered.response.headers.getSetCookie()).toEqual([])
      expect(answered.response.headers.get('content-security-policy')).toContain(`frame-ancestors 'self'`)
      expect(answered.response.headers.get('cache-control')).toBe('no-store')
    })
  })

  describe('past the portal, at Superset itself', () => {
    const raw = (where: string, headers: Record<string, string>, body?: unknown) =>
      fetch(`${at}${where}`, { method: body === undefined ? 'GET' : 'POST', redirect: 'manual', headers: { 'content-type': 'application/json', ...headers }, body: body === undefined ? undefined : JSON.stringify(body) })
    const guest = async (plant: Plant) => value(await tool.guestToken(plant.person.tenantId, plant.oee.embeddedId)).token

    it('the ticket that a browser holds is no token', async () => {
      const answer = await raw('/api/v1/chart/data', { 'x-guesttoken': await ticketOf(dairy) }, questions.get(dairy))
      expect(answer.status).toBe(403)
      expect((await raw('/api/v1/chart/data', { 'x-guesttoken': await ticketOf(dairy), 'x-portal-key': settings.SUPERSET_PORTAL_KEY! }, questions.get(dairy))).status).toBe(401)
    })

    it('a guest token replayed by hand opens nothing without the portal', async () => {
      const token = await guest(dairy)
      for (const [where, body] of [['/api/v1/chart/data', questions.get(dairy)], ['/api/v1/me/roles/', undefined], [`/api/v1/dashboard/${dairy.oee.embeddedId}`, undefined]] as const) {
        expect((await raw(where, { 'x-guesttoken': token }, body)).status, where).toBe(403)
      }
    })

    it('and with everything the portal knows still shows that plant only: our tokens carry no filter that could be stripped', async () => {
      const headers = { 'x-guesttoken': await guest(dairy), 'x-portal-key': settings.SUPERSET_PORTAL_KEY! }
      const [, claims] = headers['x-guesttoken'].split('.')
      expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({ rls_rules: [] })
      const own = await raw('/api/v1/chart/data', headers, questions.get(dairy))
      expect(linesIn(await own.json())).toEqual(dairy.lines)
      expect((await raw('/api/v1/chart/data', headers, questions.get(pharma))).status).toBe(403)
      for (const [where, body] of [['/api/v1/sqllab/execute/', { database_id: 1, sql: 'SELECT * FROM bi.oee' }], ['/api/v1/database/', undefined], ['/api/v1/dataset/', undefined], ['/sqllab/', undefined]] as const) {
        expect([302, 400, 401, 403, 404], where).toContain((await raw(where, headers, body)).status)
      }
    })

    it('nobody at all is let in', async () => {
      for (const where of ['/api/v1/dashboard/', '/api/v1/database/', '/api/v1/me/']) expect((await raw(where, {})).status, where).toBe(401)
      expect((await raw('/api/v1/chart/data', {}, questions.get(dairy))).status).toBe(401)
    })
  })

  describe('in a mail', () => {
    /** What PostgreSQL says a chart by day should, of the days that are whole whenever it is asked. */
    const expected: Record<string, [chart: string, sql: string]> = {
      oee: ['OEE by production day', `SELECT d.day::text AS day, n.name AS place, sum(ideal_good_minutes) / nullif(sum(planned_busy_minutes), 0) AS figure FROM production_day d JOIN plant_node n ON n.tenant_id = d.tenant_id AND n.id = d.line_id WHERE d.tenant_id = $1 GROUP BY 1, 2`],
      'production-volume': ['Good pieces by day', `SELECT (c.bucket_at AT TIME ZONE t.time_zone)::date::text AS day, n.name AS place, sum(c.total - c.reject)::float8 AS figure FROM production_count c JOIN tenant t ON t.id = c.tenant_id JOIN plant_node n ON n.tenant_id = c.tenant_id AND n.id = c.line_id WHERE c.tenant_id = $1 GROUP BY 1, 2`],
      quality: ['Defect rate by day', `SELECT (c.bucket_at AT TIME ZONE t.time_zone)::date::text AS day, n.name AS place, sum(c.reject)::float8 / nullif(sum(c.total), 0) AS figure FROM production_count c JOIN tenant t ON t.id = c.tenant_id JOIN plant_node n ON n.tenant_id = c.tenant_id AND n.id = c.line_id WHERE c.tenant_id = $1 GROUP BY 1, 2`],
      downtime: ['Minutes by day', `SELECT (s.starts_at AT TIME ZONE t.time_zone)::date::text AS day, n.name AS place, sum(extract(epoch FROM s.ends_at - s.starts_at)::float8 / 60) AS figure FROM stop s JOIN tenant t ON t.id = s.tenant_id JOIN plant_node n ON n.tenant_id = s.tenant_id AND n.id = s.line_id WHERE s.tenant_id = $1 AND s.kind <> 'planned' GROUP BY 1, 2`],
      energy: ['Energy by day, kWh', `SELECT (r.bucket_at AT TIME ZONE t.time_zone)::date::text AS day, n.name AS place, sum(r.sum / r.count * least(900, r.count * s.expected_interval_seconds) / 3600) AS figure FROM signal_rollup r JOIN tenant t ON t.id = r.tenant_id JOIN signal s ON s.tenant_id = r.tenant_id AND s.id = r.signal_id AND s.quantity = 'power' JOIN plant_node n ON n.tenant_id = s.tenant_id AND n.id = s.node_id AND n.level = 'line' WHERE r.tenant_id = $1 AND r.level_seconds = 900 GROUP BY 1, 2`],
      'material-use': ['Yield by day', `SELECT (b.starts_at AT TIME ZONE t.time_zone)::date::text AS day, n.name AS place, sum(b.output_kg) / nullif(sum(b.input_kg) FILTER (WHERE b.output_kg IS NOT NULL), 0) AS figure FROM batch b JOIN tenant t ON t.id = b.tenant_id JOIN plant_node n ON n.tenant_id = b.tenant_id AND n.id = b.line_id WHERE b.tenant_id = $1 GROUP BY 1, 2`],
    }
    const dayBack = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
    const said = async ({ person, dashboards }: Plant, id: string) => value(await tool.figures(person.tenantId, dashboards.find((one) => one.id === id)!))

    it.each(Object.entries(expected))('%s says of each plant what PostgreSQL says, and nothing of the other', async (id, [chart, sql]) => {
      for (const [plant, other] of [[dairy, pharma], [pharma, dairy]] as const) {
        const figures = await said(plant, id)
        expect(figures.every(({ refused, rows, isCut }) => refused === null && rows.length > 0 && !isCut)).toBe(true)
        const asked = await system.db.asOperator((tx) => tx.$queryRawUnsafe<{ day: string; place: string; figure: number | null }[]>(sql, plant.person.tenantId))
        const isWhole = (day: unknown) => String(day) > dayBack(29) && String(day) < dayBack(1)
        const rows = figures.find(({ name }) => name === chart)!.rows.filter(([day]) => isWhole(day)) as [string, string, number | null][]
        const ours = new Map(rows.map(([day, place, figure]) => [`${day} ${place}`, figure]))
        const theirs = new Map(asked.filter(({ day }) => isWhole(day)).map(({ day, place, figure }) => [`${day} ${place}`, figure]))
        expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort())
        expect(ours.size).toBeGreaterThan(plant.lines.length)
        for (const [key, figure] of theirs) expect(ours.get(key), key).toBeCloseTo(figure!, 6)
        for (const line of other.lines) expect(JSON.stringify(figures)).not.toContain(`"${line}"`)
      }
    })
  })

  it('are empty for whoever kept anything, once the plant’s login is gone', async () => {
    const headers = { 'x-guesttoken': value(await tool.guestToken('demo-pharma', pharma.oee.embeddedId)).token, 'x-portal-key': settings.SUPERSET_PORTAL_KEY!, 'content-type': 'application/json' }
    value(await biLogins(system.db, 'only-for-tests').remove('demo-pharma'))
    const answer = await fetch(`${at}/api/v1/chart/data`, { method: 'POST', headers, body: JSON.stringify({ ...questions.get(pharma), force: true }) })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await answer.text()).not.toContain(pharma.lines[0])
  })
})
