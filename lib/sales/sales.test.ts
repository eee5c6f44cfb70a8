import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLease } from '@/lib/demo/create-lease'
import { requestDemo } from '@/lib/demo/request-demo'
import { funnelPeriod } from '@/lib/funnel/funnel-period'
import { loadFunnel } from '@/lib/funnel/load-funnel'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import { recordVisit, visitRates } from '@/lib/funnel/record-visit'
import { originOf } from '@/lib/funnel/visit-source'
import { addCrmTarget } from '@/lib/sales/crm-targets'
import { deliverCrm } from '@/lib/sales/deliver-crm'
import { eraseLeads, requestErasure } from '@/lib/sales/erase-lead'
import { exportLead } from '@/lib/sales/export-lead'
import { addNote, markLead, setNextAction, unmarkLead } from '@/lib/sales/lead-actions'
import { loadLead } from '@/lib/sales/load-lead'
import { loadLeads } from '@/lib/sales/load-leads'
import { mergeLeads, undoMerge } from '@/lib/sales/merge-leads'
import { engagementScore, fitScore } from '@/lib/sales/score'
import { tellCrm } from '@/lib/sales/tell-crm'
import { type Receiver, startReceiver } from '@/lib/testing/receiver'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow, workUntil } from '@/lib/testing/work-queue'

const hour = 3_600_000
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem({ privateWebhooks: true })
})
afterAll(() => system.stop())
beforeEach(() =>
  system.db.asOperator(async (tx) => {
    for (const table of [tx.engagementEvent, tx.lead, tx.leadMerge, tx.crmTarget, tx.crmDelivery, tx.rateLimit, tx.funnelLink] as { deleteMany(): Promise<unknown> }[]) await table.deleteMany()
  }),
)
const lead = (id: string, more: object = {}) => system.db.asOperator((tx) => tx.lead.create({ data: { id, email: `${id}@plant.example`, createdAt: system.clock.now(), ...more } }))
const events = () => system.db.asOperator((tx) => tx.engagementEvent.findMany({ orderBy: { at: 'asc' } }))

describe('scores', () => {
  it('are the sum of the reasons that are shown', () => {
    const fit = fitScore({ email: 'ada@plant.example', company: 'Plant', jobTitle: 'Head of production', companySize: '250–999', companyKey: 'plant.example', industry: 'dairy' })
    expect(fit).toEqual({ points: 100, reasons: expect.arrayContaining([{ points: 30, words: 'Head of production: decides' }, { points: 20, words: 'An address of a company: plant.example' }]) })
    expect(fit.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(fit.points)
  })
  it('of engagement halve every seven days, and repeating something gives less and less', () => {
    const now = new Date('2026-03-09T12:00:00Z')
    const at = (days: number) => ({ kind: 'finding.found', at: new Date(now.getTime() - days * 24 * hour), detail: {} })
    expect([0, 7, 14].map((days) => engagementScore([at(days)], now).points)).toEqual([20, 10, 5])
    expect(engagementScore([at(0), at(0), at(0), at(0)], now).points).toBe(40)
    expect(engagementScore([], now)).toEqual({ points: 0, reasons: [] })
  })
})

describe('visits', () => {
  const browser = { address: '192.0.2.7', userAgent: firefox, objects: false }
  it('say where they came from', () => {
    const of = (more: object) => originOf({ ownHost: 'millrace.example', ...more })
    expect(of({ referrer: 'https://www.google.com/' })).toEqual({ source: 'Search', campaign: null })
    expect(of({ referrer: 'https://millrace.example/tools' })).toEqual({ source: 'Direct', campaign: null })
    expect(of({ referrer: 'https://www.google.com/', utmSource: 'newsletter', utmCampaign: 'march' })).toEqual({ source: 'newsletter', campaign: 'march' })
    expect(of({ referrer: 'not a URL' })).toEqual({ source: 'Direct', campaign: null })
  })
  it('leave out bots and who objects, and keep no address', async () => {
    expect(await recordVisit(system, { ...browser, userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, { kind: 'visit', path: '/' })).toEqual({ kind: 'left out', because: 'bot' })
    expect(await recordVisit(system, { ...browser, userAgent: '' }, { kind: 'visit', path: '/' })).toEqual({ kind: 'left out', because: 'bot' })
    expect(await recordVisit(system, { ...browser, objects: true }, { kind: 'visit', path: '/' })).toEqual({ kind: 'left out', because: 'objects' })
    expect(await recordVisit(system, browser, { kind: 'visit', path: '/verify/a-secret-token' })).toEqual({ kind: 'left out', because: 'private' })
    expect(await events()).toEqual([])
    await recordVisit(system, browser, { kind: 'visit', path: '/' })
    expect(JSON.stringify(await events())).not.toContain('192.0.2')
  })
  it('of one page count once a day, and tomorrow somebody else comes', async () => {
    for (let i = 0; i < 3; i++) await recordVisit(system, browser, { kind: 'visit', path: '/' })
    expect(await events()).toHaveLength(1)
    system.clock.advance(24 * hour)
    await recordVisit(system, browser, { kind: 'visit', path: '/' })
    expect(new Set((await events()).map(({ subject }) => subject)).size).toBe(2)
    expect(await system.db.asOperator((tx) => tx.visitorSalt.count())).toBe(1)
  })
  it('as a storm are cut off, cost a bounded number of rows and are nobody in the funnel', async () => {
    const outcomes = []
    for (let i = 0; i < visitRates.visitor.burst + 20; i++) outcomes.push((await recordVisit(system, browser, { kind: 'visit', path: `/blog/${i}` })).kind)
    expect(outcomes.filter((kind) => kind === 'counted')).toHaveLength(visitRates.visitor.burst)
    expect(outcomes.at(-1)).toBe('too many')
    expect(await events()).toHaveLength(visitRates.visitor.burst + 1)
    const { current } = await loadFunnel(system, { steps: ['visit', 'form'], windowDays: 7, unit: 'person', by: 'source' }, funnelPeriod('7d', new Date(system.clock.now().getTime() + 1), 'UTC'))
    expect(current.entered).toBe(0)
  })
  it('a form posted twice is one request and one event', async () => {
    for (let i = 0; i < 2; i++) await requestDemo(system, { email: 'twice@plant.example', industry: 'dairy', timeZone: 'Not/AZone' })
    expect((await events()).map(({ kind }) => kind)).toEqual(['demo.requested'])
    expect(await system.db.asOperator((tx) => tx.lead.findMany())).toMatchObject([{ timeZone: null, companyKey: 'plant.example' }])
  })
})

describe('merging', () => {
  it('makes two leads one wherever they are counted, and undoing makes them two again', async () => {
    for (const id of ['ada', 'ada2', 'ada3']) await lead(id)
    await system.db.asOperator((tx) => recordEngagement(tx, system.clock.now(), { kind: 'finding.found', subject: 'ada2' }))
    const { mergeId: first } = await mergeLeads(system, { keptId: 'ada2', mergedId: 'ada3' }, 'sales')
    const { mergeId } = await mergeLeads(system, { keptId: 'ada', mergedId: 'ada2' }, 'sales')
    const ids = async () => (await loadLeads(system, { search: '', group: 'all', sort: 'newest' })).rows.map(({ id, engagement }) => [id, engagement])
    expect(await ids()).toEqual([['ada', 20]])
    await expect(mergeLeads(system, { keptId: 'ada2', mergedId: 'ada' }, 'sales')).rejects.toThrow('merged into another lead already')
    await undoMerge(system, mergeId, 'sales')
    await undoMerge(system, mergeId, 'sales')
    expect((await ids()).sort()).toEqual([['ada', 0], ['ada2', 20]])
    await undoMerge(system, first, 'sales')
    expect(await ids()).toHaveLength(3)
  })
})

it('what sales marks is a step of the funnel on its day, and can be taken back', async () => {
  await lead('ada')
  const at = new Date(system.clock.now().getTime() - 24 * hour)
  for (let i = 0; i < 2; i++) await markLead(system, { leadId: 'ada', mark: 'meeting', at }, 'sales')
  expect(await events()).toMatchObject([{ kind: 'meeting.held', at, subject: 'ada' }])
  await expect(markLead(system, { leadId: 'ada', mark: 'paid', at: new Date(system.clock.now().getTime() + hour) }, 'sales')).rejects.toThrow('lies ahead')
  await unmarkLead(system, { leadId: 'ada', mark: 'meeting' }, 'sales')
  expect(await events()).toEqual([])
  await setNextAction(system, { leadId: 'ada', text: 'Call', on: '2026-03-01' }, 'sales')
  await addNote(system, { leadId: 'ada', text: 'Likes charts' }, 'sales')
  expect(await loadLead(system, 'ada')).toMatchObject({ nextAction: 'Call', nextActionOn: '2026-03-01', notes: [{ text: 'Likes charts', deleted: false }] })
  expect((await loadLeads(system, { search: 'ADA', group: 'due', sort: 'next' })).matching).toBe(1)
})

describe('erasure', () => {
  const trail = async () => JSON.stringify(await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId: 'platform' } })))

  it('forgets who it was and keeps that somebody did it', async () => {
    await lead('eve')
    await system.db.asOperator((tx) => recordEngagement(tx, system.clock.now(), { kind: 'demo.requested', subject: 'eve', detail: { utm_source: 'Fair', industry: 'dairy' } }))
    await addNote(system, { leadId: 'eve', text: 'Eve likes charts' }, 'sales')
    expect(JSON.stringify(await exportLead(system, 'eve', 'sales'))).toContain('Eve likes charts')
    expect(await requestErasure(system, 'eve', 'sales')).toEqual({ kind: 'erased' })
    expect(await events()).toMatchObject([{ kind: 'demo.requested', subject: expect.stringMatching(/^erased-/), detail: { utm_source: 'Fair' } }])
    expect(await loadLead(system, 'eve')).toBeNull()
    expect(await exportLead(system, 'eve', 'sales')).toBeNull()
    expect(await trail()).not.toContain('eve@plant.example')
  })

  it('of somebody with a running plant ends it, sends the certificate, and then forgets', async () => {
    await lead('mia', { marketingConsentAt: system.clock.now() })
    const now = system.clock.now()
    const { id: leaseId } = await system.db.asOperator(async (tx) => {
      const lease = await createLease(tx, { industry: 'dairy', hours: 24, email: 'mia@plant.example', leadId: 'mia', assignedAt: now }, now)
      await tx.leasePart.updateMany({ where: { leaseId: lease.id }, data: { state: 'up', upAt: now } })
      return tx.lease.update({ where: { tenantId_id: { tenantId: 'platform', id: lease.id } }, data: { state: 'ready', readyAt: now, enterableAt: now, deadlineAt: new Date(now.getTime() + 24 * hour) } })
    })
    expect(await requestErasure(system, 'mia', 'sales')).toMatchObject({ kind: 'waits', why: expect.stringContaining('certificate first') })
    await workUntil(system, leaseId, 'gone')
    await workNow(system)
    await eraseLeads(system)
    const { certificate, mail, lease } = await system.db.asOperator(async (tx) => ({
      certificate: await tx.deletionCertificate.count({ where: { leaseId } }),
      mail: await tx.outboxMail.count({ where: { to: 'mia@plant.example' } }),
      lease: await tx.lease.findFirstOrThrow({ where: { id: leaseId } }),
    }))
    expect({ certificate, mail, email: lease.email }).toEqual({ certificate: 1, mail: 0, email: null })
    expect(await system.db.asOperator((tx) => tx.leadErasure.findFirst({ where: { leadId: 'mia' } }))).toMatchObject({ erasedAt: expect.any(Date) })
    expect(await trail()).not.toContain('mia@plant.example')
  })

  it('of somebody who kept their plant says what has to end first', async () => {
    await lead('kim')
    await system.db.asOperator((tx) => tx.lease.create({ data: { id: 'kept', name: 'demo-kept', industry: 'dairy', state: 'claimed', email: 'kim@plant.example', leadId: 'kim', createdAt: system.clock.now() } }))
    await expect(requestErasure(system, 'kim', 'sales')).rejects.toThrow('contract')
    expect(await loadLead(system, 'kim')).not.toBeNull()
  })
})

describe('the CRM', () => {
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  afterAll(() => receiver.close())
  const told = async () => {
    receiver.received.splice(0)
    const { secret } = await addCrmTarget(system, { name: 'CRM', url: `${receiver.url}/hook` }, 'sales')
    await lead('zoe', { name: 'Zoe' })
    await system.db.asOperator((tx) => tellCrm(tx, system.clock.now(), { leadId: 'zoe', type: 'lead.updated' }))
    const { id } = await system.db.asOperator((tx) => tx.crmDelivery.findFirstOrThrow())
    return { id, secret }
  }
  const delivery = (id: string) => system.db.asOperator((tx) => tx.crmDelivery.findFirstOrThrow({ where: { id } }))

  it('is told of a lead, signed so that the standard library accepts it, once', async () => {
    receiver.answers(200)
    const { id, secret } = await told()
    await Promise.all([deliverCrm(system, id), deliverCrm(system, id)])
    await deliverCrm(system, id)
    expect(receiver.received).toHaveLength(1)
    const { headers, body } = receiver.received[0]!
    // The receiver's clock is the test's own.
    const seconds = Number(headers['webhook-timestamp'])
    expect(new Webhook(secret).sign(String(headers['webhook-id']), new Date(seconds * 1000), body)).toBe(headers['webhook-signature'])
    expect(JSON.parse(body)).toMatchObject({ type: 'lead.updated', data: { id: 'zoe', email: 'zoe@plant.example', name: 'Zoe' } })
    expect(await delivery(id)).toMatchObject({ state: 'delivered', attempts: 1 })
  })

  it('that fails is tried again later, and given up with the reason after six times', async () => {
    receiver.answers(503)
    const { id } = await told()
    for (let i = 0; i < 7; i++) {
      await deliverCrm(system, id)
      system.clock.advance(2 * hour)
    }
    expect(receiver.received).toHaveLength(6)
    expect(await delivery(id)).toMatchObject({ state: 'failed', attempts: 6, lastError: expect.stringContaining('503') })
  })

  it('that hangs is left after the deadline, and the next attempt is planned', { timeout: 30_000 }, async () => {
    receiver.answers('hang')
    const { id } = await told()
    await deliverCrm(system, id)
    const { state, lastError, nextAt } = await delivery(id)
    expect({ state, lastError }).toEqual({ state: 'pending', lastError: 'Not reached: no answer within 10 s.' })
    expect(nextAt > system.clock.now()).toBe(true)
  })
})
