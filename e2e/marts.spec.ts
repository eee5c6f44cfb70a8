import { expect, test } from './test'
import { administrator, moveIn } from './product'
import { expectSound } from './sound'

test('marts are built when somebody asks: the rules that hold, the SQL that makes them, and the run', async ({ page, browser }, info) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  const admin = await administrator(browser)
  await moveIn(page, admin, `marts-${Date.now()}@example.com`)
  // dbt is installed beside a product that is up already.
  await expect(async () => {
    await page.goto('/catalog/marts')
    await expect(page.getByRole('button', { name: 'Build now' })).toBeVisible()
  }).toPass({ timeout: 120_000 })
  await expectSound(page, errors)
  await page.getByRole('button', { name: 'Build now' }).click()
  await expect(page.getByRole('heading', { name: /^Built / })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('region', { name: 'Rules' })).toContainText('Counts are possible')
  await page.getByText('mart_oee_day', { exact: true }).click()
  await expect(page.getByLabel('SQL of mart_oee_day')).toContainText('oee_ratio')
  await expectSound(page, errors)
  for (const [name, width, scheme] of [['desktop', 1440, 'light'], ['phone', 390, 'light'], ['dark', 1440, 'dark']] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: info.outputPath(`marts-${name}.png`), fullPage: true })
    await expectSound(page, errors)
  }
})
