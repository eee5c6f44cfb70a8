import { readFileSync } from 'node:fs'
import { expect, test } from './test'

test('a plan is changed by keyboard, shared by its address, taken along and reset', async ({ page }) => {
  await page.goto('/tools/capacity')
  const bill = page.getByRole('region', { name: 'Bill and budget' })
  await expect(bill).toContainText('Fits into')
  await page.getByLabel('Budget, $ a month').fill('20000')
  await expect(bill).toContainText('Does not fit into')
  await page.getByLabel('Reduction at the edge').press('Space')
  await expect(bill).toContainText('Fits into')
  await page.waitForURL('**/tools/capacity?budget=20000&edgeReduction=on')

  await page.reload()
  await expect(page.getByLabel('Reduction at the edge')).toBeChecked()
  await page.getByLabel('A core is loaded up to, share').fill('70')
  await expect(page.getByText('A core is loaded up to, share: From 0.05 to 1.')).toBeVisible()
  await page.getByLabel('A core is loaded up to, share').fill('0,6')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Bill as CSV' }).click()
  expect(readFileSync(await (await saved).path(), 'utf8')).toMatch(/^line,group,quantity,unit,usd_per_month/)

  await page.getByRole('button', { name: 'Reset all numbers' }).click()
  await expect(page.getByLabel('Budget, $ a month')).toHaveValue('50000')
  await page.getByRole('button', { name: 'Bring back my numbers' }).click()
  await expect(page.getByLabel('Budget, $ a month')).toHaveValue('20000')
})
