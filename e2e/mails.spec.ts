import { expect, test } from './test'
import { followUpContent, sequences } from '../lib/follow-up/sequences'
import { htmlOf, type MailContent } from '../lib/mail/layout'
import { type MailFacts, mailTemplates } from '../lib/mail/templates'
import { expectSound } from './sound'

/** Long where people's facts are long: what breaks a narrow screen. */
const address = 'maximiliane.featherstonehaugh@international-manufacturing-holding.example'
const facts: MailFacts = {
  portalUrl: 'https://portal.a-rather-long-host-name.example', to: address, owner: address, plant: 'Elbe Specialty Chemicals', hours: 24, deadline: 'Fri 27 Nov, 14:35 (Europe/Berlin)',
  verifyUrl: 'https://a.example', signInUrl: 'https://b.example', password: 'jqzz7-vhcur-exu6v-ywgg6-s4nc2-mmm9x', certificateUrl: 'https://c.example', keepUrl: 'https://d.example',
  retainedUntil: 'Fri 4 Dec, 14:35 (Europe/Berlin)', leadUrl: 'https://e.example', missing: ['Notebook server', 'Object space'],
  quality: { tenant: 'Northfield Dairy', table: 'silver.stops', rules: ['line is never empty: empty in 3 of 412 rows'], url: 'https://portal.example.com/catalog/quality' },
  late: { tenant: 'Northfield Dairy', promise: 'History', words: 'Every reading stands in a sealed file within 5 minutes', found: 'Today it was older in 15 of 212 looks; now it is 12 min old.', url: 'https://portal.example.com/catalog/quality' },
  invitation: { url: 'https://f.example', tenant: 'Riverside', inviter: address, role: 'Plant manager', place: 'Line 3' },
}
const found = ['Filler 3 fills too much', 'Compressed air runs through the night on the north side of the building']
const mails: [string, MailContent][] = [
  ...Object.entries(mailTemplates).map(([name, template]): [string, MailContent] => [name, template(facts)]),
  ...sequences.flatMap((sequence) =>
    sequence.steps.map((_, i): [string, MailContent] => [`${sequence.key} ${i + 1}`, followUpContent(sequence, i, { plant: facts.plant, name: 'Maximiliane', deadline: facts.deadline, found, url: 'https://a.example' }, 'https://unsubscribe.example')]),
  ),
]

for (const theme of ['light', 'dark'] as const) {
  test(`every mail fits a phone and can be read, ${theme} @phone-only`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    expect(mails.length).toBeGreaterThan(14)
    for (const [name, content] of mails) {
      await page.setContent(htmlOf(content))
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} is as wide as the phone`).toBeLessThanOrEqual(390)
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
      expect(ground, `${name}, ${theme}`).toBe(theme === 'dark' ? 'rgb(23, 29, 28)' : 'rgb(226, 229, 227)')
      await expectSound(page, [])
    }
  })
}
