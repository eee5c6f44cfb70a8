import { type Browser, expect, type Page } from '@playwright/test'
import { administrator, moveIn } from './product'
import { sender } from './sender'

/** From a sensor's request to the banner on a screen and back, however readings are kept and judged. @returns the administrator's page. */
export async function alarmJourney({ page, browser }: { page: Page; browser: Browser }): Promise<Page> {
  const admin = await administrator(browser)
  await moveIn(page, admin, `alarms-${Date.now()}@plant.example`)
  const { send, high } = await sender(page)

  await page.goto('/alarms')
  const row = page.getByRole('row').filter({ hasText: 'pressure high' })
  await expect(row).toContainText('Active')
  await row.getByRole('button', { name: /Acknowledge/ }).click()
  await expect(row).toContainText('Acknowledged by')
  await send(high * 0.5)
  await expect(row).toBeHidden()

  // Without anybody doing anything on the page.
  await page.goto('/plant')
  await send(high)
  // The plant lives: an alarm of its own may come meanwhile and be shown after this one.
  const banner = page.getByRole('alert').filter({ hasText: 'pressure high' })
  await expect(banner).toBeVisible()
  await send(high * 0.5)
  await expect(banner).toContainText('returned')
  await banner.getByRole('button', { name: /Acknowledge/ }).click()
  await expect(banner).toBeHidden()
  return admin
}
