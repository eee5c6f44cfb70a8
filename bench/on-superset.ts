// bench/main.ts starts this on its own: the settings of a process are read once.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright'
import { makeVarDir, runProduct } from '@/scripts/e2e/start-product'
import { bringUp, productSettings } from '@/scripts/stack/bring-up'
import { openInstallation } from '@/scripts/stack/installation'
import { superset } from '@/scripts/stack/servers/superset'
import { takeDown } from '@/scripts/stack/take-down'
import { findChromium } from '../scripts/test/find-chromium.mjs'
import { describeMachine } from './floors'
import { attach, type Product } from './product'
import { askForPlant, moveIn, type SignUp } from './prospect'
import { percentile, report, times } from './statistics'
import { parseFloor } from './telemetry/machine-floors'

const opens = 10
const questions = 600
/** Not counted: code that runs the first times is slower than it stays. */
const warmUp = 200

await describeMachine()
process.stdout.write(`JSON.parse on one core: ${parseFloor('columns').megabytesPerSecond.toFixed(0)} MB/s\n`)
const varDir = makeVarDir()
const installation = await openInstallation(varDir, [superset], () => undefined)
try {
  const brought = await bringUp(installation, [superset], (name, text) => process.stdout.write(`${name}: ${text}\n`))
  const missing = brought.flatMap((each) => (each.state === 'up' ? [] : [`${each.server.name}: ${each.reason}`]))
  if (missing.length > 0) throw new Error(missing.join('\n'))
  const settings = productSettings(installation, brought)
  const stop = await runProduct(varDir, { ...settings, WARM_POOL_SIZE: '0', LOG_LEVEL: 'error' })
  try {
    Object.assign(process.env, settings)
    const product = await attach()
    const lease = await moveIn(product, await askForPlant(product, 'framed@example.com', 'dairy'), 'dairy')
    await untilIdle(product, lease)
    await measureDoor(product, lease, settings.SUPERSET_URL!)
    const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
    await measureFirstCharts(browser, product, lease).finally(() => browser.close())
    await product.system.db.close()
  } finally {
    await takeDown(installation, [superset])
    await stop()
  }
} finally {
  await takeDown(installation, [superset])
}
process.exit(0)

/** What a new plant makes the worker do is not what is measured: until the tool has its dashboards and nothing waits for ten seconds. */
async function untilIdle({ system }: Product, { leaseId }: SignUp): Promise<void> {
  for (let calm = 0, tries = 0; calm < 5; tries++) {
    if (tries > 150) throw new Error('the plant has not come to rest in five minutes')
    const held = await system.biTool!.listDashboards(`demo-${leaseId}`)
    const waiting = await system.db.asOperator((tx) => tx.$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts LIMIT 1`)
    calm = held.ok && held.value.length === 6 && waiting.length === 0 ? calm + 1 : 0
    await wait(2000)
  }
}

async function measureDoor({ system }: Product, { leaseId, visitor }: SignUp, address: string): Promise<void> {
  const tool = system.biTool!
  const { ticket, embeddedId } = JSON.parse(await visitor.page('/api/frame-ticket?dashboard=oee')) as { ticket: string; embeddedId: string }
  const token = await tool.guestToken(`demo-${leaseId}`, embeddedId)
  if (!token.ok) throw new Error(token.failure.message)
  const proxy = fork(path.join(import.meta.dirname, 'bare-proxy.ts'), [address], { execArgv: ['--import', 'tsx'] })
  const [port] = (await once(proxy, 'message')) as [number]
  const question = { method: 'GET', path: '/bi/superset/api/v1/me/roles/', headers: new Headers(), guestToken: token.value.token }
  const bare = new Headers({ 'x-guesttoken': token.value.token, 'x-portal-key': process.env.SUPERSET_PORTAL_KEY!, referer: `${process.env.MILLRACE_URL}/` })
  const ways = {
    direct: () => tool.forward(question, AbortSignal.timeout(10_000)),
    proxy: () => fetch(`http://127.0.0.1:${port}${question.path}`, { headers: bare }),
    portal: () => visitor.fetch('/bi/superset/api/v1/me/roles', { headers: { 'x-guesttoken': ticket } }),
  }
  const took: Record<keyof typeof ways, number[]> = { direct: [], proxy: [], portal: [] }
  for (let i = 0; i < questions + warmUp; i++) {
    for (const [way, ask] of Object.entries(ways)) {
      const [ms] = await times(1, () => ask().then(whole))
      if (i >= warmUp) took[way as keyof typeof ways].push(ms!)
    }
  }
  proxy.kill()
  const share = (way: 'proxy' | 'portal', part: number) => percentile(took[way], part) - percentile(took.direct, part)
  report(`The door to Superset, ${questions} questions, in turn: what is added to Superset’s own time`, [0.5, 0.95].flatMap((part) => [
    { what: `the portal, p${part * 100}`, value: share('portal', part), unit: 'ms', target: part === 0.95 ? 10 : undefined, note: `Superset itself ${percentile(took.direct, part).toFixed(1)} ms` },
    { what: `a bare proxy that judges nothing, p${part * 100}`, value: share('proxy', part), unit: 'ms' },
  ]))
}

async function whole(response: Response): Promise<void> {
  await response.text()
  if (response.status !== 200) throw new Error(`${response.url} answered ${response.status}`)
}

async function measureFirstCharts(browser: Browser, { base }: Product, { visitor }: SignUp): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies(visitor.cookieList().map(({ name, value }) => ({ name, value, url: base })))
  const page = await context.newPage()
  const own = await firstCharts(page, base, 'The month', `document.querySelector('.panel path.recharts-line-curve')`)
  const tools = await firstCharts(page, base, 'OEE', `document.querySelector('iframe')?.contentDocument?.querySelector('canvas, table, .header-line')`)
  const [a, b] = [percentile(own, 0.5), percentile(tools, 0.5)]
  report(`From the click in the list to the first chart, median of ${opens}; the browser keeps what it may`, [
    { what: 'own dashboard “The month”', value: a, unit: 'ms', note: own.map(Math.round).join(' ') },
    { what: 'the tool’s “OEE”', value: b, unit: 'ms', note: tools.map(Math.round).join(' ') },
    { what: 'the tool’s ÷ own', value: b / a, unit: 'ratio', target: 10, more: true },
  ])
}

/** By the page's own clock, looked at before each frame; what the browser is driven with takes longer than some pages. */
async function firstCharts(page: Page, base: string, name: string, drawn: string): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i <= opens; i++) {
    await page.goto(`${base}/dashboards`)
    // What the page fetches beside it is not what is measured.
    await page.waitForTimeout(3000)
    const took = page.evaluate<number>(`new Promise((resolve) => addEventListener('click', () => {
      const clicked = performance.now()
      const look = () => (${drawn} ? resolve(performance.now() - clicked) : requestAnimationFrame(look))
      look()
    }, { capture: true, once: true }))`)
    await page.getByRole('link', { name, exact: true }).click()
    all.push(await took)
  }
  return all.slice(1)
}
