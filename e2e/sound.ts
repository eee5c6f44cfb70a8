import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

type Check = (checker: AxeBuilder) => AxeBuilder
const everything: Check = (checker) => checker.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
/** Dark differs in its colours and the phone in its layout: what is the same there is not checked again: colours alone are most of a check's time. */
const colours: Check = (checker) => checker.withRules(['color-contrast'])
const layout: Check = (checker) => everything(checker).disableRules(['color-contrast'])

/** To describe each element that is well takes longer than to look at it. Nothing that is checked here needs style sheets of elsewhere. */
const violationsOnly = { resultTypes: ['violations' as const], preload: false }

/** What goes wrong in this page from now on. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return errors
}

/** What may not be wrong anywhere: accessibility (WCAG 2.2 AA), errors in the browser, anything wider than the screen. */
export async function expectSound(page: Page, errors: string[], check = test.info().project.name === 'phone' ? layout : everything) {
  // The preview of a mail lets no script run in it, so none that checks it either. No frame is of another origin: without
  // the "legacy" mode each check would open a page of its own to put its results together, in twice the time.
  const checker = new AxeBuilder({ page }).options(violationsOnly).exclude('iframe[sandbox]').setLegacyMode(true)
  const { violations } = await check(checker).analyze()
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), page.url()).toEqual([])
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${page.url()} is too wide`).toBeLessThanOrEqual(0)
  // The checker puts itself into every frame, where the preview of a mail refuses it: its own doing, not the page's.
  expect.soft(errors.splice(0).filter((error) => !error.startsWith("Blocked script execution in 'about:srcdoc'")), page.url()).toEqual([])
}

/** The same page on the desktop, dark, and on a phone, opened once: its colours and its layout follow the screen, not the address. */
export async function expectSoundOnEveryScreen(page: Page, errors: string[]) {
  await expectSound(page, errors, everything)
  // Colours that fade from light to dark would be checked halfway.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectSound(page, errors, colours)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null })
  const device = await page.context().newCDPSession(page)
  await device.send('Emulation.setDeviceMetricsOverride', { width: 390, height: 844, deviceScaleFactor: 1, mobile: true })
  await device.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  await expectSound(page, errors, layout)
  await device.detach()
}
