import lighthouse, { type Flags } from 'lighthouse'
import { chromium } from 'playwright'
import { sitePages } from '../lib/site/site-pages'
import { findChromium } from '../scripts/test/find-chromium.mjs'
import type { Product } from './product'
import { report } from './statistics'

interface PageScores {
  path: string
  scores: Record<Category, number>
  /** What kept it from a full score. */
  failed: string[]
}

type Category = (typeof categories)[number]
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const target = 95
const debugPort = 9223

/** Every page of the site through Lighthouse, by its own settings for a desktop: the lowest score of each category, and every page below the target. */
export async function lighthouseScores({ base }: Product): Promise<void> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: [`--remote-debugging-port=${debugPort}`, '--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    const pages: PageScores[] = []
    for (const { path } of sitePages) pages.push({ path, ...(await scoresOf(`${base}${path}`)) })
    report(
      `Lighthouse, ${pages.length} pages of the site, desktop`,
      categories.map((category) => {
        const lowest = pages.toSorted((a, b) => a.scores[category] - b.scores[category])[0]!
        return { what: `${category}, lowest`, value: lowest.scores[category], unit: 'points', target, more: true, note: lowest.path }
      }),
    )
    for (const { path, failed, scores } of pages.filter((page) => categories.some((category) => page.scores[category] < target))) {
      process.stdout.write(`  ${path}: ${categories.map((category) => `${category} ${scores[category]}`).join(', ')}\n${failed.map((audit) => `    ${audit}\n`).join('')}`)
    }
  } finally {
    await browser.close()
  }
}

async function scoresOf(url: string): Promise<Omit<PageScores, 'path'>> {
  const flags: Flags = { port: debugPort, output: 'json', logLevel: 'error', onlyCategories: [...categories], formFactor: 'desktop', screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false }, throttlingMethod: 'provided' }
  const run = await lighthouse(url, flags)
  if (!run) throw new Error(`Lighthouse said nothing of ${url}`)
  const scoreOf = (category: string) => Math.round((run.lhr.categories[category]?.score ?? 0) * 100)
  const failed = Object.values(run.lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
  return {
    scores: { performance: scoreOf('performance'), accessibility: scoreOf('accessibility'), 'best-practices': scoreOf('best-practices'), seo: scoreOf('seo') },
    failed: failed.map(({ id, title }) => `${id}: ${title}`),
  }
}
