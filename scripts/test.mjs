#!/usr/bin/env node
// `npm test`: installs what it needs, runs every stage, counts. --unit, --notebooks, --stack and --e2e run only those.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { checkout, prepare } from './prepare/prepare.mjs'
import { findChromium } from './test/find-chromium.mjs'
import { lintAndTypes, playwright, prepareAhead, vitest } from './test/stages.mjs'

async function inBrowser(name, folder, config) {
  const files = readdirSync(path.join(checkout, folder), { recursive: true }).filter((file) => /\.(spec|test)\.ts$/.test(file))
  const chromium = await findChromium()
  await ahead
  if (chromium) return playwright(name, chromium, config)
  process.stdout.write(`\n!! NO BROWSER: ${name} is skipped. Name one in PLAYWRIGHT_CHROMIUM.\n`)
  return { passed: 0, failed: 0, skipped: files.length }
}

const stages = [
  { name: 'lint and types', wish: '', run: lintAndTypes },
  { name: 'unit and database', wish: '--unit', run: () => vitest('unit and database', ['--project', 'parts', '--project', 'pure']) },
  { name: 'notebooks', wish: '--notebooks', needs: ['notebooks'], run: () => vitest('notebooks', ['--project', 'notebooks']) },
  { name: 'real servers', wish: '--stack', needs: ['notebooks', 'servers'], run: () => vitest('real servers', ['--project', 'servers']) },
  { name: 'end to end on the real servers', wish: '--stack', needs: ['notebooks', 'servers', 'portal'], run: () => inBrowser('end to end on the real servers', 'e2e/stack', 'e2e/stack/playwright.config.ts') },
  { name: 'end to end', wish: '--e2e', needs: ['notebooks', 'portal'], run: () => inBrowser('end to end', 'e2e', 'playwright.config.ts') },
]

const wishes = process.argv.slice(2)
const known = [...new Set(stages.map(({ wish }) => wish).filter(Boolean))]
const unknown = wishes.filter((wish) => !known.includes(wish))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${known.join(' ')})\n`)
  process.exit(2)
}
// The first signal ends the stage that runs; none begins after it.
let stopped = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (stopped = true))

await prepare()
const total = { passed: 0, failed: 0, skipped: 0 }
const lines = []
const chosen = stages.filter(({ wish }) => wishes.length === 0 || wishes.includes(wish))
const ahead = prepareAhead([...new Set(chosen.flatMap(({ needs = [] }) => needs))])
for (const { name, run } of chosen) {
  if (stopped) break
  const began = Date.now()
  const counts = await run()
  for (const kind of Object.keys(total)) total[kind] += counts[kind]
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  lines.push(`${counts.failed > 0 ? '✗' : '✓'} ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped${counts.flaky ? `, ${counts.flaky} at the second attempt only` : ''}, ${seconds} s`, ...(counts.troubles ?? []))
}
process.stdout.write(`\n${lines.join('\n')}\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed > 0 || stopped ? 1 : 0
