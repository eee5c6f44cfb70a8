import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failed } from '@/lib/adapters/outcome'
import { readerFor } from '@/lib/auth/places-of'
import { readSignedId } from '@/lib/auth/signed-id'
import { checkAlert } from '@/lib/figure-alerts/check-alert'
import type { Limit } from '@/lib/figure-alerts/figures'
import { loadAlerts } from '@/lib/figure-alerts/load-alerts'
import { planAlerts } from '@/lib/figure-alerts/plan-alerts'
import { readFigure } from '@/lib/figure-alerts/read-figure'
import { sendAlert } from '@/lib/figure-alerts/send-alert'
import { changeAlert, pauseAlert, removeAlert, setAlert, stopAlert } from '@/lib/figure-alerts/set-alert'
import type { AlertFigure, AlertSpan, Role } from '@/lib/generated/prisma/client'
import { setAudience } from '@/lib/people/dashboard-audience'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { loadOeeView } from '@/lib/plant/views/oee-view'
import type { System } from '@/lib/system'
import { customerWith } from '@/lib/testing/customer'
import { customersPlantWithStory, personOf } from '@/lib/testing/plant-with-story'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'
import { workNow } from '@/lib/testing/work-queue'

const tenantId = 'riverside'
const minute = 60_000
const people: [id: string, role: Role, nodeId: string][] = [['eve', 'data_engineer', ''], ['lin', 'data_analyst', 'line-2']]
const eve = { ...personOf(tenantId, [{ role: 'data_engineer', nodeId: '' }]), accountId: 'eve', email: 'eve@example.com' }
let lin = { ...personOf(tenantId, [{ role: 'data_analyst', nodeId: 'line-2' }]), accountId: 'lin', email: 'lin@example.com' }
const rejects = { figure: 'rejects', span: 'last_7_days', breaksAbove: true, limit: 50, dashboardId: 'quality', nodeId: 'line-2' } as const

describe('a limit on a figure of a dashboard', () => {
  let system: TestSystem
  beforeAll(async () => {
    system = await testSystem()
    await customersPlantWithStory(system, tenantId, people)
    await customerWith(system, 'other')
    lin = { ...lin, ...(await readerFor(system, lin, 'plant.view')) }
  }, 120_000)
  afterAll(() => system.stop())
  beforeEach(async () => {
    await system.db.asOperator(async (tx) => {
      for (const table of ['figure_alert', 'figure_alert_mail', 'dashboard_audience']) await tx.$executeRawUnsafe(`DELETE FROM ${table}`)
      await tx.mail.deleteMany({ where: { tenantId } })
    })
  })

  const mails = () => system.db.asOperator((tx) => tx.mail.findMany({ where: { tenantId }, orderBy: [{ sentAt: 'asc' }, { to: 'asc' }] }))
  const subjects = async () => (await mails()).map(({ to, subject }) => `${to}: ${subject.replace(/^.*(breaks|is back).*$/, '$1')}`)
  const idOf = async () => (await system.db.asOperator((tx) => tx.figureAlert.findFirstOrThrow())).id
  const look = async () => {
    system.clock.advance(5 * minute)
    await planAlerts(system)
    await workNow(system)
  }
  /** Every piece of the line is rejected, or as it was. */
  const spoil = (isSpoilt: boolean) => system.db.asOperator((tx) => isSpoilt
    ? tx.$executeRaw`UPDATE production_count SET reject = total, rework = 0 WHERE tenant_id = ${tenantId} AND line_id = 'line-2'`
    : tx.$executeRaw`UPDATE production_count SET reject = 0, rework = 0 WHERE tenant_id = ${tenantId} AND line_id = 'line-2'`)
  const valueOf = (figure: AlertFigure, span: AlertSpan, dashboardId: string, nodeId = 'line-2') =>
    system.db.inTenant(eve, async (tx) => (await readFigure(tx, eve, { dashboardId, nodeId, figure, span }, system.clock.now()))!.value)

  it('is of the figure that the rooms and the tile show', async () => {
    const room = await loadOeeView(system, eve, ['northfield-dairy', 'filling', 'line-2'], { range: '24h' })
    expect(await valueOf('oee', 'last_24_h', 'month')).toBeCloseTo((room!.oee.oeeRatio as number) * 100, 9)
    const tile = (await loadDashboard(system, eve, 'losses'))!.tiles.find(({ node }) => node.id === 'line-2')!
    const minutes = tile.kind === 'downtime-pareto' ? tile.losses.reduce((sum, loss) => sum + loss.minutes, 0) : 0
    expect(minutes).toBeGreaterThan(0)
    expect(await valueOf('downtime', 'last_7_days', 'losses')).toBeCloseTo(minutes, 6)
  })

  it('is told once when it breaks and once when it is met again, however often it is looked at and sent', async () => {
    await setAlert(system, eve, rejects)
    await look()
    expect(await subjects()).toEqual([])
    expect(await loadAlerts(system, eve)).toMatchObject([{ state: 'ok', value: expect.stringMatching(/^[\d.]+ %$/), rule: 'above 50 % over the last 7 days', returns: '49 %' }])
    await spoil(true)
    const id = await idOf()
    await Promise.all([checkAlert(system, id), checkAlert(system, id)])
    await workNow(system)
    await look()
    await system.db.asOperator((tx) => tx.figureAlertMail.updateMany({ data: { state: 'waiting' } }))
    await Promise.all([sendAlert(system, `figure-alert-${id}-1-broken`), sendAlert(system, `figure-alert-${id}-1-broken`)])
    expect(await subjects()).toEqual(['eve@example.com: breaks'])
    const [mail] = await mails()
    expect(mail!.text).toMatch(/is 100\.00 %\. That breaks your limit: above 50 % over the last 7 days\./)
    expect(mail!.text).toContain('no safety alarm')
    expect(mail!.text).toContain('Looked at: Mon 9 Mar, 12:05 (Europe/London)')
    await spoil(false)
    await look()
    await look()
    expect(await subjects()).toEqual(['eve@example.com: breaks', 'eve@example.com: is back'])
    expect(await loadAlerts(system, eve, 'quality')).toMatchObject([{ state: 'ok', brokenSince: null, mailProblem: null }])
  })

  it('without data neither breaks nor is met again', async () => {
    await spoil(true)
    await setAlert(system, eve, rejects)
    await look()
    await system.db.asOperator((tx) => tx.figureAlert.updateMany({ data: { span: 'last_8_h' } }))
    system.clock.advance(30 * 24 * 60 * minute)
    await look()
    expect(await loadAlerts(system, eve)).toMatchObject([{ state: 'no-data', brokenSince: expect.any(String), value: expect.stringMatching(/no planned busy time|nothing was recorded|less than an hour/) }])
    expect(await subjects()).toEqual(['eve@example.com: breaks'])
    system.clock.advance(-30 * 24 * 60 * minute)
  })

  it('tells nothing to who lost the dashboard, the role or the place', async () => {
    await spoil(true)
    await setAlert(system, lin, rejects)
    await setAudience(system, tenantId, 'own/quality', ['data_engineer'], 'x')
    await look()
    expect(await loadAlerts(system, lin)).toMatchObject([{ state: 'no-data', value: 'this figure is not shown to you any more' }])
    await setAudience(system, tenantId, 'own/quality', ['data_engineer', 'data_analyst'], 'x')
    await system.db.asOperator((tx) => tx.roleGrant.updateMany({ where: { tenantId, accountId: 'lin' }, data: { nodeId: 'line-1' } }))
    await look()
    await system.db.asOperator((tx) => tx.roleGrant.deleteMany({ where: { tenantId, accountId: 'lin' } }))
    await look()
    expect(await subjects()).toEqual([])
    await system.db.asOperator((tx) => tx.roleGrant.create({ data: { tenantId, accountId: 'lin', role: 'data_analyst', nodeId: 'line-2' } }))
    await look()
    expect(await subjects()).toEqual(['lin@example.com: breaks'])
  })

  it('tells nothing when the place is lost between the look and the mail', async () => {
    await spoil(true)
    await setAlert(system, lin, rejects)
    const id = await idOf()
    await checkAlert(system, id)
    await setAudience(system, tenantId, 'own/quality', ['data_engineer'], 'x')
    await workNow(system)
    expect(await subjects()).toEqual([])
    expect(await system.db.asOperator((tx) => tx.figureAlertMail.findMany())).toMatchObject([{ state: 'skipped', why: 'this figure is not shown to you any more' }])
  })

  it('is stopped by the link in its mail, edited, deleted and brought back by its owner alone', async () => {
    await spoil(true)
    await setAlert(system, eve, rejects)
    await look()
    const id = await idOf()
    const stop = /unsubscribe\/([^>]+)>/.exec(JSON.stringify((await mails())[0]!.headers))
    expect(readSignedId(system.settings.secret, 'figure-alert', stop![1])).toBe(`${id}:eve`)
    await stopAlert(system, id)
    await stopAlert(system, id)
    expect(await loadAlerts(system, eve)).toMatchObject([{ state: 'paused' }])
    await look()
    await pauseAlert(system, eve, id, false)
    await look()
    expect(await subjects()).toEqual(['eve@example.com: breaks', 'eve@example.com: breaks'])
    await expect(changeAlert(system, lin, id, rejects)).rejects.toThrow()
    await expect(removeAlert(system, lin, id, true)).rejects.toThrow()
    await expect(pauseAlert(system, { ...personOf('other'), accountId: 'eve' }, id, true)).rejects.toThrow()
    expect(await loadAlerts(system, lin)).toEqual([])
    await removeAlert(system, eve, id, true)
    expect(await loadAlerts(system, eve)).toEqual([])
    await removeAlert(system, eve, id, false)
    await changeAlert(system, eve, id, { span: 'last_7_days', breaksAbove: false, limit: 10 })
    await look()
    expect(await loadAlerts(system, eve)).toMatchObject([{ state: 'ok', rule: 'below 10 % over the last 7 days' }])
    await removeAlert(system, eve, id, true)
    system.clock.advance(25 * 60 * minute)
    await look()
    expect(await system.db.asOperator((tx) => tx.figureAlert.count())).toBe(0)
  })

  it('is refused where it can never break, is there already, or is not theirs to see', async () => {
    const wrong = (change: Partial<Limit & { nodeId: string; dashboardId: string }>, who = eve) => setAlert(system, who, { ...rejects, ...change })
    await expect(wrong({ limit: 100 })).rejects.toThrow('Nothing comes above 100 %')
    await expect(wrong({ figure: 'oee' })).rejects.toThrow()
    await expect(wrong({ dashboardId: 'no-such' })).rejects.toThrow()
    await expect(wrong({ nodeId: 'line-1' }, lin)).rejects.toThrow()
    await setAlert(system, eve, rejects)
    await expect(wrong({})).rejects.toThrow('already')
  })

  it('that cannot be handed over is tried again and then said', async () => {
    await spoil(true)
    await setAlert(system, eve, rejects)
    const id = await idOf()
    await checkAlert(system, id)
    const away: System = { ...system, mail: { ...system.mail, send: async () => failed('unavailable', 'it is away') } }
    for (let i = 0; i < 4; i++) await expect(sendAlert(away, `figure-alert-${id}-1-broken`)).rejects.toThrow('it is away')
    await sendAlert(away, `figure-alert-${id}-1-broken`)
    expect(await loadAlerts(system, eve)).toMatchObject([{ state: 'broken', mailProblem: 'it is away' }])
  })
})
