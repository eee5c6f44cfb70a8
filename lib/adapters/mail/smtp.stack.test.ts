import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { refusal, value } from '@/lib/adapters/contract-checks'
import { describeMailContract } from '@/lib/adapters/mail/contract'
import { SmtpMail, type SmtpOptions } from '@/lib/adapters/mail/smtp'
import { testClock } from '@/lib/clock'
import { type Database, openDatabase } from '@/lib/db'
import { takeDeliveryReport } from '@/lib/mail/take-delivery-report'
import { Page } from '@/lib/print/page'
import { openPaper } from '@/lib/print/paper'
import { testDatabase } from '@/lib/testing/database'
import { type ArrivedMail, readMailbox, readRawMail } from '@/lib/testing/read-mailbox'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('smtp', 'smtp-adapter')
const there = server.settings !== undefined
const settings = server.settings ?? {}
const read = (name: string) => readFileSync(settings[name]!, 'utf8')
const options = (): SmtpOptions => ({
  url: settings.SMTP_URL!,
  user: settings.SMTP_USER!,
  password: read('SMTP_PASSWORD_FILE'),
  encryption: 'required',
  authority: read('SMTP_CA_FILE'),
  from: settings.MAIL_FROM!,
  bounceAddress: settings.MAIL_BOUNCE_ADDRESS!,
  secret: 'only-for-tests',
  dkim: { domain: settings.DKIM_DOMAIN!, selector: settings.DKIM_SELECTOR!, privateKey: read('DKIM_KEY_FILE') },
})
const arrived = (to: string) => readMailbox(settings.MAILBOX_URL!, to)
const clock = testClock(new Date('2026-03-12T12:00:00Z'))

describe.skipIf(!there)('the contract on a real server', () =>
  describeMailContract('SMTP', async () => {
    const database = await testDatabase()
    const db = openDatabase(database)
    const mail = new SmtpMail(db, clock, options())
    return {
      port: mail,
      arrivedAt: async (to) => (await arrived(to)).map(({ messageId, subject, text, html }) => ({ id: /<(.+)@/.exec(messageId)![1]!, subject, text, html })),
      async subscribe(email) {
        const now = clock.now()
        await db.asOperator((tx) => tx.lead.create({ data: { id: randomUUID(), email, createdAt: now, marketingConsentAt: now } }))
      },
      async unsubscribe(email) {
        await db.asOperator((tx) => tx.lead.updateMany({ where: { email }, data: { unsubscribedAt: clock.now() } }))
      },
      async suppress(address) {
        await db.asOperator((tx) => tx.mailSuppression.create({ data: { address, because: '550 5.1.1 gone', mailId: 'm', at: clock.now() } }))
      },
      async stop() {
        mail.close()
        await db.close()
        await database.drop()
      },
    }
  }),
)

describe.skipIf(!there)('mail over SMTP', () => {
  let db: Database
  let stop: () => Promise<void>
  const open: SmtpMail[] = []
  beforeAll(async () => {
    const database = await testDatabase()
    db = openDatabase(database)
    stop = async () => {
      open.forEach((mail) => mail.close())
      await db.close()
      await database.drop()
    }
  })
  afterAll(() => stop())

  const mailWith = (more: Partial<SmtpOptions> = {}) => {
    const mail = new SmtpMail(db, clock, { ...options(), ...more })
    open.push(mail)
    return mail
  }
  const letter = (to: string, id: string = randomUUID()) => ({ id, stream: 'transactional' as const, to, subject: 'Your plant', text: 'It is ready', html: '<p>It is ready</p>', headers: {} })
  const sentTo = (to: string) => db.asOperator((tx) => tx.mail.findFirst({ where: { to } }))
  const suppressed = (address: string) => db.asOperator((tx) => tx.mailSuppression.findFirst({ where: { address } }))

  it('travels encrypted and signed in, its DKIM signature holds, and what the server answered is written down without the content', async () => {
    value(await mailWith().send(letter('ada@example.com', 'welcome-1')))
    const [mail] = await arrived('ada@example.com')
    expect(mail).toMatchObject({ encrypted: true, user: settings.SMTP_USER, dkim: 'pass', messageId: '<welcome-1@millrace.test>' })
    expect(mail!.from).toMatch(/^bounces\+[0-9a-f]{24}@millrace\.test$/)
    expect(await sentTo('ada@example.com')).toMatchObject({ answer: '250 2.0.0 Ok: queued', text: '', html: '', subject: 'Your plant' })
  })

  it('carries files byte for byte, under names in any letters', async () => {
    const csv = 'figure,place,value\r\nOEE,Łódź „A“,84.5\r\n.\r\nFrom a line that begins like a mail,=not a formula,1\r\n'
    const { pdf, finish } = await openPaper({ title: 'Zakład Łódź', subject: 'Of a test' })
    new Page(pdf).words('OEE 84.5 %')
    const paper = await finish()
    const attachments = [
      { filename: 'Zakład Łódź OEE, über alles 2026-03-12.csv', contentType: 'text/csv; charset=utf-8', content: csv },
      { filename: 'Завод 工場 2026-03-12.pdf', contentType: 'application/pdf', content: paper.toString('base64'), encoding: 'base64' as const },
    ]
    value(await mailWith().send({ ...letter('files@example.com'), attachments }))
    const [{ number, dkim }] = (await arrived('files@example.com')) as [ArrivedMail]
    expect(dkim).toBe('pass')
    const came = (await PostalMime.parse(await readRawMail(settings.MAILBOX_URL!, number))).attachments
    expect(came.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition])).toEqual(attachments.map(({ filename, contentType }) => [filename, contentType.split(';')[0], 'attachment']))
    const bytes = came.map(({ content }) => Buffer.from(content as ArrayBuffer))
    expect(bytes[0]).toEqual(Buffer.from(csv))
    expect(bytes[1]).toEqual(paper)
  })

  it('is signed by the key that is configured: another one’s signature does not hold', async () => {
    const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    value(await mailWith({ dkim: { ...options().dkim!, privateKey } }).send(letter('forged@example.com')))
    expect((await arrived('forged@example.com'))[0]!.dkim).toBe('fail')
  })

  it.each<[string, Partial<SmtpOptions>, RegExp]>([
    ['to a server whose certificate nobody vouches for', { authority: undefined }, /certificate/],
    ['with a wrong password', { password: 'wrong' }, /535/],
    ['in the clear to a server that wants encryption', { encryption: 'off' }, /530|STARTTLS/i],
    ['where nobody listens', { url: 'smtp://127.0.0.1:9' }, /ECONNREFUSED/],
  ])('is not sent %s; it is tried again when that is mended', async (_, odd, why) => {
    const mail = letter('waiting@example.com')
    const broken = mailWith(odd)
    expect(await broken.send(mail)).toMatchObject({ ok: false, failure: { kind: 'unavailable', message: expect.stringMatching(why) } })
    expect(await broken.health()).toMatchObject({ ok: false })
    value(await mailWith().send(mail))
  })

  it('does not go out in the clear when the server does not offer encryption, whoever stands between', async () => {
    const said: string[] = []
    const plain = createServer((socket) => {
      socket.write('220 plain.example.com ESMTP\r\n')
      socket.on('data', (bytes) => {
        said.push(bytes.toString())
        socket.write('250 plain.example.com\r\n')
      })
    })
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const { port } = plain.address() as { port: number }
    expect(await mailWith({ url: `smtp://127.0.0.1:${port}` }).send(letter('plain@example.com'))).toMatchObject({ ok: false })
    expect(said.join('')).not.toMatch(/AUTH|MAIL FROM/)
    plain.close()
  })

  it.each([
    ['gone-1@example.com', '550 5.1.1'],
    ['disabled-1@example.com', '550 5.2.1'],
    ['bare-1@example.com', '550 No such user'],
  ])('to %s is refused for good, and nothing is sent to that address again', async (to, answer) => {
    const mail = mailWith()
    expect(await mail.send(letter(to))).toMatchObject({ ok: false, failure: { kind: 'refused', message: expect.stringContaining(answer) } })
    expect(await suppressed(to)).toMatchObject({ because: expect.stringContaining(answer) })
    expect(await mail.send(letter(to.toUpperCase()))).toMatchObject(refusal)
  })

  it('that is taken for spam is refused for good, and the address stays', async () => {
    expect(await mailWith().send(letter('spam-1@example.com'))).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    expect(await suppressed('spam-1@example.com')).toBeNull()
  })

  it.each(['full-1@example.com', 'busy-1@example.com'])('to %s is tried again later', async (to) => {
    expect(await mailWith().send(letter(to))).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
    expect(await suppressed(to)).toBeNull()
  })

  it('to a server that does not answer ends at the deadline; sent again it is the same mail for who reads it', async () => {
    const mail = letter('slow-1@example.com')
    const patient = mailWith({ deadlineMs: 700 })
    expect(await patient.send(mail)).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
    await vi.waitFor(async () => expect(await arrived(mail.to)).toHaveLength(1), { timeout: 15_000 })
    await vi.waitFor(async () => expect(await sentTo(mail.to)).not.toBeNull(), { timeout: 15_000 })
    value(await patient.send(mail))
    expect(await arrived(mail.to)).toHaveLength(1)
    // As if this process had died before it wrote the answer down.
    await db.asOperator((tx) => tx.mail.deleteMany({ where: { id: mail.id } }))
    await mailWith({ deadlineMs: 30_000 }).send(mail)
    expect(new Set((await arrived(mail.to)).map(({ messageId }) => messageId)).size).toBe(1)
  }, 40_000)

  it('that bounces after it was taken is marked, and nothing is sent to that address again; a second report changes nothing', async () => {
    const to = 'later-1@example.com'
    const mail = mailWith()
    value(await mail.send(letter(to)))
    const { from } = (await arrived(to))[0]!
    const report = await vi.waitFor(async () => (await arrived(from))[0]!, { timeout: 10_000 })
    const raw = await readRawMail(settings.MAILBOX_URL!, report.number)
    for (const again of [1, 2]) expect([again, await takeDeliveryReport({ db, clock }, raw)]).toEqual([again, true])
    expect(await sentTo(to)).toMatchObject({ bouncedAt: clock.now(), bounce: '550 5.1.1 User unknown in virtual mailbox table' })
    expect(await mail.send(letter(to))).toMatchObject(refusal)
    // Nobody says by a made-up report that somebody’s address is gone.
    expect(await takeDeliveryReport({ db, clock }, raw.replaceAll(from, from.replace(/\+[0-9a-f]/, '+x')))).toBe(false)
  })

  it('waits through a restart of the server', async () => {
    const mail = mailWith()
    value(await mail.send(letter('before@example.com')))
    await server.stop!()
    const during = letter('during@example.com')
    expect(await mail.send(during)).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
    await server.start!()
    value(await mail.send(during))
    expect(await arrived('during@example.com')).toHaveLength(1)
  }, 60_000)
})
