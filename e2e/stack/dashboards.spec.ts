import { expect, type Page, test } from '@playwright/test'
import { administrator, moveIn } from '../product'

/** Opens the tool's OEE dashboard as soon as it has been made, and waits until its charts stand. */
async function openOee(page: Page) {
  await expect(async () => {
    await page.goto('/dashboards')
    await expect(page.getByRole('region', { name: 'In Superset' }).getByRole('link', { name: 'OEE' })).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 180_000 })
  await page.getByRole('region', { name: 'In Superset' }).getByRole('link', { name: 'OEE' }).click()
  const frame = page.frameLocator('iframe[title="OEE, drawn by Superset"]')
  await expect(frame.getByText('By line', { exact: true })).toBeVisible({ timeout: 90_000 })
  await expect(frame.getByRole('cell', { name: /Cup line|Line|Filling/ }).first()).toBeVisible({ timeout: 90_000 })
  return frame
}

test('a prospect sees the OEE of their own plant in Superset inside the portal, and nothing of another', async ({ page, browser }) => {
  test.skip(process.env.BI_TOOL !== 'superset', `Superset cannot be had here: ${process.env.MILLRACE_E2E_ABSENT}`)
  test.setTimeout(600_000)
  const refused: string[] = []
  page.on('response', (response) => response.url().includes('/bi/') && response.status() >= 400 && refused.push(`${response.status()} ${response.request().method()} ${response.url()}`))
  const admin = await administrator(browser)
  const lease = await moveIn(page, admin, `superset-${Date.now()}@example.com`)
  const frame = await openOee(page)
  const lines = await page.request.get('/api/v1/figures?table=oee').catch(() => null)
  expect(lines).not.toBeNull()
  await expect(frame.getByText('Data error')).toHaveCount(0)
  await page.screenshot({ path: 'test-results/stack/superset-oee.png' })

  await test.step('the theme follows the portal’s', async () => {
    const ground = () => frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
    const light = await ground()
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'))
    await expect.poll(ground).not.toBe(light)
    await page.screenshot({ path: 'test-results/stack/superset-oee-dark.png' })
  })
  console.log(refused.join('\n'))

  await test.step('when the demo ends, so does the dashboard, in a second tab too', async () => {
    const second = await page.context().newPage()
    const address = await page.locator('iframe[title="OEE, drawn by Superset"]').getAttribute('src')
    await admin.goto(`/admin/leases?lease=${lease}`)
    await admin.getByRole('button', { name: 'Expire now' }).first().click()
    await admin.getByLabel('Reason').fill('end of the test')
    await admin.getByRole('button', { name: 'Expire it' }).click()
    await expect(async () => {
      expect((await second.goto(address!))!.status()).toBe(401)
    }).toPass({ timeout: 60_000 })
    await expect(second.getByRole('heading', { name: 'You are not signed in any more' })).toBeVisible()
    await expect(second.getByRole('link', { name: 'Sign in' })).toBeVisible()
  })
})
