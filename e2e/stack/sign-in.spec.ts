import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '../test'
import { signInAsProspect } from '../keycloak'
import { administrator, linkInMail, moveIn } from '../product'

test.skip(process.env.IDENTITY !== 'keycloak', 'people sign in at the portal itself')

test('a prospect signs in at Keycloak once, by link or password, works in JupyterLab, and is out everywhere', async ({ page, browser, context }) => {
  test.setTimeout(420_000)
  const admin = await administrator(browser)
  const address = `sign-in-${Date.now()}@example.com`

  await test.step('the way into the new plant leads through Keycloak and asks for nothing', async () => {
    const passed: string[] = []
    page.on('request', (request) => request.isNavigationRequest() && passed.push(request.url()))
    await moveIn(page, admin, address)
    expect(passed.some((url) => url.includes('/realms/demo/broker/portal/'))).toBe(true)
  })

  await test.step('JupyterLab opens without a second password', async () => {
    await page.goto('/notebooks')
    const open = page.getByRole('link', { name: 'Open JupyterLab' })
    await expect(open).toBeVisible({ timeout: 240_000 })
    const [lab] = await Promise.all([context.waitForEvent('page'), open.click()])
    await lab.waitForURL(/\/user\/demo-\w+\/lab/, { timeout: 60_000 })
    await lab.close()
  })

  await test.step('signing out at the portal ends the session at Keycloak', async () => {
    await signOut(page)
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in to my demo plant' }).click()
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
    expect(violations).toEqual([])
    await page.goto('/plant')
    await page.waitForURL('**/sign-in')
  })

  await test.step('the password of the welcome mail lets in again', async () => {
    const said = await linkInMail(admin, address, /is ready/, /Password:?\s+[a-z0-9-]{29}/)
    await signInAsProspect(page, address, said.split(/\s+/)[1]!)
    await page.waitForURL('**/plant')
  })

  await test.step('the link of the welcome mail lets in, and a second time it does not', async () => {
    const link = await linkInMail(admin, address, /is ready/, /http:\/\/\S+\/enter\/[\w-]+/)
    await page.goto(link)
    await page.waitForURL('**/plant')
    await page.goto(link)
    await expect(page.getByRole('heading', { name: 'This link has been used or has ended' })).toBeVisible()
  })

  await test.step('who is disabled is out at once', async () => {
    await page.goto('/plant')
    await admin.goto(`/admin/people?q=${encodeURIComponent(address)}`)
    await admin.getByRole('button', { name: 'Disable' }).click()
    await expect(admin.getByText(/at once, in open sessions too/)).toBeVisible()
    await admin.getByRole('button', { name: 'Disable' }).last().click()
    await expect(admin.getByText('Disabled', { exact: true })).toBeVisible()
    await expect(async () => {
      await page.goto('/plant')
      expect(page.url()).toContain('/sign-in')
    }).toPass({ timeout: 30_000 })
  })
})

async function signOut(page: Page): Promise<void> {
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.waitForURL((url) => url.pathname === '/')
}
