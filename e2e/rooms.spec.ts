import { expect, test } from './test'
import { administrator, moveIn } from './product'
import { errorsOf, expectSoundOnEveryScreen } from './sound'

const pages = [
  '/',
  '/sign-in',
  '/privacy',
  '/certificates',
  '/docs/api',
  '/tools',
  '/tools/oee',
  '/tools/spc',
  '/tools/gauge-rr',
  '/tools/roi',
  '/tools/capacity',
  '/validation',
  '/use-cases',
  '/use-cases/predictive-maintenance',
  '/use-cases/quality',
  '/use-cases/production-optimisation',
  '/use-cases/compliance',
  '/comparison',
  '/pricing',
  '/blog',
  '/blog/twenty-at-once',
  '/blog/limits-that-stand-still',
  '/blog/oee-is-not-a-mean',
  '/blog/what-gone-means',
]

/** Every room, and inside some of them what a click opens. */
const rooms = [
  '/plant',
  '/plant/northfield-dairy/filling/line-2',
  '/alarms',
  '/alarms/notifications',
  '/alarms/history?range=30d',
  '/alarms/rules',
  '/alarms/rules/new',
  '/alarms/rules/line-2.filler.pressure-high',
  '/alarms/latency',
  '/oee',
  '/oee?range=30d&by=equipment',
  '/oee?range=24h&explain=availability',
  '/downtime?range=24h',
  '/downtime/northfield-dairy/filling/line-2?range=24h&measure=money',
  '/quality',
  '/energy',
  '/energy?range=24h&explain=base-load',
  '/compare?sort=mttr',
  '/yield',
  '/analyses',
  '/analyses/new?kind=spc',
  '/wall',
  '/signals?range=30d',
  '/trends',
  '/trends?s=site.power,line-2.sealer.temperature&last=24h&with=alarms,batches,stops,notes,limits',
  '/batches',
  '/maintenance',
  '/findings',
  '/services',
  '/dashboards',
  '/dashboards/month',
  '/data',
  '/query',
  '/query?table=gold.oee',
  '/catalog',
  '/catalog?q=stop&catalog=silver',
  '/catalog/silver.production.stops',
  '/catalog/glossary',
  '/catalog/lineage',
  '/catalog/marts',
  '/catalog/quality',
  '/notebooks',
  '/settings',
  '/keep',
  '/help',
]

test('every page of the site is accessible and fits each screen', async ({ page }) => {
  test.setTimeout(600_000)
  const errors = errorsOf(page)
  for (const url of pages) {
    await page.goto(url)
    await expectSoundOnEveryScreen(page, errors)
  }
})

test('every room of a plant opens, is accessible and fits each screen', async ({ page, browser }) => {
  test.setTimeout(1_200_000)
  const errors = errorsOf(page)
  await moveIn(page, await administrator(browser), `rooms-${Date.now()}@example.com`)
  for (const url of rooms) {
    const response = await page.goto(url)
    expect.soft(response?.status(), url).toBe(200)
    // An explanation covers the page, heading included, on a phone.
    await expect(page.locator('h1').first()).toBeAttached()
    await expectSoundOnEveryScreen(page, errors)
  }
})

test('every room of administration opens, is accessible and fits each screen', async ({ browser }) => {
  test.setTimeout(600_000)
  const page = await administrator(browser)
  const errors = errorsOf(page)
  for (const room of ['tenants', 'announcements', 'leases', 'people', 'health', 'neighbours', 'monitoring', 'streams', 'usage', 'usage?view=leases', 'licences', 'billing', 'audit', 'mail', 'dead-letters', 'jobs', 'profile']) {
    await page.goto(`/admin/${room}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectSoundOnEveryScreen(page, errors)
  }
})

test('every room of sales opens, is accessible and fits each screen', async ({ browser }) => {
  test.setTimeout(600_000)
  const page = await administrator(browser)
  const errors = errorsOf(page)
  for (const room of ['funnel', 'funnel?range=7d&unit=company&by=size', 'leads', 'follow-ups', 'follow-ups?mail=found-something.0', 'crm']) {
    await page.goto(`/sales/${room}`)
    await expect(page.locator('h1').first()).toBeAttached()
    await expectSoundOnEveryScreen(page, errors)
  }
})
