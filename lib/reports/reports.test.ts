import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MailAttachment } from '@/lib/adapters/mail/port'
import { failed } from '@/lib/adapters/outcome'
import { signId } from '@/lib/auth/signed-id'
import type { Person } from '@/lib/auth/person'
import type { ReportFile, Role } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import { setAudience } from '@/lib/people/dashboard-audience'
import { changeReport, type ScheduleChange } from '@/lib/reports/change-report'
import { loadReports } from '@/lib/reports/load-reports'
import { nextDue } from '@/lib/reports/next-due'
import { planReports } from '@/lib/reports/plan-reports'
import { endReport, resumeReport, scheduleReport, stopReportFor } from '@/lib/reports/schedule-report'
import { sendReport } from '@/lib/reports/send-report'
import { customerWith } from '@/lib/testing/customer'
import { customersPlantWithStory, personOf } from '@/lib/testing/plant-with-story'
import { pdfPages } from '@/lib/testing/read-pdf'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'
import { workNow } from '@/lib/testing/work-queue'

const tenantId = 'riverside'
const hour = 3_600_000
const people: [id: string, role: Role, nodeId: string][] = [['eve', 'data_engineer', ''], ['vic', 'viewer', ''], ['lin', 'data_analyst', 'line-2']]
const eve = { ...personOf(tenantId, [{ role: 'data_engineer', nodeId: '' }]), accountId: 'eve', email: 'eve@example.com' }
const wish = { dashboardId: 'month', every: 'day' as const, weekday: null, hour: 7, timeZone: 'Europe/Vienna', recipients: ['eve', 'vic', 'lin'], files: ['csv' as const, 'pdf' as const] }

describe('a dashboard that goes out by mail', () => {
  let system: TestSystem
  beforeAll(async () => {
    system = await testSystem()
    await customersPlantWithStory(system, tenantId, people)
    await customerWith(system, 'other')
  }, 120_000)
  afterAll(() => system.stop())
  beforeEach(() => system.db.asOperator(async (tx) => {
    for (const table of ['report_schedule', 'report_recipient', 'report_delivery', 'dashboard_audience']) await tx.$executeRawUnsafe(`DELETE FROM ${table}`)
    await tx.mail.deleteMany({ where: { tenantId } })
  }))

  const mails = () => system.db.asOperator((tx) => tx.mail.findMany({ where: { tenantId }, orderBy: { to: 'asc' } }))
  const filesOf = (mail: { attachments: unknown } | undefined) => mail?.attachments as MailAttachment[]
  const csvOf = (mail: { attachments: unknown } | undefined) => filesOf(mail)[0]?.content
  const pdfOf = (mail: { attachments: unknown } | undefined) => pdfPages(Buffer.from(filesOf(mail)[1]!.content, 'base64')).join('')
  const nextDay = async () => {
    system.clock.advance(24 * hour)
    await planReports(system)
    await workNow(system)
  }
  const deliveries = () => system.db.asOperator((tx) => tx.reportDelivery.findMany({ orderBy: { accountId: 'asc' } }))
  const oneId = async () => (await system.db.asOperator((tx) => tx.reportSchedule.findFirstOrThrow())).id

  it('comes to each as they would see it: their places, a file only for who may download', async () => {
    await scheduleReport(system, eve, wish)
    await planReports(system)
    expect(await deliveries()).toEqual([])
    await nextDay()
    const [toEve, toLin, toVic] = await mails()
    expect([toEve?.to, toLin?.to, toVic?.to]).toEqual(['eve@example.com', 'lin@example.com', 'vic@example.com'])
    expect(csvOf(toEve)).toMatch(/^figure,place,from,reason,stops,value,unit\r\nOEE,/)
    expect(toVic!.attachments).toEqual([])
    expect(toVic!.text).toContain('looks and does not download')
    const places = (csv: string | undefined) => [...new Set(csv!.trim().split('\r\n').slice(1).map((row) => row.split(',')[1]))]
    const { name } = await system.db.asOperator((tx) => tx.plantNode.findFirstOrThrow({ where: { tenantId, id: 'line-2' } }))
    expect(places(csvOf(toEve)).length).toBeGreaterThan(1)
    expect(places(csvOf(toLin))).toEqual([name])
    expect(toEve!.text).toMatch(/OEE, .*: last [\d.]+ %; lowest/)
    expect(toEve!.html).not.toContain('undefined')
    expect(toEve!.text).toContain('every day at 07:00 (Europe/Vienna) because eve put you on its list')
  })

  it('says on paper what the mail says, and nothing of places that are not theirs', async () => {
    await scheduleReport(system, eve, wish)
    await nextDay()
    const [toEve, toLin] = await mails()
    const lines = (text: string) => text.split('\n').filter((line) => line.includes(': last ')).map((line) => line.replace(': last', 'last').replace(/\s/g, ''))
    expect(lines(toEve!.text).length).toBeGreaterThan(lines(toLin!.text).length)
    for (const mail of [toEve, toLin]) for (const line of lines(mail!.text)) expect(pdfOf(mail)).toContain(line)
    const { name } = await system.db.asOperator((tx) => tx.plantNode.findFirstOrThrow({ where: { tenantId, id: 'line-1' } }))
    expect(pdfOf(toEve)).toContain(name.replace(/\s/g, ''))
    expect(pdfOf(toLin)).not.toContain(name.replace(/\s/g, ''))
  })

  it('carries the files that were chosen, named after plant, dashboard and day', async () => {
    const namesWith = async (files: ReportFile[]) => {
      await scheduleReport(system, eve, { ...wish, recipients: ['eve'], files })
      await nextDay()
      const [mail] = await mails()
      await endReport(system, eve, await oneId())
      await system.db.asOperator((tx) => tx.mail.deleteMany({ where: { tenantId } }))
      return [filesOf(mail).map(({ filename }) => filename.replace(/^.* \d{4}-\d\d-\d\d/, '')), /[^\n]*(?:attached|Attached|in the portal)[^\n]*/.exec(mail!.text)![0]]
    }
    expect(await namesWith([])).toEqual([[], 'The figures behind these lines are in the portal.'])
    expect(await namesWith(['pdf'])).toEqual([['.pdf'], 'The dashboard is attached as PDF.'])
    expect(await namesWith(['csv', 'pdf', 'pdf'])).toEqual([['.csv', '.pdf'], 'Attached: every figure behind these lines as CSV, and the dashboard as PDF.'])
    expect(await namesWith(['png', 'csv'])).toEqual([['.csv', '.png'], 'Attached: every figure behind these lines as CSV, and the dashboard as a picture.'])
  })

  it('carries as a picture what its reader’s paper shows, as large as the paper and not blank', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve', 'lin'], files: ['pdf', 'png'] })
    await nextDay()
    const pictures = await Promise.all((await mails()).map(async (mail) => {
      const [pdf, png] = filesOf(mail)
      expect(png).toMatchObject({ contentType: 'image/png', encoding: 'base64' })
      const picture = sharp(Buffer.from(png!.content, 'base64'))
      return { pages: pdfPages(Buffer.from(pdf!.content, 'base64')).length, ...(await picture.metadata()), darkest: (await picture.stats()).channels[0]!.min }
    }))
    expect(pictures).toHaveLength(2)
    for (const { pages, width, height, darkest } of pictures) {
      expect([width, height]).toEqual([1239, pages * (1752 + 16) - 16])
      expect(darkest).toBeLessThan(40)
    }
    expect(pictures[0]!.size).not.toBe(pictures[1]!.size)
  })

  it('comes once, however often it is planned and sent, and once after a long pause', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve'] })
    await nextDay()
    await Promise.all([planReports(system), planReports(system)])
    const { id } = (await deliveries())[0]!
    await system.db.asOperator((tx) => tx.reportDelivery.updateMany({ data: { state: 'waiting' } }))
    await Promise.all([sendReport(system, id), sendReport(system, id)])
    expect(await mails()).toHaveLength(1)
    system.clock.advance(5 * 24 * hour)
    await nextDay()
    expect(await mails()).toHaveLength(2)
  })

  it('is not sent to whom the dashboard is not shown any more, who lost their role, or is no longer there', async () => {
    await scheduleReport(system, eve, wish)
    await setAudience(system, tenantId, 'own/month', ['data_engineer', 'data_analyst'], 'x')
    await system.db.asOperator((tx) => tx.account.updateMany({ where: { id: 'lin' }, data: { status: 'disabled' } }))
    await nextDay()
    expect((await mails()).map(({ to }) => to)).toEqual(['eve@example.com'])
    expect((await deliveries()).map(({ accountId, state, why }) => [accountId, state, why.slice(0, 27)])).toEqual([['eve', 'sent', ''], ['lin', 'skipped', 'this person is no longer th'], ['vic', 'skipped', 'this dashboard is not shown']])
    await system.db.asOperator((tx) => tx.account.updateMany({ where: { id: 'lin' }, data: { status: 'active' } }))
  })

  it('is stopped by its reader, for themselves, by the link in the mail; twice is once', async () => {
    await scheduleReport(system, eve, wish)
    await nextDay()
    const [toEve] = await mails()
    const id = await oneId()
    expect(toEve!.headers).toMatchObject({ 'list-unsubscribe-post': 'List-Unsubscribe=One-Click', 'list-unsubscribe': expect.stringContaining(signId(system.settings.secret, 'report', `${id}:eve`)) })
    await stopReportFor(system, id, 'vic')
    await stopReportFor(system, id, 'vic')
    await nextDay()
    expect((await mails()).map(({ to }) => to)).toEqual(['eve@example.com', 'eve@example.com', 'lin@example.com', 'lin@example.com', 'vic@example.com'])
    const stopped = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId, action: 'report.stopped', subject: id } }))
    expect(stopped.map(({ actor }) => actor)).toEqual(['vic'])
  })

  it('that cannot be handed over is tried again and then said; what is refused is said at once', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve'] })
    system.clock.advance(24 * hour)
    await planReports(system)
    const { id } = (await deliveries())[0]!
    const away: System = { ...system, mail: { ...system.mail, send: async () => failed('unavailable', 'it is away') } }
    for (let i = 0; i < 4; i++) await expect(sendReport(away, id)).rejects.toThrow('it is away')
    await sendReport(away, id)
    expect(await deliveries()).toMatchObject([{ state: 'failed', why: 'it is away', attempts: 4 }])
    expect((await loadReports(system, eve, 'month')).rows).toMatchObject([{ last: '1 failed: it is away', isMine: true, mayEnd: true }])
  })

  it('goes to people of this plant only, at a time that there is, of a dashboard that is shown', async () => {
    await expect(scheduleReport(system, eve, { ...wish, recipients: ['eve', 'other-person-1'] })).rejects.toThrow('people of this plant')
    await expect(scheduleReport(system, eve, { ...wish, recipients: [] })).rejects.toThrow('people of this plant')
    await expect(scheduleReport(system, eve, { ...wish, timeZone: 'Mars/Olympus' })).rejects.toThrow('no time zone')
    await expect(scheduleReport(system, eve, { ...wish, every: 'week' })).rejects.toThrow('day of the week')
    await expect(scheduleReport(system, eve, { ...wish, dashboardId: 'no-such' })).rejects.toThrow()
  })

  it('is ended by who made it or sets up the plant, and by nobody else; another tenant sees nothing of it', async () => {
    await scheduleReport(system, eve, wish)
    const id = await oneId()
    await expect(endReport(system, { ...personOf(tenantId, [{ role: 'viewer', nodeId: '' }]), accountId: 'vic' }, id)).rejects.toThrow()
    await expect(endReport(system, personOf('other', [{ role: 'tenant_admin', nodeId: '' }]), id)).rejects.toThrow()
    expect((await loadReports(system, personOf('other'), 'month')).rows).toEqual([])
    await endReport(system, eve, id)
    await nextDay()
    expect(await mails()).toEqual([])
  })

  const manager = { ...personOf(tenantId, [{ role: 'tenant_admin', nodeId: '' }]), accountId: 'max', email: 'max@example.com' }
  const changing = async (more: Partial<ScheduleChange>): Promise<ScheduleChange> => ({ ...wish, scheduleId: await oneId(), version: 1, ...more })
  const changes = async () => (await system.db.asOperator(async (tx) => tx.auditEntry.findMany({ where: { tenantId, action: 'report.changed', subject: await oneId() } }))).map(({ actor, detail }) => ({ actor, ...(detail as object) }))
  const oneRow = async (person: Person = eve) => (await loadReports(system, person, 'month')).rows[0]!

  it('is changed: next at the new time by the new clock, to the new people, with the new files; old and new are in the audit trail', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve', 'vic'] })
    const change = await changing({ every: 'week', weekday: 1, hour: 9, timeZone: 'America/Chicago', recipients: ['lin', 'eve'], files: ['png', 'png'] })
    const saved = await changeReport(system, eve, change)
    expect(saved).toEqual({ kind: 'saved', nextAt: nextDue(change, system.clock.now()).toISOString() })
    expect(await oneRow()).toMatchObject({ time: 'every Monday at 09:00 (America/Chicago)', files: 'with PNG', nextAt: (saved as { nextAt: string }).nextAt, edit: { version: 2, weekday: 1, hour: 9, files: ['png'], stopped: [] } })
    expect((await oneRow()).edit!.to.toSorted()).toEqual(['eve', 'lin'])
    expect(await changes()).toEqual([{
      actor: 'eve@example.com', version: 2,
      from: { time: 'every day at 07:00 (Europe/Vienna)', files: ['csv', 'pdf'], recipients: ['eve', 'vic'] },
      to: { time: 'every Monday at 09:00 (America/Chicago)', files: ['png'], recipients: ['eve', 'lin'] },
    }])
    expect(await changeReport(system, eve, { ...change, version: 2 })).toEqual(saved)
    expect([await changes(), (await oneRow()).edit!.version]).toMatchObject([{ length: 1 }, 2])
  })

  it('that was changed by two at once keeps the first, and tells the second what it is now', async () => {
    await scheduleReport(system, eve, wish)
    const [mine, theirs] = [await changing({ hour: 9, recipients: ['vic'], files: [] }), await changing({ hour: 10 })]
    expect((await Promise.all([changeReport(system, manager, mine), changeReport(system, manager, mine)])).map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved'])
    const { name } = await system.db.asOperator((tx) => tx.account.findFirstOrThrow({ where: { tenantId, id: 'vic' } }))
    expect(await changeReport(system, eve, theirs)).toEqual({ kind: 'conflict', version: 2, by: 'somebody who is no longer there', theirs: `every day at 09:00 (Europe/Vienna), lines only, to ${name}` })
    expect((await oneRow()).time).toContain('09:00')
    expect(await changeReport(system, eve, { ...theirs, version: 2 })).toMatchObject({ kind: 'saved' })
    expect((await oneRow()).time).toContain('10:00')
    expect((await changeReport(system, manager, { ...theirs, version: 2 }))).toMatchObject({ kind: 'conflict', by: 'eve' })
  })

  it('that was stopped by its reader stays stopped whoever changes it, until they choose it themselves', async () => {
    await scheduleReport(system, eve, wish)
    await stopReportFor(system, await oneId(), 'vic')
    expect((await oneRow()).edit).toMatchObject({ stopped: ['vic'] })
    await expect(changeReport(system, eve, await changing({ recipients: ['vic'] }))).rejects.toThrow('has stopped these mails')
    await changeReport(system, eve, await changing({ recipients: ['eve'], hour: 8 }))
    await changeReport(system, eve, await changing({ recipients: ['eve', 'vic', 'lin'], version: 2 }))
    expect((await oneRow()).edit).toMatchObject({ to: ['eve', 'lin'], stopped: ['vic'] })
    await nextDay()
    expect((await mails()).map(({ to }) => to)).toEqual(['eve@example.com', 'lin@example.com'])
    const vic = { ...personOf(tenantId, [{ role: 'viewer', nodeId: '' }]), accountId: 'vic', email: 'vic@example.com' }
    expect(await oneRow(vic)).toMatchObject({ isMine: false, didStop: true, edit: null })
    for (let i = 0; i < 2; i++) await resumeReport(system, vic, await oneId())
    expect(await oneRow(vic)).toMatchObject({ isMine: true, didStop: false })
    expect(await system.db.asOperator(async (tx) => tx.auditEntry.count({ where: { tenantId, action: 'report.resumed', subject: await oneId() } }))).toBe(1)
    await nextDay()
    expect((await mails()).map(({ to }) => to)).toContain('vic@example.com')
  })

  it('that was stopped comes again to who names themselves in a change; nobody comes onto a list by asking for it again', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve', 'lin'] })
    await stopReportFor(system, await oneId(), 'eve')
    await changeReport(system, eve, await changing({ recipients: ['eve', 'lin'] }))
    expect((await oneRow()).edit).toMatchObject({ to: ['eve', 'lin'], stopped: [] })
    await resumeReport(system, { ...eve, accountId: 'vic' }, await oneId())
    await resumeReport(system, { ...personOf('other', [{ role: 'viewer', nodeId: '' }]), accountId: 'lin' }, await oneId())
    expect((await oneRow()).edit).toMatchObject({ to: ['eve', 'lin'] })
  })

  it('on its way while it is changed goes to who is still listed, once, and what was due already is still sent', async () => {
    await scheduleReport(system, eve, { ...wish, recipients: ['eve', 'vic'] })
    system.clock.advance(24 * hour)
    await planReports(system)
    await changeReport(system, manager, await changing({ recipients: ['eve', 'lin'], hour: 20 }))
    await workNow(system)
    expect((await deliveries()).map(({ accountId, state, why }) => [accountId, state, why])).toEqual([['eve', 'sent', ''], ['vic', 'skipped', 'this person was taken off the list']])
    system.clock.advance(24 * hour)
    const { nextAt } = await oneRow()
    expect(await changeReport(system, eve, await changing({ recipients: ['lin'], hour: 6, version: 2 }))).toEqual({ kind: 'saved', nextAt })
    await planReports(system)
    await workNow(system)
    const toLin = (await mails()).filter(({ to }) => to === 'lin@example.com')
    expect(toLin.map(({ text }) => /because .* put you/.exec(text)?.[0])).toEqual(['because somebody who is no longer there put you'])
    expect(new Date((await oneRow()).nextAt) > system.clock.now()).toBe(true)
  })

  it('is changed by who made it or sets up the plant and may download, by the rules of a new one; another tenant finds nothing', async () => {
    await scheduleReport(system, eve, wish)
    const change = await changing({ hour: 9 })
    const other = (role: Role, accountId: string) => ({ ...personOf(tenantId, [{ role, nodeId: '' }]), accountId })
    await expect(changeReport(system, other('data_analyst', 'lin'), change)).rejects.toThrow('nothing at this address')
    await expect(changeReport(system, personOf('other', [{ role: 'tenant_admin', nodeId: '' }]), change)).rejects.toThrow()
    expect([(await oneRow(other('data_analyst', 'lin'))).edit, (await oneRow(other('viewer', 'eve'))).edit, (await oneRow(manager)).edit?.version]).toEqual([null, null, 1])
    for (const [more, words] of [[{ recipients: ['eve', 'other-person-1'] }, 'people of this plant'], [{ timeZone: 'Mars/Olympus' }, 'no time zone'], [{ every: 'week' }, 'day of the week'], [{ dashboardId: 'no-such' }, 'nothing at this address']] as const) {
      await expect(changeReport(system, eve, { ...change, ...more, recipients: [...('recipients' in more ? more.recipients : change.recipients)] })).rejects.toThrow(words)
    }
    expect([(await oneRow()).time, await changes()]).toEqual(['every day at 07:00 (Europe/Vienna)', []])
  })
})
