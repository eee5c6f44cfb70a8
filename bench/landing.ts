import { chromium, type Page } from 'playwright'
import { findChromium } from '../scripts/test/find-chromium.mjs'
import { benchProduct } from './product'
import { percentile, report } from './statistics'

const loads = 5

interface Load {
  scriptBytes: number
  lcpMs: number
  shift: number
}

/** The landing page in Chromium with an empty cache; the smallest page of the same server is the floor. */
export async function landing(): Promise<void> {
  const product = await benchProduct({ WARM_POOL_SIZE: '0', NOTEBOOKS: 'off' })
  const browser = await chromium.launch({ executablePath: (await findChromium()) as string, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  const loadOf = async (path: string): Promise<Load> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const load = await measure(page, `${product.base}${path}`)
    await context.close()
    return load
  }
  try {
    await loadOf('/')
    const all: Load[] = []
    for (let i = 0; i < loads; i++) all.push(await loadOf('/'))
    const floor = await loadOf('/privacy')
    report(`Landing page, median of ${loads} loads with an empty cache`, [
      { what: 'compressed JavaScript', value: percentile(all.map(({ scriptBytes }) => scriptBytes / 1000), 0.5), unit: 'kB', target: 130, note: `floor, the privacy page: ${(floor.scriptBytes / 1000).toFixed(0)} kB` },
      { what: 'largest contentful paint', value: percentile(all.map(({ lcpMs }) => lcpMs), 0.5), unit: 'ms', target: 1500, note: `floor ${floor.lcpMs.toFixed(0)} ms` },
      { what: 'cumulative layout shift, worst load', value: percentile(all.map(({ shift }) => shift), 1), unit: '', target: 0 },
    ])
  } finally {
    await browser.close()
    await product.stop()
  }
}

async function measure(page: Page, url: string): Promise<Load> {
  let scriptBytes = 0
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const scripts = new Set<string>()
  session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength
  })
  await page.addInitScript(() => {
    const seen = { lcp: 0, shift: 0 }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.lcp = entry.startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForTimeout(500)
  const { lcp, shift } = await page.evaluate(() => (window as unknown as { seen: { lcp: number; shift: number } }).seen)
  return { scriptBytes, lcpMs: lcp, shift }
}
