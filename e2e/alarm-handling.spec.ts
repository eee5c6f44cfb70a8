import { expect, type Page, test } from '@playwright/test'
import { administrator, moveIn } from './product'

/** Adds a source and answers what sends a value of the example's signal. */
async function sender(page: Page): Promise<{ send: (v: number) => Promise<void>; high: number }> {
  await page.goto('/data')
  await page.getByLabel('Name of the source').fill('Edge box')
  await page.getByRole('button', { name: 'Add source' }).click()
  const example = page.getByLabel('Example')
  await expect(example).toBeVisible()
  const text = await example.innerText()
  const [, endpoint] = text.match(/POST (\S+)/)!
  const [, key] = text.match(/Bearer (mrk_[\w-]+)/)!
  const reading = JSON.parse(text.match(/-d '(.*)'/)![1]!) as { signal: string; v: number; unit: string }
  const send = async (v: number) => {
    const response = await page.request.post(endpoint!, { headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, data: { ...reading, v } })
    expect(response.status()).toBe(202)
  }
  // The gateway hears of a new source within a moment.
  await expect(() => send(reading.v)).toPass({ timeout: 10_000 })
  return { send, high: reading.v }
}

test('an alarm is opened by a key, shelved with a reason, brought back and acknowledged', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const admin = await administrator(browser)
  await moveIn(page, admin, `shelving-${Date.now()}@plant.example`)
  await sender(page)
  await page.goto('/alarms')
  const row = page.getByRole('table', { name: 'Open alarms' }).getByRole('row').filter({ hasText: 'pressure high' })
  await expect(row).toContainText('Active')
  await row.focus()
  await row.press('Enter')
  const drawer = page.getByRole('complementary', { name: /alarm, / })
  await expect(drawer.getByText('How it came')).toBeVisible()
  await expect(page).toHaveURL(/\/alarms\?alarm=/)

  await drawer.getByRole('button', { name: 'Shelve' }).click()
  await drawer.getByRole('button', { name: 'Shelve' }).click()
  await expect(drawer.getByText('Say why')).toBeVisible()
  await drawer.getByLabel('Reason').fill('The transmitter is being changed')
  await drawer.getByRole('button', { name: 'Shelve' }).click()
  // The plant lives: another alarm of its story may stand beside it.
  await expect(page.getByRole('button', { name: '1 shelved' })).toBeVisible()
  await expect(row).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: 'pressure high' })).toBeHidden()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(drawer).toBeHidden()
  await page.getByRole('button', { name: '1 shelved' }).click()
  const shelved = page.getByRole('table', { name: 'Shelved alarms' })
  await expect(shelved).toContainText('The transmitter is being changed')
  await shelved.getByRole('button', { name: /Unshelve/ }).click()
  await expect(row).toContainText('Active')

  await row.focus()
  await row.press('a')
  await expect(row.getByRole('group', { name: /Acknowledge .*\?/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(row).toContainText('Acknowledged by')
})

test('a rule is tried, saved, raises its alarm, and tells the second of two people', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const admin = await administrator(browser)
  await moveIn(page, admin, `rules-${Date.now()}@plant.example`)
  const { send, high } = await sender(page)
  await page.goto('/alarms/rules/new')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Give it a name that says what is wrong.')).toBeVisible()
  await expect(page.getByText('Choose a signal.')).toBeVisible()
  await page.getByLabel('Name').fill('Dosing stands')
  await page.getByRole('combobox', { name: 'Signal' }).selectOption({ label: 'Line 2 / Filler, dosing pressure' })
  await page.getByLabel('Limit, bar').fill(String(high - 0.5))
  await page.getByLabel('Response').fill('Look at the dosing valve')
  await page.getByRole('button', { name: 'Dry run over 30 days' }).click()
  await expect(page.getByText(/It would have been raised .* in the last 30 days/)).toBeVisible()
  await expect(page.getByText(/Judged on .* readings/)).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: /Dosing stands/ }).click()
  await page.waitForURL(/\/alarms\/rules\/[\da-f-]{36}$/)

  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByLabel('Name').fill('Dosing pressure stands')
  await other.getByRole('button', { name: 'Save' }).click()
  await other.waitForURL('**/alarms/rules')
  await page.getByLabel('Response').fill('Call the dosing crew')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert', { name: /Saved by somebody else/ })).toContainText('Dosing pressure stands')
  await expect(page.getByLabel('Response')).toHaveValue('Call the dosing crew')
  await page.getByRole('button', { name: 'Save mine over it' }).click()
  await page.waitForURL('**/alarms/rules')
  await expect(page.getByRole('link', { name: /Dosing stands/ })).toBeVisible()

  await page.goto('/alarms')
  await send(high * 0.1)
  await send(high)
  await page.getByRole('row').filter({ hasText: 'Dosing stands' }).first().getByRole('link', { name: /Dosing stands/ }).click()
  await expect(page.getByText('Call the dosing crew')).toBeVisible()
  await page.getByRole('button', { name: 'Acknowledge all shown' }).click()
  await page.getByRole('button', { name: /^Acknowledge \d/ }).click()
  await expect(page.getByText('Nothing waits for an answer.')).toBeVisible()
})
