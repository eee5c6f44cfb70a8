import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test'
import { administrator, moveIn } from './product'

/** From a sensor's request to the banner on a screen and back, however readings are kept and judged. @returns the administrator's page. */
export async function alarmJourney({ page, browser, request }: { page: Page; browser: Browser; request: APIRequestContext }): Promise<Page> {
  const admin = await administrator(browser)
  await moveIn(page, admin, `alarms-${Date.now()}@plant.example`)
  await page.goto('/data')
  await page.getByLabel('Name of the source').fill('Edge box')
  await page.getByRole('button', { name: 'Add source' }).click()
  const example = page.getByLabel('Example')
  await expect(example).toBeVisible()
  const text = await example.innerText()
  const [, endpoint] = text.match(/POST (\S+)/)!
  const [, key] = text.match(/Bearer (mrk_[\w-]+)/)!
  const high = JSON.parse(text.match(/-d '(.*)'/)![1]!) as { signal: string; v: number; unit: string }
  const send = async (v: number) => {
    const response = await request.post(endpoint!, { headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, data: { ...high, v } })
    expect(response.status()).toBe(202)
  }
  // The gateway hears of a new source within a moment.
  await expect(() => send(high.v)).toPass({ timeout: 10_000 })

  await page.goto('/alarms')
  const row = page.getByRole('row').filter({ hasText: 'pressure high' })
  await expect(row).toContainText('Active')
  await row.getByRole('button', { name: /Acknowledge/ }).click()
  await expect(row).toContainText('Acknowledged by')
  await send(high.v * 0.5)
  await expect(row).toBeHidden()

  // Without anybody doing anything on the page.
  await page.goto('/plant')
  await send(high.v)
  const banner = page.getByRole('alert').filter({ hasText: 'limit' })
  await expect(banner).toBeVisible()
  await send(high.v * 0.5)
  await expect(banner).toContainText('returned')
  await banner.getByRole('button', { name: /Acknowledge/ }).click()
  await expect(banner).toBeHidden()
  return admin
}
