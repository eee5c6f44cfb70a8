import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BiTool, ChartFigures, ToolDashboard } from '@/lib/adapters/bi/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import type { Role } from '@/lib/generated/prisma/client'
import { setAudience } from '@/lib/people/dashboard-audience'
import { loadReports } from '@/lib/reports/load-reports'
import { planReports } from '@/lib/reports/plan-reports'
import { scheduleReport } from '@/lib/reports/schedule-report'
import { sendReport } from '@/lib/reports/send-report'
import { customerWith } from '@/lib/testing/customer'
import { personOf } from '@/lib/testing/plant-with-story'
import { pdfPages } from '@/lib/testing/read-pdf'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'

const tenantId = 'riverside'
const dayMs = 86_400_000
const people: [id: string, role: Role, nodeId: string][] = [['eve', 'data_engineer', ''], ['lin', 'data_analyst', 'line-1'], ['pat', 'viewer', ''], ['vic', 'viewer', '']]
const eve = { ...personOf(tenantId, [{ role: 'data_engineer', nodeId: '' }]), accountId: 'eve', email: 'eve@example.com' }
const wish = { dashboardId: 'tool/oee', every: 'day' as const, weekday: null, hour: 7, timeZone: 'Europe/Vienna', recipients: people.map(([id]) => id), files: ['csv' as const, 'pdf' as const] }
const drawn: ToolDashboard = { id: 'oee', name: 'OEE', summary: 'Of 30 days', embeddedId: 'oee-1', toolIds: ['1'], charts: [] }
const figuresOf = (tenant: string): ChartFigures[] => [{ name: 'By line', columns: [{ name: 'line', kind: 'label' }, { name: 'OEE', kind: 'figure', isRatio: true, digits: 1 }], rows: [[`Line of ${tenant}`, 0.61]], isCut: false, refused: null }]

describe('a dashboard of a BI tool that goes out by mail', () => {
  let system: TestSystem
  /** What the tool answers instead of what it holds and says. */
  let broken: { holding?: Outcome<never>; figures?: Outcome<never> }
  const asked: string[] = []
  const tool = {
    title: 'Tool',
    holding: async () => broken.holding ?? done([drawn]),
    figures: async (tenant: string, { id }: ToolDashboard) => {
      asked.push(`${tenant} ${id}`)
      return broken.figures ?? done(figuresOf(tenant))
    },
  } as unknown as BiTool

  beforeAll(async () => {
    system = await testSystem()
    for (const id of [tenantId, 'other']) await customerWith(system, id)
    await system.db.asOperator(async (tx) => {
      for (const [id, role, nodeId] of people) {
        await tx.account.create({ data: { tenantId, id, email: `${id}@example.com`, name: id } })
        await tx.roleGrant.create({ data: { tenantId, accountId: id, role, nodeId } })
      }
    })
  })
  afterAll(() => system.stop())
  beforeEach(async () => {
    broken = {}
    asked.length = 0
    // Each test has a system of its own, so that no door remembers what the tool held before.
    system = { ...system, biTool: tool }
    await system.db.asOperator(async (tx) => {
      for (const table of ['report_schedule', 'report_recipient', 'report_delivery', 'dashboard_audience']) await tx.$executeRawUnsafe(`DELETE FROM ${table}`)
      await tx.mail.deleteMany({ where: { tenantId } })
    })
  })

  const mails = () => system.db.asOperator((tx) => tx.mail.findMany({ where: { tenantId }, orderBy: { to: 'asc' } }))
  const filesOf = (mail: { attachments: unknown } | undefined) => (mail?.attachments ?? []) as { filename: string; content: string }[]
  const deliveries = () => system.db.asOperator((tx) => tx.reportDelivery.findMany({ orderBy: { accountId: 'asc' } }))
  const planned = async () => {
    system.clock.advance(dayMs)
    await planReports(system)
    return deliveries()
  }
  const sendAll = async () => {
    for (const { id } of await planned()) await sendReport(system, id)
  }
  const become = (state: 'waiting' | 'failed' | 'skipped', why: string) => expect.objectContaining({ state, why })

  it('says what the tool says of this plant, with CSV and PDF, and leads to where it is drawn', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve'] })
    await sendAll()
    const [mail] = await mails()
    expect(mail).toMatchObject({ to: 'eve@example.com', subject: 'OEE, Customer riverside' })
    expect(mail!.text).toContain('By line: Line of riverside: 61.0\u00A0%')
    expect(mail!.text).toContain(`${system.settings.portalUrl}/dashboards/tool/oee`)
    const [csv, pdf] = filesOf(mail)
    expect(csv!.filename).toMatch(/^Customer riverside OEE \d{4}-\d\d-\d\d\.csv$/)
    expect(csv!.content.split('\r\n')[1]).toBe('By line,Line of riverside,,OEE,61,%')
    expect(pdfPages(Buffer.from(pdf!.content, 'base64')).join('')).toContain('Lineofriverside:61.0%')
    expect(asked).toEqual(['riverside oee'])
  })

  it('reaches who may open it in the portal, with files who may download; not who sees some places only', async () => {
    await scheduleReport(system, eve, wish)
    await setAudience(system, tenantId, 'tool/oee', ['data_engineer', 'viewer', 'data_analyst'], 'x')
    await sendAll()
    expect((await mails()).map((mail) => [mail.to, filesOf(mail).length])).toEqual([['eve@example.com', 2], ['pat@example.com', 0], ['vic@example.com', 0]])
    expect((await deliveries()).find(({ accountId }) => accountId === 'lin')).toEqual(become('skipped', 'this dashboard is not shown to this person, or not there any more'))
  })

  it('is skipped with the reason, and the tool not asked, once the person lost the role, the dashboard, or the plant is closed', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['pat', 'vic'] })
    await setAudience(system, tenantId, 'tool/oee', ['data_engineer'], 'x')
    await system.db.asOperator((tx) => tx.roleGrant.deleteMany({ where: { accountId: 'vic' } }))
    await sendAll()
    expect(await deliveries()).toEqual([become('skipped', 'this dashboard is not shown to this person, or not there any more'), become('skipped', 'no role lets this person look at the plant')])
    await system.db.asOperator((tx) => tx.tenant.update({ where: { id: tenantId }, data: { suspendedAt: system.clock.now() } }))
    await sendAll()
    expect((await deliveries()).slice(-1)).toEqual([become('skipped', 'nobody can sign in to this plant')])
    expect(asked).toEqual([])
    await system.db.asOperator(async (tx) => {
      await tx.tenant.update({ where: { id: tenantId }, data: { suspendedAt: null } })
      await tx.roleGrant.create({ data: { tenantId, accountId: 'vic', role: 'viewer', nodeId: '' } })
    })
  })

  it('waits while the tool is away, says so, and is sent when it is back', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve'] })
    const { id } = (await planned())[0]!
    broken = { figures: failed('timeout', 'Superset did not answer within 15 s') }
    await sendReport(system, id)
    broken = { holding: failed('unavailable', 'connect ECONNREFUSED 10.0.0.7:8088') }
    system = { ...system }
    await sendReport(system, id)
    expect((await loadReports(system, eve, 'tool/oee')).rows).toMatchObject([{ last: '1 waiting: Tool does not give its figures now' }])
    const jobs = await system.db.asOperator((tx) => tx.$queryRaw<{ runAt: Date }[]>`SELECT run_at AS "runAt" FROM graphile_worker.jobs WHERE key = ${`report ${id}`}`)
    expect(jobs).toEqual([{ runAt: new Date(system.clock.now().getTime() + 10 * 60_000) }])
    broken = {}
    await sendReport(system, id)
    expect(await mails()).toHaveLength(1)
    expect((await loadReports(system, eve, 'tool/oee')).rows).toMatchObject([{ last: '1 sent' }])
  })

  it('is given up when the tool refuses, or is away until the next is due', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve'] })
    const [first] = await planned()
    broken = { figures: failed('refused', 'Superset does not let millrace-portal in: 401') }
    await sendReport(system, first!.id)
    expect(await deliveries()).toEqual([become('failed', 'Tool does not give its figures now')])
    const second = (await planned()).find(({ state }) => state === 'waiting')!
    broken = { figures: failed('unavailable', 'it is away') }
    const { nextAt } = await system.db.asOperator((tx) => tx.reportSchedule.findFirstOrThrow())
    const became: string[] = []
    for (const minutesBefore of [60, 11, 9]) {
      system.clock.advance(nextAt.getTime() - minutesBefore * 60_000 - system.clock.now().getTime())
      await sendReport(system, second.id)
      became.push((await deliveries()).find(({ id }) => id === second.id)!.state)
    }
    expect(became).toEqual(['waiting', 'waiting', 'failed'])
    expect(await mails()).toEqual([])
  })

  it('can be planned by who may open it, of what there is, while the tool answers; the product’s own of that name is another', async () => {
    await expect(scheduleReport(system, eve, { ...wish, dashboardId: 'tool/none' })).rejects.toThrow('Not found')
    await expect(scheduleReport(system, eve, { ...wish, dashboardId: 'oee' })).rejects.toThrow('Not found')
    await expect(scheduleReport(system, { ...eve, places: { own: ['line-1'], ways: ['site'] } }, wish)).rejects.toThrow('Not found')
    await expect(scheduleReport({ ...system, biTool: null }, eve, wish)).rejects.toThrow('Not found')
    broken = { holding: failed('unavailable', 'connect ECONNREFUSED 10.0.0.7:8088') }
    await expect(scheduleReport({ ...system }, eve, wish)).rejects.toThrow('Try again in a minute')
    broken = {}
    await scheduleReport(system, eve, wish)
    expect((await loadReports(system, eve, 'oee')).rows).toEqual([])
    expect((await loadReports(system, personOf('other'), 'tool/oee')).rows).toEqual([])
  })

  it('is skipped when the installation has no tool any more', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve'] })
    system = { ...system, biTool: null }
    await sendAll()
    expect(await deliveries()).toEqual([become('skipped', 'this dashboard is not shown to this person, or not there any more')])
  })
})
