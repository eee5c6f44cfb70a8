import { expect, test } from '@playwright/test'
import { administrator, moveIn } from './product'
import { expectSound } from './sound'

test('a dashboard is put on a list by mail and taken off again @phone @dark', async ({ page, browser }, info) => {
  const errors: string[] = []
  const admin = await administrator(browser)
  await moveIn(page, admin, `reports-${info.project.name}-${Date.now()}@example.com`)
  await page.goto('/dashboards/month')
  const panel = page.getByRole('region', { name: 'By mail' })
  await expect(panel).toContainText('Nobody gets this dashboard by mail')
  await panel.getByText('Send it by mail').click()
  await panel.getByLabel('When').selectOption({ label: 'Every Monday' })
  await panel.getByLabel('By the clock of').selectOption('Europe/Vienna')
  await panel.getByLabel('PDF').check()
  await panel.getByRole('button', { name: 'Send it' }).scrollIntoViewIfNeeded()
  await page.screenshot({ path: info.outputPath('form.png') })
  await panel.getByRole('button', { name: 'Send it' }).click()
  await expect(panel.getByRole('status')).toContainText('It is sent for the first time')
  await expect(panel.getByText('every Monday at 07:00 (Europe/Vienna), with CSV and PDF')).toBeVisible()
  await panel.scrollIntoViewIfNeeded()
  await page.screenshot({ path: info.outputPath('listed.png') })
  await expectSound(page, errors)
  await panel.getByRole('button', { name: /^End, / }).click()
  await panel.getByRole('button', { name: 'End', exact: true }).click()
  await expect(panel).toContainText('Nobody gets this dashboard by mail')
})

test('monitoring without a tool says what to set, and its door opens for administrators only', async ({ page, browser }, info) => {
  const admin = await administrator(browser)
  await admin.goto('/admin/monitoring')
  await expect(admin.getByText('GRAFANA_URL=')).toBeVisible()
  await admin.screenshot({ path: info.outputPath('monitoring.png') })
  const absent = await admin.goto('/bi/grafana/d/millrace-pipeline')
  expect(absent?.status()).toBe(404)
  await expect(admin.getByRole('heading', { name: 'No such tool is set up' })).toBeVisible()
  expect((await page.goto('/bi/grafana/d/millrace-pipeline'))?.status()).toBe(401)
})
