import { expect, test } from './test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { administrator } from './product'

const varDir = process.env.MILLRACE_E2E_VAR ?? ''

/** A customer with a plant and a month of use behind it, written as the product would have. */
async function customer(id: string): Promise<void> {
  const { OPERATOR_DATABASE_URL: connectionString } = JSON.parse(readFileSync(path.join(varDir, 'secrets/environment.json'), 'utf8')) as Record<string, string>
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`INSERT INTO tenant (id, kind, name, created_at) VALUES ($1, 'customer', $2, now() - interval '20 days')`, [id, `Northfield ${id}`])
  await client.query(`INSERT INTO plant_node (tenant_id, id, parent_id, level, name, path, position) VALUES ($1, 'site', NULL, 'site', 'Site', 'site', 0), ($1, 'line-1', 'site', 'line', 'Line 1', 'site/line-1', 0), ($1, 'line-2', 'site', 'line', 'Line 2', 'site/line-2', 1)`, [id])
  await client.query(
    `INSERT INTO meter_event (tenant_id, id, meter, day, at, quantity) SELECT $1, 'readings:' || d, 'readings', current_date - d, now() - make_interval(days => d), 2000000 + d * 1000 + CASE WHEN d = 1 THEN 9000000 ELSE 0 END FROM generate_series(0, 19) d`,
    [id],
  )
  await client.query(`INSERT INTO usage_day (tenant_id, day, meter, quantity, events) SELECT tenant_id, day, meter, sum(quantity), count(*) FROM meter_event WHERE tenant_id = $1 GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING`, [id])
  await client.end()
}

test('an administrator licenses a customer, writes prices and sees what the month comes to, line by line', async ({ browser }) => {
  const id = `customer-${Date.now()}`
  await customer(id)
  const page = await administrator(browser)

  await page.goto('/admin/licences')
  await page.getByRole('link', { name: `Northfield ${id}` }).click()
  const drawer = page.getByRole('complementary', { name: 'Licence' })
  await drawer.getByLabel('Edition').selectOption('starter')
  await drawer.getByRole('button', { name: 'Issue licence' }).click()
  await expect(drawer.getByRole('status')).toContainText('is signed and installed')
  await expect(page.getByRole('row', { name: new RegExp(id) })).toContainText('Starter')

  const file = decodeURIComponent((await drawer.getByRole('link', { name: 'Save the file' }).getAttribute('href'))!.split(',')[1]!)
  await page.getByRole('textbox', { name: 'Licence file' }).fill(file.replace('starter', 'enterprise'))
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(page.getByText('changed after it was signed')).toBeVisible()

  await page.goto('/admin/billing')
  const first = page.getByRole('form', { name: 'Price list' })
  if (await first.isVisible()) {
    await first.getByLabel('Currency').fill('EUR')
    for (const [name, value] of [['starter', '310'], ['professional', '900'], ['enterprise', '4000']]) {
      await first.locator(`[name="${name}.base"]`).fill(value!)
      await first.locator(`[name="${name}.includedLines"]`).fill('1')
      await first.locator(`[name="${name}.includedGb"]`).fill('10')
    }
    await first.getByLabel('Further line, a month').fill('31')
    await first.getByLabel('Further GB, a month').fill('0.02')
    await first.getByLabel('A million readings').fill('0.4')
    await first.getByRole('button', { name: 'Save price list' }).click()
    await expect(page.getByRole('table', { name: 'Price lists, the newest first' })).toContainText('EUR')
  }
  await page.getByRole('link', { name: `Northfield ${id}` }).click()
  const invoice = page.getByRole('complementary', { name: /Invoice preview/ })
  await expect(invoice).toContainText(/Starter: \d+ × 1 of/)
  await expect(invoice).toContainText('rounded once to the cent')
  const json = await page.request.get(`/api/admin/invoice?tenant=${id}&month=${new Date().toISOString().slice(0, 7)}`)
  const preview = (await json.json()) as { total: string; currency: string }
  await expect(invoice).toContainText(`${preview.total} ${preview.currency}`)

  await page.goto(`/admin/usage?tenant=${id}`)
  await expect(page.getByRole('complementary', { name: 'Usage' })).toContainText('Unusual yesterday')
})

test('health says what is promised, takes an incident and announces maintenance', async ({ browser }) => {
  const title = `The wall screen in filling stays dark, ${Date.now()}`
  const page = await administrator(browser)
  await page.goto('/admin/health')
  await expect(page.getByRole('heading', { level: 1, name: 'Health' })).toBeVisible()
  await page.getByRole('button', { name: 'Report an incident' }).click()
  await page.getByRole('textbox', { name: 'Incident' }).fill(title)
  await page.getByRole('button', { name: 'Open it' }).click()
  const incident = page.getByRole('listitem').filter({ hasText: title })
  await incident.getByRole('button', { name: 'Add a note' }).click()
  await incident.getByRole('textbox', { name: 'Note' }).fill('Its cable was unplugged.')
  await incident.getByRole('button', { name: 'Save note' }).click()
  await expect(incident).toContainText('Its cable was unplugged.')
  await incident.getByRole('button', { name: 'Close' }).click()
  await expect(incident).toContainText('closed after')

  await page.getByRole('button', { name: 'Announce a window' }).click()
  await page.getByRole('textbox', { name: 'What will be done' }).fill('A new disk')
  await page.getByLabel('From, UTC').fill('2020-01-01T10:00')
  await page.getByLabel('Until, UTC').fill('2020-01-01T11:00')
  await page.getByRole('button', { name: 'Announce', exact: true }).click()
  await expect(page.getByText('A window is announced before it begins.')).toBeVisible()
  await page.getByLabel('From, UTC').fill('2099-01-01T10:00')
  await page.getByLabel('Until, UTC').fill('2099-01-01T11:00')
  await page.getByRole('button', { name: 'Announce', exact: true }).click()
  await expect(page.getByRole('row', { name: /A new disk/ })).toContainText('ahead')
})

test('metrics are for whoever shows the token', async ({ request }) => {
  expect((await request.get('/api/metrics')).status()).toBe(404)
  const token = readFileSync(path.join(varDir, 'secrets/metrics-token'), 'utf8')
  const answer = await request.get('/api/metrics', { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status()).toBe(200)
  expect(await answer.text()).toContain('millrace_neighbour_up{neighbour="PostgreSQL"} 1')
  expect((await request.get('/api/healthcheck', { headers: { 'x-request-id': 'asked-by-a-test' } })).headers()['x-request-id']).toBe('asked-by-a-test')
})
