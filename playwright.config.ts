import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

const chromium = [process.env.PLAYWRIGHT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((place) => place && existsSync(place))
const browser = {
  ...devices['Desktop Chrome'],
  launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
}

/**
 * The whole product is started once for all tests (scripts/e2e/start-product.ts). A test runs on the desktop; with `@phone`
 * in its title on a phone as well, with `@phone-only` only there. How pages look on each screen, dark too: e2e/sound.ts.
 */
export default defineConfig({
  testDir: 'e2e',
  // Against the real servers: e2e/stack/playwright.config.ts, e2e/streams/playwright.config.ts.
  testIgnore: ['stack/**', 'streams/**'],
  globalSetup: './scripts/e2e/start-product.ts',
  outputDir: 'test-results',
  // Two cores, and the journeys share one installation: two browsers take as long, and each test twice as long.
  workers: 1,
  // A whole installation on a busy machine: what passes at the second attempt only is named and counted beside the result.
  retries: 1,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: { baseURL: process.env.MILLRACE_E2E_URL, trace: 'on-first-retry', screenshot: 'only-on-failure' },
  projects: [
    { name: 'desktop', grepInvert: /@phone-only/, use: { ...browser, viewport: { width: 1440, height: 900 } } },
    { name: 'phone', grep: /@phone/, use: { ...browser, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
})
