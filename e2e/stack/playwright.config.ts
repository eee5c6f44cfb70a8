import { defineConfig } from '@playwright/test'
import product from '../../playwright.config'

/** The same browser against the product on the real servers, which are started once for all tests (scripts/e2e/start-stack.ts). */
export default defineConfig({
  ...product,
  testDir: '.',
  testIgnore: [],
  globalSetup: '../../scripts/e2e/start-stack.ts',
  outputDir: '../../test-results/stack',
  // One after the other: the journey counts what all demos together have at each neighbour.
  workers: 1,
  projects: product.projects?.filter(({ name }) => name === 'desktop').map((desktop) => ({ ...desktop, name: 'stack' })),
})
