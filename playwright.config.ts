import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

const chromium = [process.env.PLAYWRIGHT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((place) => place && existsSync(place))
const browser = {
  ...devices['Desktop Chrome'],
  launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
}

/**
 * The whole product is started once for all tests (scripts/e2e/start-product.ts). A test runs on the desktop; with `@phone`
 * or `@dark` in its title there as well, with `@phone-only` or `@dark-only` only there.
 */
export default defineConfig({
  testDir: 'e2e',
  // Against the real servers: e2e/stack/playwright.config.ts, e2e/streams/playwright.config.ts.
  testIgnore: ['stack/**', 'streams/**'],
  globalSetup: './scripts/e2e/start-product.ts',
  outputDir: 'test-results',
  // Two cores, and the journeys share one installation.
  workers: 1,
  // A whole installation on a busy machine: what passes at the second attempt only is named and counted beside the result.
  retries: 1,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: { baseURL: process.env.MILLRACE_E2E_URL, trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'desktop', grepInvert: /@(phone|dark)-only/, use: { ...browser, viewport: { width: 1440, height: 900 } } },
    { name: 'phone', grep: /@phone/, use: { ...browser, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
    { name: 'dark', grep: /@dark/, use: { ...browser, viewport: { width: 1440, height: 900 }, colorScheme: 'dark' } },
  ],
})
