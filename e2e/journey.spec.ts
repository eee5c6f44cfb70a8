import { expect, test } from './test'
import { administrator, moveIn, uploadFile } from './product'
import { untilKernelIsUp } from './jupyterlab'

test('a prospect asks for a plant, works in it, and it is provably gone', async ({ page, browser, context }, info) => {
  test.setTimeout(420_000)
  const admin = await administrator(browser)
  const lease = await moveIn(page, admin, `journey-${info.project.name}-${Date.now()}@example.com`)

  await expect(page.getByRole('heading', { name: 'Northfield Dairy' })).toBeVisible()
  await expect(page.getByText('Availability', { exact: true }).first()).toBeVisible()

  await page.goto('/oee?range=24h')
  await expect(page.getByRole('heading', { level: 1, name: /OEE and losses/ })).toBeVisible()
  await page.goto('/oee?range=24h&explain=oee')
  await expect(page.getByText('ideal time of good pieces')).toBeVisible()

  await test.step('a file of their own lies beside the plant’s', () => uploadFile(page, 'my shifts.csv'))

  await test.step('a notebook cell runs', async () => {
    await page.goto('/notebooks')
    // The environment may still be installed beside the portal; the page says so and goes on by itself.
    const open = page.getByRole('link', { name: 'Open Getting Started with Manufacturing Analytics' })
    await expect(open).toBeVisible({ timeout: 240_000 })
    const [lab] = await Promise.all([context.waitForEvent('page'), open.click()])
    const cell = lab.locator('.jp-NotebookPanel .jp-CodeCell').first()
    const prompt = cell.locator('.jp-InputPrompt')
    await cell.locator('.cm-content').waitFor({ timeout: 60_000 })
    await untilKernelIsUp(lab)
    // JupyterLab takes keys only once it has laid out its panels: pressed too early, nothing runs.
    await expect(async () => {
      await cell.locator('.cm-content').click()
      await lab.keyboard.press('Shift+Enter')
      await expect(prompt).toHaveText(/\[[\d*]+\]/, { timeout: 5_000 })
    }).toPass({ timeout: 90_000 })
    await expect(prompt).toHaveText(/\[\d+\]/, { timeout: 60_000 })
    await lab.close()
  })

  await test.step('an administrator ends it', async () => {
    await admin.goto(`/admin/leases?lease=${lease}`)
    await admin.getByRole('button', { name: 'Expire now' }).first().click()
    await admin.getByLabel('Reason').fill('end of the journey')
    await admin.getByRole('button', { name: 'Expire it' }).click()
  })

  await expect(async () => {
    await page.goto(`/certificates/${lease}`)
    await expect(page.getByText(/Verified|verifies/i).first()).toBeVisible()
  }).toPass({ timeout: 90_000 })

  await page.goto('/plant')
  await page.waitForURL('**/sign-in')
})
