import { expect, type Page, test } from './test'
import { administrator, linkInMail } from './product'
import { errorsOf, expectSoundOnEveryScreen } from './sound'

const password = 'quiet copper river 7'

/** The link in the mail to this address, accepted in a browser of its own. */
async function acceptAs(page: Page, link: string, address: string) {
  await page.goto(link)
  await page.getByLabel('E-mail').fill(address)
  await page.getByLabel('Your name').fill('Pat Manager')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Accept and sign in' }).click()
}

test('the pages of a tenant are accessible and fit each screen', async ({ browser }) => {
  const page = await administrator(browser)
  await makeTenant(page, `pages-${Date.now()}`)
  const slug = new URL(page.url()).searchParams.get('tenant')!
  const errors = errorsOf(page)
  for (const path of ['/admin/tenants', `/admin/tenants?tenant=${slug}`, '/admin/announcements', '/admin/audit', ...['people', 'plant', 'plant?node=line-one', 'calendar', 'products', 'keys', 'dashboards', 'features', 'audit'].map((room) => `/manage/${slug}/${room}`)]) {
    await page.goto(path)
    await expect(page.locator('h1').first()).toBeAttached()
    await expectSoundOnEveryScreen(page, errors)
  }
})

/** Makes a tenant with the line "Line one" and opens it. */
async function makeTenant(admin: Page, slug: string) {
  await admin.goto('/admin/tenants')
  await admin.getByRole('button', { name: 'New tenant' }).click()
  await admin.getByLabel('Name', { exact: true }).fill(`Riverside ${slug}`)
  await admin.getByLabel('Slug').fill(slug)
  await admin.getByLabel('Line', { exact: true }).fill('Line one')
  await admin.getByRole('button', { name: 'Make it' }).click()
  await admin.getByRole('link', { name: `Riverside ${slug}` }).click()
  await admin.waitForURL(`**/admin/tenants?tenant=${slug}`)
}

test('an administrator makes a tenant and invites a plant manager, who sees one line and loses it at once', async ({ browser }) => {
  test.setTimeout(240_000)
  const admin = await administrator(browser)
  const stamp = Date.now()
  const slug = `riverside-${stamp}`
  const address = `pat-${stamp}@plant.example`

  await makeTenant(admin, slug)

  await test.step('a second line, built in the plant model', async () => {
    await admin.goto(`/manage/${slug}/plant?node=production`)
    await admin.getByRole('button', { name: 'Add below' }).click()
    await admin.getByLabel('Name', { exact: true }).last().fill('Line two')
    await admin.getByRole('button', { name: 'Add it' }).click()
    await expect(admin.getByRole('link', { name: 'Line two' })).toBeVisible()
  })

  await test.step('an invitation for one line', async () => {
    await admin.goto(`/manage/${slug}/people`)
    await admin.getByRole('button', { name: 'Invite', exact: true }).click()
    await admin.getByLabel('E-mail').fill(address)
    await admin.getByLabel('Place').selectOption('line-one')
    await admin.getByRole('button', { name: 'Send the invitation' }).click()
    await expect(admin.getByRole('table', { name: 'Open invitations' })).toContainText(address)
  })

  const link = await linkInMail(admin, address, /invites you to/, /http:\/\/\S+\/invite\/[\w-]+/)

  await test.step('forwarded, it opens for nobody else', async () => {
    const stranger = await (await browser.newContext()).newPage()
    await acceptAs(stranger, link, 'somebody@else.example')
    await expect(stranger.getByText('This invitation was sent to another address')).toBeVisible()
  })

  const manager = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await test.step('accepted, the manager sees the line and no other', async () => {
    await acceptAs(manager, link, address)
    await manager.waitForURL('**/plant')
    const rail = manager.getByRole('navigation', { name: 'Plant and rooms' })
    await expect(rail.getByRole('link', { name: 'Line one' })).toBeVisible()
    await expect(rail.getByText('Line two')).toHaveCount(0)
    for (const room of ['/oee', '/downtime?range=24h', '/compare', '/signals', '/trends', '/alarms', '/yield', '/quality', '/energy', '/maintenance', '/services']) {
      await manager.goto(room)
      await expect(manager.getByRole('heading', { level: 1 }).first()).toBeVisible()
      await expect(manager.locator('body')).not.toContainText('Line two')
    }
    const other = await manager.goto('/plant/site-1/production/line-two')
    expect(other!.status()).toBe(404)
    expect((await manager.goto(`/manage/${slug}/people`))!.status()).toBe(404)
    expect((await manager.goto('/admin/tenants'))!.status()).toBe(404)
  })

  await test.step('used, the link opens no second account', async () => {
    const second = await (await browser.newContext()).newPage()
    await second.goto(link)
    await expect(second.getByRole('heading', { name: 'This invitation has been used' })).toBeVisible()
  })

  await test.step('the administrator is told why, looks as the manager, and takes the role', async () => {
    await admin.goto(`/manage/${slug}/people?q=${address}`)
    await admin.getByRole('link', { name: 'Pat Manager' }).click()
    await expect(admin.getByRole('list', { name: 'Places and why they are seen' })).toContainText('Viewer on Line one')
    await admin.getByRole('button', { name: 'Look as' }).click()
    await admin.getByLabel('Reason').fill('asked for help with a screen')
    await admin.getByRole('button', { name: 'Look', exact: true }).click()
    await admin.waitForURL('**/plant')
    await expect(admin.getByText('You look as Pat Manager')).toBeVisible()
    expect((await admin.goto('/admin/tenants'))!.status()).toBe(404)
    await admin.goto('/plant')
    await admin.getByRole('button', { name: 'Stop looking' }).click()
    await admin.waitForURL('**/admin/tenants')

    await manager.goto('/plant')
    await expect(manager.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await admin.goto(`/manage/${slug}/people?q=${address}`)
    await admin.getByRole('link', { name: 'Pat Manager' }).click()
    await admin.getByRole('button', { name: 'Take viewer on Line one' }).click()
    await expect(admin.getByText('None: the person signs in and finds nothing.')).toBeVisible()
    expect((await manager.goto('/plant'))!.status()).toBe(404)
  })

  await test.step('suspended, nobody comes in; deleted, it can be kept for a day', async () => {
    await admin.goto(`/admin/tenants?tenant=${slug}`)
    await admin.getByRole('button', { name: 'Suspend' }).click()
    await admin.getByLabel('Reason').fill('bill unpaid')
    await admin.getByRole('button', { name: 'Suspend it' }).click()
    await expect(admin.getByText('Nobody signs in; readings are still taken.')).toBeVisible()
    await manager.goto('/plant')
    await manager.waitForURL('**/sign-in')
    await admin.getByRole('button', { name: 'Resume' }).click()
    await admin.getByRole('button', { name: 'Delete', exact: true }).click()
    await admin.getByLabel(`Type ${slug} to confirm`).fill(slug)
    await admin.getByLabel('Reason').fill('contract ended')
    await admin.getByRole('button', { name: 'Delete it' }).click()
    await admin.getByRole('button', { name: 'Keep this tenant' }).click()
    await expect(admin.getByRole('button', { name: 'Suspend' })).toBeVisible()
  })
})
