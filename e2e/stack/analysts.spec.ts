import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { APIResponse, Browser } from '@playwright/test'
import pg from 'pg'
import { expect, type Page, test } from '../test'
import { fillPassword } from '../keycloak'
import { administrator, linkInMail } from '../product'

const password = 'quiet copper river 7'
const at = process.env.SUPERSET_URL ?? ''

/** What her own session is answered, past every screen. */
interface Session {
  page: Page
  get(path: string): Promise<APIResponse>
  post(path: string, data: unknown): Promise<APIResponse>
}
interface Plant {
  slug: string
  line: string
  analyst: string
}

test('an analyst signs in to Superset at Keycloak and works on her own plant alone, until it ends', async ({ browser }) => {
  test.skip(process.env.BI_TOOL !== 'superset' || process.env.IDENTITY !== 'keycloak', `Superset or Keycloak cannot be had here: ${process.env.MILLRACE_E2E_ABSENT}`)
  test.setTimeout(600_000)
  const admin = await administrator(browser)
  const stamp = Date.now()
  const plants: Plant[] = ['Kiln', 'Press'].map((line) => ({ slug: `${line.toLowerCase()}-${stamp}`, line, analyst: `ana-${line.toLowerCase()}-${stamp}@plant.example` }))
  const [mine, other] = plants as [Plant, Plant]
  const viewer = `vic-${stamp}@plant.example`
  for (const plant of plants) await makePlant(admin, plant)
  await giveFigures(plants)
  for (const { slug, analyst } of plants) await join(browser, admin, slug, analyst, 'data_analyst')
  await join(browser, admin, mine.slug, viewer, 'viewer')

  const [ana, bea] = [await signIn(browser, mine.analyst), await signIn(browser, other.analyst)]
  await test.step('each finds the six dashboards and datasets of her own plant, and no other', async () => {
    for (const [session, { slug }] of [[ana, mine], [bea, other]] as const) {
      await expect.poll(() => namesOf(session, 'dataset', 'table_name'), { timeout: 240_000, intervals: [3000] }).toHaveLength(6)
      for (const name of await namesOf(session, 'dataset', 'table_name')) expect(name).toContain(`millrace-${slug}_`)
      await expect.poll(() => namesOf(session, 'dashboard', 'dashboard_title')).toEqual(['Downtime', 'Energy', 'Material use', 'OEE', 'Production volume', 'Quality'])
      expect(await namesOf(session, 'database', 'database_name')).toEqual([`millrace-${slug}`])
    }
  })

  const [own, theirs] = [await idsOf(ana), await idsOf(bea)]
  await test.step('she charts her plant’s figures, in a dashboard and in a chart of her own', async () => {
    await ana.page.goto(`${at}/superset/dashboard/${own.dashboard}/`)
    await expect(ana.page.locator('td').getByText(mine.line, { exact: true })).toBeVisible({ timeout: 60_000 })
    await expect(ana.page.getByText(/Data error|Unexpected error/)).toHaveCount(0)
    await ana.page.screenshot({ path: 'test-results/stack/analyst-dashboard.png' })
    await ana.page.goto(`${at}/explore/?datasource_type=table&datasource_id=${own.dataset}&viz_type=table`)
    await expect(ana.page.getByText('Metrics', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
    await ana.page.screenshot({ path: 'test-results/stack/analyst-explore.png' })
    expect(await linesOf(ana, own.dataset)).toEqual([mine.line])
    expect(await linesOf(bea, theirs.dataset)).toEqual([other.line])
  })

  await test.step('nothing of another plant is read by its number, and there is no SQL Lab', async () => {
    const { dataset, dashboard, chart, database } = theirs
    for (const where of [`/api/v1/dataset/${dataset}`, `/api/v1/dashboard/${dashboard}`, `/api/v1/dashboard/${dashboard}/charts`, `/api/v1/dashboard/${dashboard}/datasets`, `/api/v1/chart/${chart}`, `/api/v1/chart/${chart}/data/`, `/api/v1/database/${database}`, `/api/v1/database/${database}/schemas/`, `/api/v1/explore/?datasource_type=table&datasource_id=${dataset}`, `/api/v1/datasource/table/${dataset}/column/line/values/`, `/datasource/external_metadata/table/${dataset}/`, '/api/v1/security/users/', '/api/v1/security/roles/']) {
      const answer = await ana.get(where)
      expect([400, 403, 404], where).toContain(answer.status())
      expect(await answer.text(), where).not.toContain(other.slug)
    }
    const attacks: [string, unknown][] = [
      ['/api/v1/chart/data', question(dataset)],
      ['/datasource/samples?datasource_type=table&datasource_id=' + dataset, {}],
      ['/api/v1/sqllab/execute/', { database_id: own.database, sql: 'SELECT * FROM bi.oee', schema: 'bi' }],
      ['/api/v1/sqllab/execute/', { database_id: database, sql: 'SELECT * FROM bi.oee', schema: 'bi' }],
      ['/api/v1/dataset/', { database, table_name: 'oee', schema: 'bi' }],
      ['/api/v1/database/', { database_name: 'mine', sqlalchemy_uri: 'postgresql://x@127.0.0.1/x' }],
    ]
    for (const [where, body] of attacks) {
      const answer = await ana.post(where, body)
      expect([400, 403, 404], where).toContain(answer.status())
      expect(await answer.text(), where).not.toContain(other.line)
    }
    // Nor who else works here.
    expect(await (await ana.get('/api/v1/chart/related/owners')).json()).toMatchObject({ count: 1 })
  })

  await test.step('who may only look is told at the door whom to ask', async () => {
    const page = await atTheDoor(browser, viewer)
    await expect(page.getByRole('heading', { name: 'You may not look at a plant here' })).toBeVisible()
    await page.screenshot({ path: 'test-results/stack/analyst-refused.png' })
    expect((await page.request.get(`${at}/api/v1/dataset/`)).status()).toBe(401)
  })

  await test.step('when the plant ends she is out, and reads nothing more; the other works on', async () => {
    await endPlant(admin, mine.slug)
    await expect.poll(async () => (await ana.post('/api/v1/chart/data', question(own.dataset))).status(), { timeout: 40_000 }).toBe(403)
    expect((await ana.get('/api/v1/dataset/')).status()).toBe(401)
    const again = await atTheDoor(browser, mine.analyst)
    await expect(again.getByRole('heading', { name: 'You may not look at a plant here' })).toBeVisible()
    expect(await linesOf(bea, theirs.dataset)).toEqual([other.line])
  })
})

async function makePlant(admin: Page, { slug, line }: Plant): Promise<void> {
  await admin.goto('/admin/tenants')
  await admin.getByRole('button', { name: 'New tenant' }).click()
  await admin.getByLabel('Name', { exact: true }).fill(`Works ${slug}`)
  await admin.getByLabel('Slug').fill(slug)
  await admin.getByLabel('Line', { exact: true }).fill(line)
  await admin.getByRole('button', { name: 'Make it' }).click()
  await expect(admin.getByRole('link', { name: `Works ${slug}` })).toBeVisible()
}

/** Invited and come in: an account, whose password Keycloak holds. */
async function join(browser: Browser, admin: Page, slug: string, address: string, role: string): Promise<void> {
  await admin.goto(`/manage/${slug}/people`)
  await admin.getByRole('button', { name: 'Invite', exact: true }).click()
  await admin.getByLabel('E-mail').fill(address)
  await admin.getByLabel('Role').selectOption(role)
  await admin.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(admin.getByRole('table', { name: 'Open invitations' })).toContainText(address)
  const page = await (await browser.newContext()).newPage()
  await page.goto(await linkInMail(admin, address, /invites you to/, /http:\/\/\S+\/invite\/[\w-]+/))
  await page.getByLabel('E-mail').fill(address)
  await page.getByLabel('Your name').fill('Ana Lyst')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Accept and sign in' }).click()
  // The account is made; from here on it is Keycloak that asks for the password.
  await page.waitForURL('**/realms/**')
  await page.context().close()
}

/** A production day of yesterday for each line: no line of these plants has run yet. */
async function giveFigures(plants: Plant[]): Promise<void> {
  const { OPERATOR_DATABASE_URL: connectionString } = JSON.parse(readFileSync(path.join(process.env.MILLRACE_E2E_VAR!, 'secrets/environment.json'), 'utf8')) as Record<string, string>
  const client = new pg.Client({ connectionString })
  await client.connect()
  const sql = `INSERT INTO production_day (tenant_id, line_id, day, starts_at, ends_at, planned_busy_minutes, producing_minutes, down_minutes, ideal_minutes, ideal_good_minutes, total, reject, rework)
    SELECT tenant_id, id, current_date - 1, current_date - interval '1 day', current_date, 480, 400, 80, 380, 360, 1000, 50, 5 FROM plant_node WHERE tenant_id = $1 AND level = 'line'`
  for (const { slug } of plants) expect((await client.query(sql, [slug])).rowCount).toBe(1)
  await client.end()
}

/** Superset's own address, in a browser of its own, through Keycloak's page. */
async function atTheDoor(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${at}/login/keycloak`)
  await fillPassword(page, address, password)
  return page
}

async function signIn(browser: Browser, address: string): Promise<Session> {
  const page = await atTheDoor(browser, address)
  await page.waitForURL('**/superset/welcome/')
  const { result: csrf } = (await (await page.request.get(`${at}/api/v1/security/csrf_token/`)).json()) as { result: string }
  return {
    page,
    get: (path) => page.request.get(`${at}${path}`),
    post: (path, data) => page.request.post(`${at}${path}`, { data, headers: { 'x-csrftoken': csrf, referer: at } }),
  }
}

const listed = async ({ get }: Session, kind: string) => ((await (await get(`/api/v1/${kind}/?q=(page_size:100)`)).json()) as { result: Record<string, unknown>[] }).result
const namesOf = async (session: Session, kind: string, column: string) => (await listed(session, kind)).map((row) => String(row[column])).toSorted()

async function idsOf(session: Session) {
  const named = async (kind: string, column: string, text: RegExp) => Number((await listed(session, kind)).find((row) => text.test(String(row[column])))!.id)
  return { dataset: await named('dataset', 'table_name', /_oee$/), dashboard: await named('dashboard', 'dashboard_title', /^OEE$/), chart: await named('chart', 'slice_name', /^By line$/), database: await named('database', 'database_name', /./) }
}

const question = (dataset: number) => ({ datasource: { id: dataset, type: 'table' }, queries: [{ columns: ['line'], metrics: ['oee'], filters: [], extras: {}, row_limit: 1000 }], force: true, result_format: 'json', result_type: 'full' })

async function linesOf({ post }: Session, dataset: number): Promise<string[]> {
  const answer = await post('/api/v1/chart/data', question(dataset))
  expect(answer.status(), await answer.text()).toBe(200)
  const { result } = (await answer.json()) as { result: { data: { line: string }[] }[] }
  return result[0]!.data.map(({ line }) => line)
}

async function endPlant(admin: Page, slug: string): Promise<void> {
  await admin.goto(`/admin/tenants?tenant=${slug}`)
  await admin.getByRole('button', { name: 'Delete', exact: true }).click()
  await admin.getByLabel(`Type ${slug} to confirm`).fill(slug)
  await admin.getByLabel('Reason').fill('contract ended')
  await admin.getByRole('button', { name: 'Delete it' }).click()
  await expect(admin.getByRole('button', { name: 'Keep this tenant' })).toBeVisible()
}
