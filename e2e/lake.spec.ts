import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from './test'
import { signWebhook } from '../lib/telemetry/webhook-signature'
import { administrator, moveIn } from './product'
import { expectSound } from './sound'

const editor = (page: Page) => page.getByRole('textbox', { name: 'SQL query' })
const answer = (page: Page) => page.getByRole('table', { name: 'Answer of the query' })

async function ask(page: Page, sql: string): Promise<void> {
  await editor(page).fill(sql)
  await editor(page).press('Control+Enter')
}

test('a reading posted by webhook is found by SQL, saved, drawn and taken away; what is not the plant’s is refused', async ({ page, browser }) => {
  test.setTimeout(400_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  const admin = await administrator(browser)
  const address = `lake-${Date.now()}@example.com`
  await moveIn(page, admin, address)

  // A source of its own sends, signed as a Standard Webhook.
  await page.goto('/data')
  await page.getByLabel('Name of the source').fill('Historian')
  await page.getByRole('button', { name: 'Add source' }).click()
  const made = page.getByRole('status').filter({ hasText: 'Signing secret' })
  const [secret, source] = await Promise.all([1, 2].map((i) => made.locator('code').nth(i).innerText())) as [string, string]
  const endpoint = /POST (\S+)/.exec(await made.getByLabel('Example').innerText())![1]!
  const body = Buffer.from(JSON.stringify([1, 2, 3].map((i) => ({ signal: 'line-2.sealer.temperature', t: Date.now() - i * 1000, v: 181.625 + i }))))
  const [id, timestamp] = [`lake-${Date.now()}`, Math.floor(Date.now() / 1000)]
  await expect(async () => {
    const response = await fetch(endpoint, { method: 'POST', body, headers: { 'content-type': 'application/json', 'millrace-source': source, 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signWebhook(secret, id, timestamp, body) } })
    expect(response.status).toBe(202)
  }).toPass({ timeout: 20_000 })

  await page.goto('/query')
  await expect(editor(page)).toBeVisible()
  await expect(async () => {
    await ask(page, `SELECT time, value FROM readings WHERE signal = 'line-2.sealer.temperature' AND value IN (182.625, 183.625, 184.625) ORDER BY time`)
    await expect(page.getByText(/^3 rows/)).toBeVisible({ timeout: 5000 })
  }).toPass({ timeout: 240_000 })
  await expect(answer(page).getByRole('cell', { name: '182.625' })).toBeVisible()
  await expectSound(page, errors)

  await page.getByRole('button', { name: 'Chart' }).click()
  await expect(page.getByRole('figure', { name: 'value by time' })).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  expect((await readFile(await download.path(), 'utf8')).split(/\r?\n/).slice(0, 2)).toEqual(['time,value', expect.stringMatching(/^20.*184\.625$/)])
  const [parquet] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Parquet' }).click()])
  expect((await readFile(await parquet.path())).subarray(0, 4).toString()).toBe('PAR1')
  const [arrow] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Arrow' }).click()])
  expect((await readFile(await arrow.path())).subarray(0, 6).toString()).toBe('ARROW1')

  await page.getByLabel('Name of the query').fill('Three of the sealer')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Saved 1' }).click()
  await page.getByRole('button', { name: 'Remove Three of the sealer' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Saved 1' })).toBeVisible()

  // Tables of the product beside the readings.
  await ask(page, 'SELECT line, count(*) AS stops, sum(length_min) AS minutes FROM stops GROUP BY line ORDER BY line')
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await expect(answer(page).getByRole('cell', { name: 'line-2' })).toBeVisible()

  await ask(page, `SELECT * FROM read_csv('/etc/passwd')`)
  await expect(page.getByText('The query was refused.')).toBeVisible()
  await expect(page.getByText(/read_csv\(\) is refused/)).toBeVisible()

  await ask(page, 'SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE a.range * b.range % 7 = 3')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('You cancelled the query.')).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: 'History' }).click()
  await expect(page.getByRole('button', { name: /read_csv.*refused/ })).toBeVisible()
  await page.getByRole('button', { name: /FROM stops/ }).click()
  await expect(editor(page)).toContainText('FROM stops')
  await expectSound(page, errors)

  // The catalogue says where the reading came from, and leads back to a query.
  await page.goto('/catalog?q=readings+sealed')
  await page.getByRole('link', { name: 'bronze.equipment.readings' }).click()
  await expect(page.getByRole('img', { name: /^Lineage of bronze\.readings/ })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'POST /v1/readings' })).toBeVisible()
  await page.getByRole('button', { name: 'Measure now' }).click()
  await expect(page.getByText(/rows measured/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Owner').fill('Filling')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('definition').filter({ hasText: /^Filling$/ })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('definition').filter({ hasText: 'nobody yet' })).toBeVisible()
  await expectSound(page, errors)
  await page.getByRole('link', { name: 'Open in query' }).click()
  await expect(editor(page)).toContainText('FROM bronze.readings')
})
