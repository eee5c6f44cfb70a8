import { test as base } from '@playwright/test'

/** As Playwright's, but what a test opened in browsers of its own is closed after it: a score of open rooms, each with its alarms and its refreshing, would slow all tests after it. */
export const test = base.extend<{ tidy: void }>({
  tidy: [
    async ({ browser }, use) => {
      await use()
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    { auto: true },
  ],
})

export { expect, type Page } from '@playwright/test'
