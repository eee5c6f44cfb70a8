import { type Browser, chromium, type Page } from 'playwright'
import { findChromium } from '../scripts/test/find-chromium.mjs'
import type { Product } from './product'
import { percentile, report } from './statistics'

const loads = 5

interface Load {
  /** Compressed, as they came over the wire, without headers. */
  scriptBytes: number
  /** Of each script, by the end of its address. */
  scripts: [name: string, bytes: number][]
  lcpMs: number
  shift: number
  /** What moved. */
  shifted: string[]
}

/** The landing page in Chromium with an empty cache each time; the smallest page of the same server is the floor. */
export async function landing({ base }: Product): Promise<void> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    const page = await loadAll(browser, `${base}/`)
    const bare = await loadAll(browser, `${base}/privacy`)
    report(`Landing page, median of ${loads} loads with an empty cache`, [
      { what: 'compressed JavaScript', value: page.scriptBytes / 1000, unit: 'kB', target: 130, note: `bare page ${(bare.scriptBytes / 1000).toFixed(0)} kB` },
      { what: 'largest contentful paint', value: page.lcpMs, unit: 'ms', target: 1500, floor: { what: 'bare page in Chromium', ms: bare.lcpMs } },
      { what: 'cumulative layout shift, worst load', value: page.shift, unit: '', target: 0, note: page.shifted.join(', ') },
    ])
    const own = page.scripts.map(([name, bytes]) => `  ${(bytes / 1000).toFixed(1).padStart(6)} kB  ${name}${bare.scripts.some(([other]) => other === name) ? '' : '  (not on the bare page)'}`)
    process.stdout.write(`\n  Its scripts\n${own.join('\n')}\n`)
  } finally {
    await browser.close()
  }
}

async function loadAll(browser: Browser, url: string): Promise<Load> {
  const all: Load[] = []
  // The first one warms the server up.
  for (let i = 0; i <= loads; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    all.push(await measure(await context.newPage(), url))
    await context.close()
  }
  const counted = all.slice(1)
  return {
    scriptBytes: percentile(counted.map(({ scriptBytes }) => scriptBytes), 0.5),
    lcpMs: percentile(counted.map(({ lcpMs }) => lcpMs), 0.5),
    shift: percentile(counted.map(({ shift }) => shift), 1),
    scripts: counted.at(-1)!.scripts.toSorted(([, a], [, b]) => b - a),
    shifted: [...new Set(counted.flatMap(({ shifted }) => shifted))],
  }
}

async function measure(page: Page, url: string): Promise<Load> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const begun = new Map<string, { name: string; headerBytes: number }>()
  const scripts: [string, number][] = []
  session.on('Network.responseReceived', ({ requestId, type, response: { url: from, encodedDataLength } }) => {
    if (type === 'Script') begun.set(requestId, { name: from.split('/').at(-1)!, headerBytes: encodedDataLength })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = begun.get(requestId)
    if (script) scripts.push([script.name, encodedDataLength - script.headerBytes])
  })
  await page.addInitScript({ content: watchPaint })
  await page.goto(url, { waitUntil: 'networkidle' })
  // What shifts late counts as well.
  await page.waitForTimeout(500)
  const seen = await page.evaluate(() => (window as unknown as { seen: Pick<Load, 'lcpMs' | 'shift' | 'shifted'> }).seen)
  return { scriptBytes: scripts.reduce((sum, [, bytes]) => sum + bytes, 0), scripts, ...seen }
}

/** Runs in the page before its own scripts. As text: a compiled function calls helpers that the page does not have. */
const watchPaint = `
  window.seen = { lcpMs: 0, shift: 0, shifted: [] }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcpMs = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      seen.shift += value
      for (const { node } of sources) {
        const element = node instanceof Element ? node : node?.parentElement
        seen.shifted.push(element ? element.localName + ' ' + element.className : 'something gone')
      }
    }
  }).observe({ type: 'layout-shift', buffered: true })
`
