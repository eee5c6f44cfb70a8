import { expect, test } from './test'
import { administrator, moveIn } from './product'

test('two signals are picked, zoomed into, annotated, and the address restores them', async ({ page, browser }) => {
  const admin = await administrator(browser)
  await moveIn(page, admin, `trends-${Date.now()}@plant.example`)
  await page.goto('/trends')
  const picker = page.getByRole('combobox', { name: 'Add a signal' })
  await picker.fill('sealing temp')
  await picker.press('Enter')
  await picker.fill('site.power')
  await picker.press('Enter')
  await picker.press('Escape')
  const values = page.getByRole('group', { name: 'Values' })
  await expect(values).toContainText(/Sealing temperature.*\d+\.\d\s°C.*Electric power, site.*\d+\.\d\skW/s)
  const statistics = page.getByRole('region', { name: 'Statistics' })
  await expect(statistics.getByRole('row')).toHaveCount(3)

  // By hand, by button and by key; and back.
  const plot = page.getByRole('group', { name: /^Plot/ })
  const box = (await plot.boundingBox())!
  await page.mouse.move(box.x + 300, box.y + 200)
  await page.mouse.down()
  await page.mouse.move(box.x + 600, box.y + 200, { steps: 5 })
  await page.mouse.up()
  await expect(page).toHaveURL(/from=.*&to=/)
  const zoomed = page.url()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(page).not.toHaveURL(zoomed)
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page).toHaveURL(zoomed)
  await plot.focus()
  await page.keyboard.press('[')
  await expect(page).not.toHaveURL(zoomed)
  await page.keyboard.press('Backspace')
  await expect(page).toHaveURL(zoomed)

  // Over a selection made with the keyboard.
  await page.keyboard.press('Home')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Shift+PageDown')
  await page.keyboard.press('a')
  await page.getByLabel('What happened').fill('Heater cartridge changed')
  await expect(page.getByLabel('To, if it lasted')).not.toHaveValue('')
  await page.getByRole('button', { name: 'Save' }).click()
  const annotations = page.getByRole('region', { name: 'Annotations' })
  await expect(annotations.getByRole('listitem')).toContainText('Heater cartridge changed')
  await annotations.getByRole('button', { name: /^Delete/ }).click()
  await expect(annotations.getByRole('listitem')).toHaveCount(0)
  await annotations.getByRole('button', { name: 'Undo' }).click()
  await expect(annotations.getByRole('listitem')).toHaveCount(1)

  await page.reload()
  await expect(values).toContainText(/Sealing temperature.*Electric power, site/s)
  await expect(page).toHaveURL(zoomed)
  await expect(annotations.getByRole('listitem')).toContainText('Heater cartridge changed')
  await page.getByRole('button', { name: 'Table' }).click()
  await expect(page.getByRole('group', { name: 'Values in equal steps' }).getByRole('row').nth(10)).toBeVisible()

  const response = await page.request.get((await page.getByRole('link', { name: 'CSV' }).getAttribute('href'))!)
  expect(response.status()).toBe(200)
  expect(response.headers()['content-disposition']).toContain('-readings.csv')
  expect((await response.text()).split('\r\n')[1]).toMatch(/^\d{4}-\d\d-\d\dT.*,line-2\.sealer\.temperature,/)

  // What does not exist, and what makes no sense.
  expect((await page.request.get('/api/v1/trends?signals=not-there&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z')).status()).toBe(404)
  expect((await page.request.get('/api/v1/trends?signals=site.power&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).status()).toBe(422)
})
