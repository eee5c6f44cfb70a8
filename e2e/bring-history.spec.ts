import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from './test'
import { administrator, moveIn } from './product'
import { expectSound } from './sound'

const signal = 'line-2.sealer.temperature'
/** Two hours ago, to the minute; UTC with its offset. */
const at = (minutes: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - (120 - minutes) * 60_000 + 7).toISOString()

async function check(page: Page, buffer: Buffer): Promise<void> {
  // A plant that has just been opened has no object space yet.
  await expect(async () => {
    await page.goto('/data')
    await page.getByRole('link', { name: 'Bring history in' }).click()
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible()
  }).toPass({ timeout: 120_000 })
  await page.getByLabel('File of history').setInputFiles({ name: 'old-historian.csv', mimeType: 'text/csv', buffer })
  await expect(page.getByRole('heading', { name: 'How it is read' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByLabel(`Signal of ${signal}`)).toHaveValue(signal)
  await page.getByRole('button', { name: 'Check every row' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is stored yet' })).toBeVisible({ timeout: 30_000 })
}

async function store(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Bring in 2 readings' }).click()
  await page.getByRole('button', { name: 'Bring them in' }).click()
  await expect(page.getByText(/^brought in; uploaded/)).toBeVisible({ timeout: 30_000 })
}

test('a file of another system is mapped, checked, stored once, and what was refused is told row by row', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  await moveIn(page, await administrator(browser), `history-${Date.now()}@example.com`)
  const file = Buffer.from(`time;signal;value;unit\n${at(0)};${signal};356,9;°F\n${at(1)};${signal};181,6;°C\n${at(2)};${signal};3;kg\n${at(3)};moon;1;°C\n`)

  await check(page, file)
  await expectSound(page, errors)
  const [refused] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Refused rows as CSV' }).click()])
  expect((await readFile(await refused.path(), 'utf8')).split(/\r?\n/).map((line) => line.slice(0, 12))).toEqual(['row,reason,m', '3,wrong_unit', '4,left_out,"', ''])
  await store(page)
  await expectSound(page, errors)

  await check(page, file)
  await store(page)
  await expect(page.getByText('2 were there already')).toBeVisible()
})
