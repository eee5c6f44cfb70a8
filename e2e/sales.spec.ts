import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from './test'
import pg from 'pg'
import { administrator, linkInMail } from './product'

/** A browser that is nobody's program as far as the site can tell, and of its own at every run, somewhere where it is about noon. */
const noonZone = () => {
  const ahead = 12 - new Date().getUTCHours()
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
const person = { userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.${Date.now() % 100_000}.0 Safari/537.36`, timezoneId: noonZone(), viewport: { width: 1440, height: 900 } }

let database: pg.Client
test.beforeAll(async () => {
  const settings = JSON.parse(readFileSync(path.join(process.env.MILLRACE_E2E_VAR!, 'secrets/environment.json'), 'utf8')) as Record<string, string>
  database = new pg.Client({ connectionString: settings.OPERATOR_DATABASE_URL })
  await database.connect()
})
test.afterAll(() => database.end())

/** Lets time pass for what a lead did and waits for: nobody waits an hour in a test. */
async function letPass(email: string, interval: string) {
  const lead = '(SELECT id FROM lead WHERE email = $1)'
  await database.query(`UPDATE engagement_event SET at = at - $2::interval WHERE subject = ${lead}`, [email, interval])
  await database.query(`UPDATE lease SET created_at = created_at - $2::interval, assigned_at = assigned_at - $2::interval WHERE lead_id = ${lead}`, [email, interval])
  await database.query(`UPDATE follow_up SET due_at = due_at - $2::interval WHERE lead_id = ${lead}`, [email, interval])
}

/** Asks on the landing page, confirms, introduces themselves with a yes to mail, and is where the plant can be opened. */
async function askForPlant(page: Page, admin: Page, email: string): Promise<string> {
  await page.getByLabel('Work e-mail').fill(email)
  await page.getByRole('button', { name: 'Build my plant' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await page.goto(await linkInMail(admin, email, /Confirm your address/, /http:\/\/\S+\/verify\/[\w-]+/))
  await page.waitForURL('**/building/**', { timeout: 30_000 })
  await page.getByLabel('Name (optional)').fill('Ada Lind')
  await page.getByLabel('Company (optional)').fill('Lind Dairies')
  await page.getByLabel('People there (optional)').selectOption('250–999')
  await page.getByLabel(/^Write to me about this plant/).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Thank you. It is as you said.')).toBeVisible()
  return page.url().split('/').at(-1)!
}
async function goIn(page: Page) {
  await page.getByRole('button', { name: 'Open my plant' }).click({ timeout: 60_000 })
  await page.waitForURL('**/plant', { timeout: 30_000 })
}
const subjectsTo = async (email: string) =>
  (await database.query<{ subject: string; stream: string }>('SELECT subject, stream FROM mail WHERE "to" = $1 ORDER BY sent_at', [email])).rows

test('from a campaign link to a kept plant, and every step of it in the funnel', async ({ browser }) => {
  test.setTimeout(600_000)
  const campaign = `e2e-${Date.now()}`
  const email = `ada-${campaign}@lind-dairies.example`
  const admin = await administrator(browser)
  const context = await browser.newContext(person)
  await context.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { get: () => false }))
  const page = await context.newPage()

  await test.step('a visitor follows a campaign link, uses a free tool, and asks', async () => {
    const counted = page.waitForResponse((response) => response.url().endsWith('/api/visit') && response.ok())
    await page.goto(`/?utm_source=Fair&utm_campaign=${campaign}`)
    await counted
    expect(await context.cookies()).toEqual([])
    const tool = page.waitForResponse((response) => response.url().endsWith('/api/visit') && response.ok())
    await page.getByRole('link', { name: 'Free tools' }).click()
    await tool
    await page.goto('/tools/oee')
    await expect(page.getByText('Availability').first()).toBeVisible()
    await page.goto('/')
  })
  const lease = await askForPlant(page, admin, email)
  await goIn(page)

  await test.step('finds what is planted, and looks into three rooms', async () => {
    for (const room of ['quality', 'oee', 'energy', 'findings']) {
      const noted = page.waitForResponse((response) => response.url().endsWith('/api/room'))
      await page.goto(`/${room}`)
      await noted
    }
    await page.getByLabel('Where').selectOption('line-2.filler')
    await page.getByLabel('What you see').selectOption('fill-weight-drift')
    await page.getByRole('button', { name: 'Check it' }).click()
    await expect(page.getByText('Line 2 fills more yoghurt than it has to').first()).toBeVisible()
    await expect.poll(async () => (await database.query('SELECT 1 FROM lease WHERE id = $1 AND ready_at IS NOT NULL', [lease])).rowCount, { timeout: 240_000 }).toBe(1)
  })

  await test.step('gets the mail for who found something, and no other', async () => {
    await letPass(email, '50 minutes')
    await expect.poll(() => subjectsTo(email), { timeout: 150_000 }).toContainEqual({ subject: 'You found it: Line 2 fills more yoghurt than it has to', stream: 'marketing' })
    expect((await subjectsTo(email)).filter(({ stream }) => stream === 'marketing')).toHaveLength(1)
  })

  await test.step('follows it to the offer and keeps the plant, notebooks included', async () => {
    await page.goto(await linkInMail(admin, email, /You found it/, /http:\/\/\S+\/api\/follow\/[\w.-]+/))
    await expect(page.getByRole('heading', { name: 'Keep Northfield Dairy' })).toBeVisible()
    await page.getByRole('button', { name: 'Keep this plant' }).click()
    await expect(page.getByText('The plant is yours.')).toBeVisible()
    await page.getByRole('link', { name: 'Go to the plant' }).click()
    await page.waitForURL('**/plant')
    await expect(page.getByText('Demo plant', { exact: true })).toHaveCount(0)
    await page.goto('/findings')
    await expect(page.getByText('Line 2 fills more yoghurt than it has to').first()).toBeVisible()
    await page.goto('/notebooks')
    await expect(page.getByText('Getting Started with Manufacturing Analytics').first()).toBeVisible()
    const { rows } = await database.query('SELECT state, deadline_at FROM lease WHERE id = $1', [lease])
    expect(rows).toEqual([{ state: 'claimed', deadline_at: null }])
  })

  await test.step('sales sees the whole way, and why they are close', async () => {
    await admin.goto(`/sales/funnel?only=campaign:${campaign}`)
    await admin.getByRole('button', { name: 'Table' }).click()
    const reached = async (step: string) => (await admin.getByRole('row', { name: new RegExp(`^${step}`) }).first().getByRole('cell').first().innerText()).trim()
    for (const step of ['Visited the site', 'Turned to|Followed', 'Asked for a demo', 'Confirmed the address', 'Plant ready', 'Opened the plant']) expect(await reached(step), step).toBe('1')
    await admin.goto(`/sales/leads?q=${campaign}`)
    await admin.getByRole('link', { name: new RegExp(email) }).click()
    const drawer = admin.getByRole('complementary', { name: 'Lead' })
    await expect(drawer.getByText('kept the plant').first()).toBeVisible()
    await expect(drawer.getByText('Found what is wrong')).toBeVisible()
    await expect(drawer.getByText('Fair, ' + campaign)).toBeVisible()
    await expect(drawer.getByRole('region', { name: 'Timeline' })).toContainText('/tools/oee')
  })
})

test('a planted cohort is counted exactly: A to D within seven days and within two', async ({ browser }) => {
  const campaign = `cohort-${Date.now()}`
  const base = Date.now() - 5 * 86_400_000
  const minutes = 60_000
  const plant: [who: string, kind: string, at: number][] = [
    ['a', 'demo.requested', 0], ['a', 'demo.ready', 2 * minutes], ['a', 'demo.signed-in', 30 * minutes], ['a', 'contract.paid', 3 * 86_400_000],
    ['b', 'demo.requested', 0], ['b', 'demo.ready', 3 * minutes],
    ['c', 'demo.ready', 0], ['c', 'demo.signed-in', 9 * minutes],
    ['d', 'demo.requested', 0], ['d', 'demo.requested', 20 * minutes],
  ]
  for (const [i, [who, kind, at]] of plant.entries()) {
    await database.query(`INSERT INTO engagement_event (tenant_id, id, at, kind, subject, detail) VALUES ('platform', $1, $2, $3, $4, $5)`, [
      `${campaign}-${i}`, new Date(base + at), kind, `${campaign}-${who}`, JSON.stringify(kind === 'demo.requested' ? { utm_campaign: campaign } : {}),
    ])
  }
  const admin = await administrator(browser)
  for (const [windowDays, expected] of [[7, ['3', '2', '1', '1']], [2, ['3', '2', '1', '0']]] as const) {
    await admin.goto(`/sales/funnel?steps=form,ready,sign-in,paid&window=${windowDays}&only=campaign:${campaign}`)
    await admin.getByRole('button', { name: 'Table' }).click()
    const table = admin.getByRole('table').first()
    const cells = await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.querySelector('td')?.textContent))
    expect(cells).toEqual(expected)
  }
})

test('who unsubscribed gets no marketing mail and still the certificate', async ({ browser }) => {
  test.setTimeout(600_000)
  const email = `eve-${Date.now()}@lind-dairies.example`
  const admin = await administrator(browser)
  const page = await (await browser.newContext(person)).newPage()
  await page.goto('/')
  const lease = await askForPlant(page, admin, email)
  await expect.poll(async () => (await database.query('SELECT 1 FROM lease WHERE id = $1 AND ready_at IS NOT NULL', [lease])).rowCount, { timeout: 240_000 }).toBe(1)
  await letPass(email, '130 minutes')
  const link = await linkInMail(admin, email, /nobody has looked yet/, /http:\/\/\S+\/unsubscribe\/[^\s"]+/, 150_000)
  const token = link.split('/').at(-1)!
  const isSubscribed = async () => (await database.query('SELECT unsubscribed_at FROM lead WHERE email = $1', [email])).rows[0]?.unsubscribed_at === null

  // A scanner that opens what stands in the mail stops nothing.
  for (const url of [link, `/api/unsubscribe/${token}`]) expect((await page.request.get(url)).ok()).toBe(true)
  expect(await isSubscribed()).toBe(true)
  // What a mail program does, RFC 8058.
  expect((await page.request.post(`/api/unsubscribe/${token}`, { form: { 'List-Unsubscribe': 'One-Click' } })).ok()).toBe(true)
  expect(await isSubscribed()).toBe(false)

  await database.query(`UPDATE follow_up SET due_at = now() - interval '1 minute', why = NULL WHERE lead_id = (SELECT id FROM lead WHERE email = $1) AND state = 'waiting'`, [email])
  await admin.goto(`/admin/leases?lease=${lease}`)
  await admin.getByRole('button', { name: 'Expire now' }).first().click()
  await admin.getByLabel('Reason').fill('end of the test')
  await admin.getByRole('button', { name: 'Expire it' }).click()
  await expect.poll(async () => (await subjectsTo(email)).map(({ subject }) => subject), { timeout: 150_000 }).toContain('Northfield Dairy is deleted')
  await expect.poll(async () => (await database.query(`SELECT count(*)::int AS n FROM follow_up WHERE lead_id = (SELECT id FROM lead WHERE email = $1) AND state = 'waiting' AND due_at < now()`, [email])).rows[0].n, { timeout: 150_000 }).toBe(0)
  expect((await subjectsTo(email)).filter(({ stream }) => stream === 'marketing')).toHaveLength(1)
})
