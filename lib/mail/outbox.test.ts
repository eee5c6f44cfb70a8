import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FaultyPort, withFaults } from '@/lib/adapters/faults'
import type { MailService } from '@/lib/adapters/mail/port'
import { liftSuppressionOf } from '@/lib/admin/lift-suppression'
import { loadMail } from '@/lib/admin/load-mail'
import { postMail } from '@/lib/mail/post-mail'
import { sweepOutbox } from '@/lib/mail/sweep-outbox'
import { takeDeliveryReport } from '@/lib/mail/take-delivery-report'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow } from '@/lib/testing/work-queue'

let system: TestSystem
let mail: FaultyPort<MailService>
beforeAll(async () => {
  system = await testSystem()
  mail = withFaults(system.mail)
  system.mail = mail.port
})
afterAll(() => system.stop())

let count = 0
let to: string
beforeEach(() => {
  to = `reader-${++count}@example.com`
  mail.plan({})
})
const post = () => system.db.asOperator((tx) => postMail(tx, system.clock.now(), { id: `mail-${count}`, template: 'verify', to, props: { token: 'secret', industry: 'dairy' } }))
const stateOf = async () => (await loadMail(system, to, null)).rows.map(({ state }) => state)
/** The worker sweeps every minute; where only the hours matter, fewer sweeps show the same. */
const passMinutes = async (minutes: number, everyMinutes = 1) => {
  for (let passed = 0; passed < minutes; passed += everyMinutes) {
    system.clock.advance(everyMinutes * 60_000)
    await sweepOutbox(system)
    await workNow(system)
  }
}
const suppress = () => system.db.asOperator((tx) => tx.mailSuppression.create({ data: { address: to, because: '550 5.1.1 No such user', mailId: 'm', at: system.clock.now() } }))

describe('a mail', () => {
  it('that the mail system could not take once is sent a minute later', async () => {
    mail.plan({ send: 'refuses once' })
    await post()
    await workNow(system)
    expect(await stateOf()).toEqual(['delayed'])
    await passMinutes(1)
    expect(await stateOf()).toEqual(['sent'])
  })

  it('waits through hours of an outage without being tried in vain, and is sent when it ends', async () => {
    mail.plan('down')
    await post()
    await workNow(system)
    const before = mail.callsOf('send').length
    await passMinutes(150, 10)
    expect(mail.callsOf('send')).toHaveLength(before)
    mail.plan({})
    await passMinutes(1)
    expect(await stateOf()).toEqual(['sent'])
  })

  it('is tried ever more rarely when it is this one that is not taken, and given up after a day, with what it held', async () => {
    mail.plan({ send: 'down' })
    const before = mail.callsOf('send').length
    await post()
    await workNow(system)
    await passMinutes(24 * 60, 30)
    expect(mail.callsOf('send').length - before).toBeLessThan(14)
    expect(mail.callsOf('send').length - before).toBeGreaterThan(8)
    expect(await stateOf()).toEqual(['given-up'])
    expect(await system.db.asOperator((tx) => tx.outboxMail.findFirst({ where: { to } }))).toMatchObject({ props: {} })
  })

  it('to an address that takes none is given up at once, says so, and the queue does not try on', async () => {
    await suppress()
    await post()
    await workNow(system)
    const { rows, suppressed } = await loadMail(system, to, null)
    expect(rows).toMatchObject([{ state: 'given-up', because: expect.stringContaining('550 5.1.1 No such user') }])
    expect(suppressed).toMatchObject([{ address: to }])
    const before = mail.callsOf('send').length
    await passMinutes(10)
    expect(mail.callsOf('send')).toHaveLength(before)
  })
})

describe('an address that was lifted', () => {
  it('gets the next mail, and the audit trail says who lifted it', async () => {
    await suppress()
    expect(await liftSuppressionOf(system, to, 'ada@example.com')).toBe(true)
    expect(await liftSuppressionOf(system, to, 'ada@example.com')).toBe(false)
    await post()
    await workNow(system)
    expect(await stateOf()).toEqual(['sent'])
    const entries = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { subject: to } }))
    expect(entries).toMatchObject([{ action: 'mail.suppression-lifted', actor: 'ada@example.com', detail: { because: '550 5.1.1 No such user' } }])
  })
})

describe('a delivery report', () => {
  const key = () => String(count).padStart(24, '0')
  const sent = () => system.db.asOperator((tx) => tx.mail.create({ data: { id: `sent-${count}`, stream: 'transactional', to, subject: 's', text: '', html: '', sentAt: system.clock.now(), answer: '250 Ok', reportKey: key() } }))
  const report = (action: string, status: string, said: string) =>
    [`To: bounces+${key()}@example.com`, 'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', '', `Final-Recipient: rfc822; ${to}`, `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: smtp; ${said}`, '', '--b--', ''].join('\r\n')
  const suppressions = () => system.db.asOperator((tx) => tx.mailSuppression.count({ where: { address: to } }))

  it('that the mailbox is full marks the mail, and the address is tried with the next one', async () => {
    await sent()
    expect(await takeDeliveryReport(system, report('failed', '5.2.2', '552 5.2.2 Mailbox full'))).toBe(true)
    expect((await loadMail(system, to, null)).rows).toMatchObject([{ state: 'bounced', because: '552 5.2.2 Mailbox full' }])
    expect(await suppressions()).toBe(0)
  })

  it('that a mail is only delayed changes nothing', async () => {
    await sent()
    expect(await takeDeliveryReport(system, report('delayed', '4.4.1', 'no answer yet'))).toBe(true)
    expect(await stateOf()).toEqual(['sent'])
  })

  it('about no mail of ours changes nothing', async () => {
    expect(await takeDeliveryReport(system, report('failed', '5.1.1', '550 gone'))).toBe(false)
    expect(await takeDeliveryReport(system, `To: bounces+${key()}@example.com\r\nSubject: away\r\n\r\nBack on Monday`)).toBe(false)
    expect(await suppressions()).toBe(0)
  })
})
