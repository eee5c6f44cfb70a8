import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refusal, value } from '@/lib/adapters/contract-checks'
import type { MailService, OutgoingMail } from '@/lib/adapters/mail/port'

export interface MailUnderTest {
  port: MailService
  /** What arrived at the address, oldest first. */
  arrivedAt(address: string): Promise<Pick<OutgoingMail, 'id' | 'subject' | 'text' | 'html'>[]>
  /** The person agrees to marketing mail. */
  subscribe(address: string): Promise<void>
  unsubscribe(address: string): Promise<void>
  /** A server said that the address is gone. */
  suppress(address: string): Promise<void>
  stop(): Promise<void>
}

/** What every implementation of the mail port guarantees. The same system serves all tests; each writes to an address of its own. */
export function describeMailContract(name: string, make: () => Promise<MailUnderTest>): void {
  describe(`${name} mail`, () => {
    let test: MailUnderTest
    let to: string
    let count = 0
    beforeAll(async () => {
      test = await make()
    })
    afterAll(() => test?.stop())
    beforeEach(() => {
      to = `reader-${++count}@example.com`
    })
    const mail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
      id: `mail-${count}`,
      stream: 'transactional',
      to,
      subject: 'Your plant is ready – grüße',
      text: 'The text\nof two lines',
      html: '<p>The text</p>',
      headers: { 'auto-submitted': 'auto-generated' },
      ...more,
    })
    const send = (more?: Partial<OutgoingMail>) => test.port.send(mail(more))
    const subjects = async () => (await test.arrivedAt(to)).map(({ subject }) => subject)

    it('arrives as it was written', async () => {
      value(await send())
      const { id, subject, text, html } = mail()
      expect(await test.arrivedAt(to)).toEqual([{ id, subject, text, html }])
    })

    it('of the same id arrives once, also when it is sent at once, and the first one stays', async () => {
      value(await send({ subject: 'first' }))
      value(await send({ subject: 'second' }))
      ;(await Promise.all(Array.from({ length: 5 }, () => send({ subject: 'third' })))).forEach(value)
      expect(await subjects()).toEqual(['first'])
    })

    it('of another id arrives too', async () => {
      for (const id of ['a', 'b']) value(await send({ id: `${to}-${id}`.replace('@', '.'), subject: id }))
      expect(await subjects()).toEqual(['a', 'b'])
    })

    it('at many addresses reaches each its own', async () => {
      value(await send())
      value(await send({ id: `mail-${count}-else`, to: `else-${to}` }))
      expect(await test.arrivedAt(to)).toHaveLength(1)
      expect(await test.arrivedAt(`else-${to}`)).toHaveLength(1)
    })

    describe('of the marketing stream', () => {
      it('reaches who agreed to it, in whatever case the address is written', async () => {
        await test.subscribe(to)
        value(await send({ stream: 'marketing', subject: 'news' }))
        value(await send({ stream: 'marketing', id: `mail-${count}-upper`, to: to.toUpperCase() }))
        expect(await subjects()).toEqual(['news'])
      })

      it('stops at once for who unsubscribed, in whatever case the address is written; the transactional stream goes on', async () => {
        await test.subscribe(to)
        await test.unsubscribe(to)
        expect(await send({ stream: 'marketing', subject: 'news' })).toMatchObject(refusal)
        expect(await send({ stream: 'marketing', subject: 'news', to: to.toUpperCase() })).toMatchObject(refusal)
        value(await send({ subject: 'your plant' }))
        expect(await subjects()).toEqual(['your plant'])
        expect(await test.arrivedAt(to.toUpperCase())).toEqual([])
      })

      it('is refused for who never agreed, and leaves others their own wish', async () => {
        await test.subscribe(`else-${to}`)
        expect(await send({ stream: 'marketing' })).toMatchObject(refusal)
        expect(await send({ stream: 'marketing', to: `else_${to}` })).toMatchObject(refusal)
        value(await send({ stream: 'marketing', to: `else-${to}` }))
        expect(await subjects()).toEqual([])
      })
    })

    it('to an address that is gone is refused, in whatever case it is written; others get theirs', async () => {
      await test.suppress(to)
      expect(await send()).toMatchObject(refusal)
      expect(await send({ to: to.toUpperCase() })).toMatchObject(refusal)
      value(await send({ to: `else-${to}` }))
      expect(await test.arrivedAt(to)).toEqual([])
    })

    it.each<[string, Partial<OutgoingMail>]>([
      ['without an id', { id: '' }],
      ['with an id that is no local part', { id: 'a b@c' }],
      ['without an address', { to: '' }],
      ['with two addresses', { to: 'a@example.com, b@example.com' }],
      ['with a line break in the address', { to: 'a@example.com\nbcc: b@example.com' }],
      ['with a line break in the subject', { subject: 'Hello\r\nbcc: b@example.com' }],
      ['with a line break in a header', { headers: { 'x-note': 'a\nbcc: b@example.com' } }],
      ['with a line break in a header’s name', { headers: { 'x\nbcc': 'b@example.com' } }],
      ['with a NUL in the text', { text: 'a\0b' }],
    ])('%s is refused, with a message', async (_, odd) => {
      expect(await send(odd)).toMatchObject(refusal)
      expect(await test.arrivedAt(to)).toEqual([])
      expect(await test.arrivedAt('b@example.com')).toEqual([])
    })
  })
}
