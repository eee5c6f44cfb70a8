import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

/** What may not be wrong anywhere: accessibility (WCAG 2.2 AA), errors in the browser, anything wider than the screen. */
export async function expectSound(page: Page, errors: string[]) {
  // The preview of a mail lets no script run in it, so none that checks it either.
  const { violations } = await rulesFor(test.info().project.name, new AxeBuilder({ page }).exclude('iframe[sandbox]')).analyze()
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), page.url()).toEqual([])
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${page.url()} is too wide`).toBeLessThanOrEqual(0)
  // The checker puts itself into every frame, where the preview of a mail refuses it: its own doing, not the page's.
  expect.soft(errors.splice(0).filter((error) => !error.startsWith("Blocked script execution in 'about:srcdoc'")), page.url()).toEqual([])
}

/** All on the desktop. Dark differs in its colours and the phone in its layout: what is the same there is not checked again: colours alone are most of a check's time. */
function rulesFor(project: string, checker: AxeBuilder): AxeBuilder {
  if (project === 'dark') return checker.withRules(['color-contrast'])
  const all = checker.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
  return project === 'phone' ? all.disableRules(['color-contrast']) : all
}
