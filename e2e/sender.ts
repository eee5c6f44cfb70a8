import { expect, type Page } from '@playwright/test'

/** Adds a source and answers what sends a value of the example's signal. */
export async function sender(page: Page): Promise<{ send: (v: number) => Promise<void>; high: number }> {
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
  await expect(() => send(reading.v)).toPass({ timeout: 30_000 })
  return { send, high: reading.v }
}
