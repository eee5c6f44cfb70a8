import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countFunnel } from '@/lib/funnel/count-funnel'
import { type FunnelPeriod, funnelPeriod } from '@/lib/funnel/funnel-period'
import { type FunnelWish, loadFunnel } from '@/lib/funnel/load-funnel'
import { requestDemo } from '@/lib/demo/request-demo'
import { packEvent } from '@/lib/funnel/passage'
import { type EngagementKind, recordEngagement } from '@/lib/funnel/record-engagement'
import { recordVisit } from '@/lib/funnel/record-visit'
import { failedCode, funnelSteps, stormCode } from '@/lib/funnel/steps'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())
beforeEach(() =>
  system.db.asOperator(async (tx) => {
    await tx.engagementEvent.deleteMany()
    await tx.funnelLink.deleteMany()
    await tx.lead.deleteMany()
  }),
)

const hour = 3_600_000
const start = new Date('2026-03-01T10:00:00Z')
const period: FunnelPeriod = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z'), weeks: [], previous: { from: new Date('2026-02-01T00:00:00Z'), to: new Date('2026-03-01T00:00:00Z') } }
const wish: FunnelWish = { steps: ['form', 'ready', 'sign-in', 'paid'], windowDays: 7, unit: 'person', by: 'source' }

const tell = (subject: string, ...events: [EngagementKind, number][]) =>
  system.db.asOperator(async (tx) => {
    for (const [kind, hours] of events) await recordEngagement(tx, new Date(start.getTime() + hours * hour), { kind, subject })
  })
const lead = (id: string, more: object = {}) => system.db.asOperator((tx) => tx.lead.create({ data: { id, email: `${id}@example.com`, createdAt: start, ...more } }))
const reached = async (more: Partial<FunnelWish> = {}) => (await loadFunnel(system, { ...wish, ...more }, period)).current.steps.map((step) => step.reached)

describe('the planted cohort', () => {
  const plant = async () => {
    await tell('a', ['demo.requested', 0], ['demo.ready', 1 / 30], ['demo.signed-in', 0.5], ['contract.paid', 72])
    await tell('b', ['demo.requested', 0], ['demo.ready', 1])
    await tell('c', ['demo.ready', 0], ['demo.signed-in', 1])
    await tell('d', ['demo.requested', 0], ['demo.requested', 1])
  }

  it('is counted exactly, in seven days and in two', async () => {
    await plant()
    expect(await reached()).toEqual([3, 2, 1, 1])
    expect(await reached({ windowDays: 2 })).toEqual([3, 2, 1, 0])
  })

  it('is the same whatever the order in which it arrives', async () => {
    await tell('a', ['contract.paid', 72], ['demo.signed-in', 0.5], ['demo.requested', 0], ['demo.ready', 1 / 30])
    expect(await reached()).toEqual([1, 1, 1, 1])
  })

  it('the previous period is one of its own', async () => {
    await plant()
    await tell('e', ['demo.requested', -240], ['demo.ready', -239])
    const { current, previous } = await loadFunnel(system, wish, period)
    expect([current, previous].map(({ steps }) => steps.map((step) => step.reached))).toEqual([[3, 2, 1, 1], [1, 1, 0, 0]])
  })
})

describe('who somebody is', () => {
  it('a visitor who asks is the same person from the first visit on, and one who objects is nobody', async () => {
    const browser = { address: '192.0.2.7', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', objects: false }
    const visit = { kind: 'visit' as const, path: '/', utmSource: 'Fair' }
    await recordVisit(system, browser, visit)
    await recordVisit(system, { ...browser, address: '192.0.2.8' }, visit)
    await recordVisit(system, { ...browser, address: '192.0.2.9', objects: true }, visit)
    system.clock.advance(1000)
    await requestDemo(system, { email: 'ada@plant.example', industry: 'dairy', browser })
    await recordVisit(system, browser, { kind: 'visit', path: '/tools' })
    const { current } = await loadFunnel(system, { ...wish, steps: ['visit', 'form'] }, period)
    expect(current.segments).toEqual([{ value: 'Fair', reached: [2, 1] }])
    expect(await system.db.asOperator((tx) => tx.lead.findFirst())).toMatchObject({ source: 'Fair', companyKey: 'plant.example', industry: 'dairy' })
  })

  it('merged leads are one person, and two again when it is undone', async () => {
    await lead('ada')
    await lead('ada-home', { mergedIntoId: 'ada' })
    await tell('ada', ['demo.requested', 0])
    await tell('ada-home', ['demo.requested', 2], ['demo.ready', 3])
    expect(await reached()).toEqual([1, 1, 0, 0])
    await system.db.asOperator((tx) => tx.lead.updateMany({ where: { id: 'ada-home' }, data: { mergedIntoId: null } }))
    expect(await reached()).toEqual([2, 1, 0, 0])
  })

  it('people of one company are one company; visitors of none are left out and counted', async () => {
    await lead('ada', { companyKey: 'northfield' })
    await lead('bob', { companyKey: 'northfield' })
    await lead('eve')
    await tell('ada', ['demo.requested', 0])
    await tell('bob', ['demo.ready', 1])
    await tell('eve', ['demo.requested', 0])
    await tell('v-1', ['site.visited', 0])
    const { current, withoutCompany } = await loadFunnel(system, { ...wish, unit: 'company' }, period)
    expect(current.steps.map((step) => step.reached)).toEqual([2, 1, 0, 0])
    expect(withoutCompany).toBe(1)
  })

  it('who asks like a machine is nobody', async () => {
    await tell('v-1', ['site.visited', 0], ['visitor.storm', 0.1])
    expect(await reached({ steps: ['visit', 'form'] })).toEqual([0, 0])
  })

  it('can be told apart by what they said', async () => {
    await lead('ada', { industry: 'pharma', companySize: '250–999' })
    await system.db.asOperator(async (tx) => {
      await recordEngagement(tx, start, { kind: 'demo.requested', subject: 'ada', detail: { utm_source: 'Messe München' } })
      await recordEngagement(tx, start, { kind: 'site.visited', subject: 'v-1', detail: { source: 'Search', campaign: null } })
    })
    const by = async (more: Partial<FunnelWish>) => (await loadFunnel(system, { ...wish, ...more }, period)).current.segments
    expect(await by({ steps: ['visit', 'form'] })).toEqual([{ value: 'Search', reached: [1, 0] }])
    expect(await by({})).toEqual([{ value: 'Messe München', reached: [1, 0, 0, 0] }])
    expect(await by({ by: 'industry' })).toEqual([{ value: 'pharma', reached: [1, 0, 0, 0] }])
    expect(await reached({ only: { dimension: 'industry', value: 'pharma' } })).toEqual([1, 0, 0, 0])
    expect(await reached({ only: { dimension: 'size', value: '250–999' } })).toEqual([1, 0, 0, 0])
    expect(await reached({ only: { dimension: 'industry', value: 'dairy' } })).toEqual([0, 0, 0, 0])
    expect(await reached({ steps: ['visit', 'form'], only: { dimension: 'source', value: 'Search' } })).toEqual([1, 0])
  })

  it('words that begin and end alike stay apart, in turn and one in the other', async () => {
    const sources = ['Coat', 'Cart', 'Coat', 'Cart', 'Cot', 'Cöat', '']
    await system.db.asOperator(async (tx) => {
      for (const [i, source] of sources.entries()) await recordEngagement(tx, start, { kind: 'site.visited', subject: `v-${i}`, detail: { source, campaign: null } })
    })
    const { current } = await loadFunnel(system, { ...wish, steps: ['visit', 'form'] }, period)
    expect(Object.fromEntries(current.segments.map(({ value, reached }) => [value, reached[0]]))).toMatchObject({ Coat: 2, Cart: 2, Cot: 1, Cöat: 1 })
  })
})

it('what is taken back is not counted, and what is given to somebody else counts there', async () => {
  await tell('a', ['demo.requested', 0], ['demo.ready', 1])
  await system.db.asOperator((tx) => tx.engagementEvent.deleteMany({ where: { kind: 'demo.ready' } }))
  expect(await reached()).toEqual([1, 0, 0, 0])
  await system.db.asOperator((tx) => tx.engagementEvent.updateMany({ where: { subject: 'a' }, data: { subject: 'b' } }))
  expect(await system.db.asOperator((tx) => tx.funnelJourney.findMany({ select: { subject: true } }))).toEqual([{ subject: 'b' }])
})

it('the database numbers the steps as the engine does', async () => {
  const numbered = await system.db.asOperator((tx) => tx.$queryRaw<{ kind: string; step: number | null }[]>`
    SELECT kind, funnel_step(kind) AS step FROM unnest(${[...funnelSteps.flatMap(({ kinds }) => kinds), 'demo.failed', 'visitor.storm', 'room.opened']}::text[]) AS kind`)
  expect(numbered).toEqual([...funnelSteps.flatMap(({ kinds, code }) => kinds.map((kind) => ({ kind, step: code }))), { kind: 'demo.failed', step: failedCode }, { kind: 'visitor.storm', step: stormCode }, { kind: 'room.opened', step: null }])
})

it('stored and read back, any journeys give the answer that the engine gives of them', async () => {
  const event = fc.record({ subject: fc.constantFrom('p', 'q', 'r'), hours: fc.integer({ min: -40, max: 200 }), step: fc.constantFrom(...funnelSteps.filter(({ key }) => wish.steps.includes(key))) })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 16 }), async (events) => {
      await system.db.asOperator((tx) => tx.engagementEvent.deleteMany())
      for (const { subject, hours, step } of events) await tell(subject, [step.kinds[0], hours])
      const journeys = ['p', 'q', 'r'].map((subject) => ({
        events: events.filter((one) => one.subject === subject).map(({ hours, step }) => packEvent(start.getTime() + hours * hour, step.code)).sort((x, y) => x - y),
      }))
      const question = { steps: wish.steps, windowMs: 7 * 24 * hour, fromMs: period.from.getTime(), toMs: period.to.getTime(), asOfMs: period.to.getTime() }
      const { current } = await loadFunnel(system, wish, period)
      expect(current.steps).toEqual(countFunnel(journeys, question).steps)
    }),
    { numRuns: 15 },
  )
})

describe('the period', () => {
  const iso = (date: Date) => date.toISOString()
  it('begins at midnight where the viewer is, also when the clocks change in it', () => {
    const at = new Date('2026-03-31T10:30:00Z')
    expect(iso(funnelPeriod('7d', at, 'Europe/Berlin').from)).toBe('2026-03-24T23:00:00.000Z')
    expect(iso(funnelPeriod('7d', at, 'America/Los_Angeles').from)).toBe('2026-03-25T07:00:00.000Z')
    expect(funnelPeriod('31d', at, 'Europe/Berlin').weeks.map(iso)).toContain('2026-03-29T22:00:00.000Z')
  })
  it('and the one before has the same days and ends at the same hour', () => {
    const { from, previous } = funnelPeriod('7d', new Date('2026-03-31T10:30:00Z'), 'Europe/Berlin')
    expect([previous.from, previous.to].map(iso)).toEqual(['2026-03-17T23:00:00.000Z', '2026-03-24T11:30:00.000Z'])
    expect(previous.to < from).toBe(true)
  })
})
