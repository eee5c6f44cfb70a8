import { expect, type Page, test } from '../test'
import { administrator, moveIn } from '../product'

/** Opens the tool's OEE dashboard as soon as it has been made, and waits until its charts stand. */
async function openOee(page: Page) {
  const frame = page.frameLocator('iframe[title="OEE, drawn by Superset"]')
  await expect(async () => {
    await page.goto('/dashboards')
    await page.getByRole('region', { name: 'In Superset' }).getByRole('link', { name: 'OEE' }).click({ timeout: 2000 })
    await expect(frame.locator('td').getByText('Line 1', { exact: true })).toBeVisible({ timeout: 40_000 })
  }).toPass({ timeout: 240_000 })
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
  // The dairy's four lines, as its own rooms name them.
  for (const line of ['Line 1', 'Line 2', 'Line 3', 'Line 4']) await expect(frame.locator('td').getByText(line, { exact: true })).toBeVisible()
  await expect(frame.getByText(/Data error|Unexpected error/)).toHaveCount(0)
  await page.screenshot({ path: 'test-results/stack/superset-oee.png' })

  await test.step('the theme follows the portal’s', async () => {
    const ink = () => frame.locator('td').first().evaluate((cell) => getComputedStyle(cell).color)
    const light = await ink()
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'))
    await expect.poll(ink).not.toBe(light)
    await page.screenshot({ path: 'test-results/stack/superset-oee-dark.png' })
  })
  // Its service worker, the owners of charts and keeping the colours of labels are not for guests; nothing else is refused to an honest page.
  expect(refused.filter((line) => !/service-worker\.js|\/api\/v1\/chart\/\d+\?|PUT .*\/dashboard\/\d+\/colors\?/.test(line))).toEqual([])

  await test.step('a web socket is not passed on', async () => {
    const opened = await page.evaluate(() => new Promise((resolve) => {
      const socket = new WebSocket(`ws://${location.host}/bi/superset/ws`)
      socket.onopen = () => resolve(true)
      socket.onerror = () => resolve(false)
    }))
    expect(opened).toBe(false)
  })

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
