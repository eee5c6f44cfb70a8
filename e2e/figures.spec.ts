import { expect, test } from './test'
import { administrator, moveIn } from './product'

test('an analysis made on the site waits in the plant, and a stop is coded in two taps and taken back @phone', async ({ page, browser }, info) => {
  test.setTimeout(180_000)
  await page.goto('/tools/spc')
  await page.getByLabel('Rows, as copied from a spreadsheet').fill('Weight\n151,2\n150,9\n151,1\n150,7\n151,4\n150,8\n151,0\n151,3\n158,0\n151,1')
  await expect(page.getByText('10 rows of 1')).toBeVisible()
  await page.getByRole('button', { name: 'Keep working on this in a demo' }).click()
  await expect(page.getByText('What you worked on in the SPC analyser comes along.')).toBeVisible()
  const admin = await administrator(browser)
  await moveIn(page, admin, `figures-${info.project.name}-${Date.now()}@example.com`)
  await page.goto('/analyses')
  await page.getByRole('link', { name: 'From the site' }).click()
  await expect(page.getByLabel('Rows, as copied from a spreadsheet')).toHaveValue(/158,0/)

  await page.goto('/downtime?range=24h&kind=minor')
  const first = page.getByRole('table', { name: 'Stops' }).getByRole('link').first()
  await first.click()
  const other = page.locator('.reason-choice[aria-pressed="false"]').first()
  const name = (await other.innerText()).trim()
  await other.click()
  await expect(page.getByText(`Coded as ${name}`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(`Coded as ${name}`)).toBeHidden()
  await expect(page.locator('.reason-choice', { hasText: name }).first()).toHaveAttribute('aria-pressed', 'false')
})

test('a page is taken along as rows and as a picture', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const admin = await administrator(browser)
  await moveIn(page, admin, `taken-${Date.now()}@example.com`)
  await page.goto('/oee?range=24h')
  const [rows] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'OEE as CSV' }).click()])
  expect(rows.suggestedFilename()).toMatch(/^northfield-dairy-oee-\d{4}-\d\d-\d\d\.csv$/)
  const [picture] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.getByRole('button', { name: 'PNG' }).click()])
  expect(picture.suggestedFilename()).toBe('northfield-dairy-oee.png')
})
