import { expect, test } from '@playwright/test'
import { administrator, moveIn } from './product'
import { expectSound } from './sound'

test('shots @phone @dark', async ({ page, browser }, info) => {
  test.setTimeout(400_000)
  const admin = await administrator(browser)
  await moveIn(page, admin, `shots-${info.project.name}-${Date.now()}@example.com`)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  for (const [i, url] of ['/catalog', '/catalog?q=stop&catalog=silver', '/catalog/silver.production.stops', '/catalog/glossary', '/catalog/lineage', '/query?table=gold.oee'].entries()) {
    await page.goto(url)
    await expect(page.locator('h1').first()).toBeVisible()
    if (i === 2) {
      await page.getByRole('button', { name: 'Measure now' }).click()
      await expect(page.getByText('rows measured')).toBeVisible({ timeout: 60_000 })
      if (info.project.name === 'desktop') {
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByLabel('Owner').fill('Filling team')
      await page.getByLabel('Tags').fill('losses, shift report')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible() }
    }
    if (i === 5) await page.getByRole('button', { name: 'Run' }).click().then(() => page.waitForTimeout(4000))
    await page.screenshot({ path: `/tmp/lg/shot-${info.project.name}-${i}.png`, fullPage: true })
    await expectSound(page, errors)
  }
})
