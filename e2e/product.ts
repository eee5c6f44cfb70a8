import { expect, type Browser, type Page } from '@playwright/test'
import { signInAsStaff } from './keycloak'
import { receivedMail } from './mailbox'

const adminEmail = process.env.MILLRACE_E2E_ADMIN_EMAIL ?? ''
const adminPassword = process.env.MILLRACE_E2E_ADMIN_PASSWORD ?? ''

/** A browser of its own, signed in as the administrator. */
export async function administrator(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto('/sign-in')
  if (process.env.IDENTITY === 'keycloak') await signInAsStaff(page, adminEmail, adminPassword)
  else {
    await page.getByLabel('E-mail').fill(adminEmail)
    await page.getByLabel('Password').fill(adminPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  await page.waitForURL('**/admin/**')
  return page
}

/** The link in the newest mail to this address: as it came over SMTP or, where mail is kept in the product, as an administrator reads it. */
export async function linkInMail(admin: Page, address: string, subject: RegExp, link: RegExp, timeout = 30_000): Promise<string> {
  if (process.env.MAILER === 'smtp') return (await receivedMail(address, subject)).match(link)?.[0] ?? ''
  let found = ''
  await expect(async () => {
    await admin.goto(`/admin/mail?q=${encodeURIComponent(address)}`)
    await admin.getByRole('link', { name: subject }).first().click()
    await expect(admin.locator('body')).toContainText(link)
    found = (await admin.locator('body').innerText()).match(link)?.[0] ?? ''
    expect(found).not.toBe('')
  }).toPass({ timeout })
  return found
}

/** Fills the form of the landing page, confirms the address, and goes in as soon as the plant is open. Answers the lease's id. */
export async function moveIn(page: Page, admin: Page, address: string): Promise<string> {
  await page.goto('/')
  await page.getByLabel('Work e-mail').fill(address)
  await page.getByRole('button', { name: 'Build my plant' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await page.goto(await linkInMail(admin, address, /Confirm your address/, /http:\/\/\S+\/verify\/[\w-]+/))
  await page.waitForURL('**/building/**', { timeout: 30_000 })
  const lease = page.url().split('/').at(-1)!
  await expect(page.getByRole('heading', { name: 'Your dairy is open' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Open my plant' }).click()
  await page.waitForURL('**/plant', { timeout: 30_000 })
  return lease
}

/** Puts a small file into the plant's object space on the page Data, and finds it there. */
export async function uploadFile(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await page.goto('/data')
    await expect(page.getByRole('button', { name: 'Upload a file' })).toBeVisible()
  }).toPass({ timeout: 120_000 })
  await page.getByLabel('File to upload').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from('line;minutes\n1;12\n') })
  await expect(page.getByText(`${name} is in your object space`)).toBeVisible()
  await expect(page.getByRole('link', { name })).toBeVisible()
}
