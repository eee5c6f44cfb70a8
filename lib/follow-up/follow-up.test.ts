import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { POST } from '@/app/api/unsubscribe/[token]/route'
import { signId } from '@/lib/auth/signed-id'
import { awake, decideFollowUp, type FollowUpFacts } from '@/lib/follow-up/decide-follow-up'
import { planFollowUps } from '@/lib/follow-up/plan-follow-ups'
import { type EngagementKind, recordEngagement } from '@/lib/funnel/record-engagement'
import type { LeaseState } from '@/lib/generated/prisma/client'
import { consentToMarketing, suppress, unsubscribe } from '@/lib/mail/suppress'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow } from '@/lib/testing/work-queue'

const hour = 3_600_000
const now = new Date('2026-03-09T12:00:00Z')

describe('whether a mail goes out', () => {
  const facts: FollowUpFacts = { consents: true, suppressed: null, sequenceOff: false, goalReached: false, needsLivingPlant: true, plantLives: true, erased: false, lastSentAt: null, timeZone: 'Europe/Berlin' }
  it.each<[string, Partial<FollowUpFacts>, string]>([
    ['it goes', {}, 'send'],
    ['its goal is reached', { goalReached: true }, 'Goal reached.'],
    ['there is no consent', { consents: false }, 'No consent to marketing mail, or it was taken back.'],
    ['the address bounced', { suppressed: 'bounced' }, 'The address is on the suppression list: bounced.'],
    ['the sequence is off', { sequenceOff: true }, 'The sequence is switched off.'],
    ['the plant is over', { plantLives: false }, 'The plant is over; what the mail says would not be true.'],
    ['the plant is over and the mail does not need it', { plantLives: false, needsLivingPlant: false }, 'send'],
    ['they asked to be forgotten', { erased: true }, 'They asked to be forgotten.'],
    ['the last mail was an hour ago', { lastSentAt: new Date(now.getTime() - hour) }, 'wait until 2026-03-09T15:00:00.000Z'],
    ['it is night there', { timeZone: 'America/Los_Angeles' }, 'wait until 2026-03-09T15:00:00.000Z'],
    ['it is evening there', { timeZone: 'Pacific/Auckland' }, 'wait until 2026-03-09T19:00:00.000Z'],
  ])('%s', (_, more, expected) => {
    const decision = decideFollowUp({ ...facts, ...more }, now)
    expect(decision.kind === 'stop' ? decision.why : decision.kind === 'wait' ? `wait until ${decision.until.toISOString()}` : decision.kind).toBe(expected)
  })

  it('the morning after the clocks went forward begins at eight on the wall', () => {
    expect(awake(new Date('2026-03-28T20:00:00Z'), 'Europe/Berlin').toISOString()).toBe('2026-03-29T06:00:00.000Z')
  })
})

describe('sequences', () => {
  let system: TestSystem
  beforeAll(async () => {
    system = await testSystem()
  })
  afterAll(() => system.stop())
  beforeEach(() =>
    system.db.asOperator(async (tx) => {
      for (const table of [tx.followUp, tx.engagementEvent, tx.lease, tx.lead, tx.mail, tx.suppression] as { deleteMany(): Promise<unknown> }[]) await table.deleteMany()
    }),
  )
  const leaseOf = (email: string) => `lease-${email.split('@')[0]}`
  const plant = (email: string, { state = 'ready', consent = true }: { state?: LeaseState; consent?: boolean } = {}) =>
    system.db.asOperator(async (tx) => {
      const at = system.clock.now()
      await tx.lead.create({ data: { id: email, email, createdAt: at, timeZone: 'UTC', marketingConsentAt: consent ? at : null } })
      await tx.lease.create({ data: { id: leaseOf(email), name: `demo-${leaseOf(email)}`, industry: 'dairy', state, email, leadId: email, createdAt: at, deadlineAt: new Date(at.getTime() + 24 * hour) } })
    })
  const did = (email: string, kind: EngagementKind) => system.db.asOperator((tx) => recordEngagement(tx, system.clock.now(), { kind, subject: email, leaseId: leaseOf(email) }))
  const later = async (hours: number) => {
    system.clock.advance(hours * hour)
    await planFollowUps(system)
    await workNow(system)
  }
  const mails = () => system.db.asOperator((tx) => tx.mail.findMany({ orderBy: { sentAt: 'asc' } }))
  const subjects = async () => (await mails()).map(({ subject }) => subject)
  const rows = () => system.db.asOperator((tx) => tx.followUp.findMany({ orderBy: { dueAt: 'asc' } }))

  it('who never signed in is written to, once, with a way to stop it that mail programs know', async () => {
    await plant('ada@plant.example')
    await did('ada@plant.example', 'demo.ready')
    await later(1)
    expect(await subjects()).toEqual([])
    await later(1.1)
    await later(0)
    const [mail] = await mails()
    expect(await subjects()).toEqual(['Northfield Dairy is running and nobody has looked yet'])
    expect(mail!.headers).toMatchObject({ 'list-unsubscribe-post': 'List-Unsubscribe=One-Click', 'list-unsubscribe': expect.stringMatching(/^<http:\/\/localhost:3000\/api\/unsubscribe\/[^>]+>$/) })
    expect(mail!.text).toContain('Stop these mails: http://localhost:3000/unsubscribe/')
  })

  it('stops when the goal is reached before, and says after which mail it was reached', async () => {
    await plant('eve@plant.example')
    await did('eve@plant.example', 'demo.ready')
    system.clock.advance(1000)
    await did('eve@plant.example', 'demo.signed-in')
    await later(2.1)
    expect(await subjects()).toEqual([])
    expect((await rows()).find(({ sequence }) => sequence === 'never-signed-in')).toMatchObject({ state: 'stopped', why: 'Goal reached.' })
    await later(1.1)
    expect(await subjects()).toEqual(['Something is wrong in Northfield Dairy'])
    system.clock.advance(1000)
    await did('eve@plant.example', 'finding.found')
    await later(0.1)
    expect((await rows()).find(({ sequence }) => sequence === 'found-nothing')).toMatchObject({ state: 'sent', goalAt: expect.any(Date) })
  })

  it('without consent nothing is planned, and one that bounced or unsubscribed meanwhile gets nothing', async () => {
    await plant('no@plant.example', { consent: false })
    for (const email of ['bounced@plant.example', 'gone@plant.example']) await plant(email)
    for (const email of ['no', 'bounced', 'gone']) await did(`${email}@plant.example`, 'demo.ready')
    await later(1)
    expect((await rows()).map(({ leadId }) => leadId)).not.toContain('no@plant.example')
    await suppress(system, 'Bounced@plant.example', 'bounced', '550 no such user')
    await unsubscribe(system, 'gone@plant.example')
    await later(1.1)
    expect(await subjects()).toEqual([])
    expect((await rows()).filter(({ step }) => step === 0).map(({ state }) => state)).toEqual(['stopped', 'stopped'])
  })

  it('one click of the mail program unsubscribes; a link that is not ours does not; a new yes lifts an unsubscribe and no bounce', async () => {
    await plant('ada@plant.example')
    const post = (token: string) => POST(new Request('http://localhost:3000', { method: 'POST', body: 'List-Unsubscribe=One-Click' }), { params: Promise.resolve({ token }) })
    const holder = globalThis as { millraceSystem?: unknown }
    holder.millraceSystem = system
    const lead = () => system.db.asOperator((tx) => tx.lead.findFirstOrThrow({ where: { id: 'ada@plant.example' } }))
    expect((await post(`${signId('another secret', 'unsubscribe', 'ada@plant.example:')}`)).status).toBe(404)
    expect((await lead()).unsubscribedAt).toBeNull()
    expect((await post(signId(system.settings.secret, 'unsubscribe', 'ada@plant.example:'))).status).toBe(200)
    expect((await lead()).unsubscribedAt).not.toBeNull()
    await system.db.asOperator((tx) => consentToMarketing(tx, 'ada@plant.example', system.clock.now()))
    expect((await lead()).unsubscribedAt).toBeNull()
    expect(await system.db.asOperator((tx) => tx.suppression.count())).toBe(0)
    await suppress(system, 'ada@plant.example', 'bounced')
    await system.db.asOperator((tx) => consentToMarketing(tx, 'ada@plant.example', system.clock.now()))
    expect(await system.db.asOperator((tx) => tx.suppression.count())).toBe(1)
  })
})
