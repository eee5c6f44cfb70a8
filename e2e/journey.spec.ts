import { expect, type Page, test } from '@playwright/test'

const adminEmail = process.env.MILLRACE_E2E_ADMIN_EMAIL ?? ''
const adminPassword = process.env.MILLRACE_E2E_ADMIN_PASSWORD ?? ''

async function signInAsAdmin(page: Page) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(adminEmail)
  await page.getByLabel('Password').fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/admin/**')
}

/** The link in the newest mail to this address, as an administrator reads it. */
async function linkInMail(page: Page, address: string, link: RegExp): Promise<string> {
  let found = ''
  await expect(async () => {
    await page.goto(`/admin/mail?q=${encodeURIComponent(address)}`)
    await page.getByRole('link', { name: link.source.includes('verify') ? /Confirm your address/ : /deleted|ready/ }).first().click()
    await expect(page.locator('body')).toContainText(link)
    found = (await page.locator('body').innerText()).match(link)?.[0] ?? ''
    expect(found).not.toBe('')
  }).toPass({ timeout: 30_000 })
  return found
}

test('a prospect asks for a plant, works in it, and it is provably gone', async ({ page, browser }, info) => {
  test.setTimeout(300_000)
  const address = `journey-${info.project.name}-${Date.now()}@example.com`
  const admin = await (await browser.newContext()).newPage()
  await signInAsAdmin(admin)

  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Grey when the')
  await page.getByLabel('Work e-mail').fill(address)
  await page.getByRole('button', { name: 'Build my plant' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()

  await page.goto(await linkInMail(admin, address, /http:\/\/\S+\/verify\/[\w-]+/))
  await page.waitForURL('**/building/**', { timeout: 30_000 })
  const lease = page.url().split('/').at(-1)!
  await expect(page.getByRole('heading', { name: 'Your dairy is open' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Open my plant' }).click()
  await page.waitForURL('**/plant', { timeout: 30_000 })

  await expect(page.getByRole('heading', { name: 'Northfield Dairy' })).toBeVisible()
  await expect(page.getByText('Availability', { exact: true }).first()).toBeVisible()

  await page.goto('/oee?range=24h')
  await expect(page.getByRole('heading', { level: 1, name: /OEE and losses/ })).toBeVisible()
  await page.goto('/oee?range=24h&explain=oee')
  await expect(page.getByText('ideal time of good pieces')).toBeVisible()

  await admin.goto(`/admin/leases?lease=${lease}`)
  await expect(admin.getByText(`demo-${lease}`).first()).toBeVisible()
  await admin.getByRole('button', { name: /Expire now/ }).first().click()
  const reason = admin.getByLabel(/Reason/)
  if (await reason.isVisible()) await reason.fill('end of the journey')
  await admin.getByRole('button', { name: /^(Expire|Confirm|Yes)/ }).last().click()

  await expect(async () => {
    await page.goto(`/certificates/${lease}`)
    await expect(page.getByText(/Verified|verifies/i).first()).toBeVisible()
  }).toPass({ timeout: 90_000 })

  await page.goto('/plant')
  await page.waitForURL('**/sign-in')
})
