import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import { ReportFile } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { isShown } from '@/lib/reports/load-report'
import { nextDue, type ReportTime, timeWords } from '@/lib/reports/next-due'
import type { System } from '@/lib/system'
import { isTimeZone } from '@/lib/plant/time-zones'

/** Most that one plant keeps. */
export const mostSchedules = 50

export interface ScheduleWish extends ReportTime {
  /** Of the product's own its id; of a BI tool's `tool/<id>`. */
  dashboardId: string
  /** Account ids of people of the tenant. */
  recipients: string[]
  /** None: the lines of the mail only. */
  files: ReportFile[]
}

/** The dashboard goes to these people from the next such time on. @throws Refusal 404, 422, 503 */
export async function scheduleReport(system: System, person: Person, wish: ScheduleWish): Promise<{ nextAt: string }> {
  const { tenantId, accountId, email } = person
  const nextAt = await checkWish(system, person, wish)
  const now = system.clock.now()
  const { dashboardId, recipients, files: _, ...time } = wish
  const files = inOrder(wish.files)
  await system.db.inTenant(tenantId, async (tx) => {
    const people = await requirePeople(tx, recipients)
    if ((await tx.reportSchedule.count()) >= mostSchedules) throw new Refusal(422, 'Too many', `A plant sends ${mostSchedules} reports. End one first.`)
    const id = randomBytes(9).toString('hex')
    await tx.reportSchedule.create({ data: { tenantId, id, dashboardId, ...time, files, createdAt: now, createdBy: accountId, nextAt } })
    await tx.reportRecipient.createMany({ data: people.map((one) => ({ tenantId, scheduleId: id, accountId: one })) })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'report.scheduled', subject: id, detail: { dashboard: dashboardId, time: timeWords(time), files, recipients: people } })
  })
  return { nextAt: nextAt.toISOString() }
}

/** The first time that is meant, of a dashboard that the person is shown. @throws Refusal 404, 422, 503 */
export async function checkWish(system: System, person: Person, { dashboardId, ...time }: ScheduleWish): Promise<Date> {
  if (!isTimeZone(time.timeZone)) throw new Refusal(422, 'Not valid', `${time.timeZone} is no time zone. Write it like Europe/Vienna.`)
  if ((time.every === 'week') !== (time.weekday !== null)) throw new Refusal(422, 'Not valid', 'Choose a day of the week, or every day.')
  const shown = await isShown(system, person, dashboardId)
  if (!shown.ok) throw new Refusal(503, 'Not now', `${shown.failure.message}. Try again in a minute.`)
  if (!shown.value) throw notThere()
  return nextDue(time, system.clock.now())
}

/** The same ids, each once, when all are people of the plant who can sign in. @throws Refusal 422 */
export async function requirePeople(tx: Tx, recipients: string[]): Promise<string[]> {
  const people = await tx.account.findMany({ where: { id: { in: recipients }, status: 'active' }, select: { id: true } })
  if (people.length === 0 || people.length < new Set(recipients).size) throw new Refusal(422, 'Not valid', 'Choose whom it goes to: people of this plant who can sign in.')
  return people.map(({ id }) => id)
}

/** Each once, in the order in which they are offered. */
export const inOrder = (files: ReportFile[]): ReportFile[] => Object.values(ReportFile).filter((file) => files.includes(file))

/** Which schedules a person may change or end: their own, or all with the right to set up the plant. */
export const ownOf = ({ accountId, roles }: Person) => (mayEnter(roles, 'plant.setup') ? {} : { createdBy: accountId })

/** Ends it for everybody: by whoever made it, or who sets up the plant. What is on its way is not sent. @throws Refusal 404 */
export async function endReport({ db, clock }: System, person: Person, scheduleId: string): Promise<void> {
  const { tenantId, email } = person
  await db.inTenant(tenantId, async (tx) => {
    const { count } = await tx.reportSchedule.deleteMany({ where: { id: scheduleId, ...ownOf(person) } })
    if (count === 0) throw notThere()
    await tx.reportRecipient.deleteMany({ where: { scheduleId } })
    await recordAudit(tx, clock.now(), { tenantId, actor: email, action: 'report.ended', subject: scheduleId })
  })
}

/** One reader stops it for themselves, by the link in a mail or in the portal. Twice is once; of what is gone nothing is left to stop. */
export async function stopReportFor({ db, clock }: Pick<System, 'db' | 'clock'>, scheduleId: string, accountId: string): Promise<void> {
  const now = clock.now()
  await db.asOperator(async (tx) => {
    const found = await tx.reportRecipient.findFirst({ where: { scheduleId, accountId, stoppedAt: null } })
    if (!found) return
    await tx.reportRecipient.updateMany({ where: { tenantId: found.tenantId, scheduleId, accountId }, data: { stoppedAt: now } })
    await recordAudit(tx, now, { tenantId: found.tenantId, actor: accountId, action: 'report.stopped', subject: scheduleId })
  })
}

/** Who stopped it gets it again, by their own word only. Twice is once. */
export async function resumeReport({ db, clock }: System, { tenantId, accountId, email }: Person, scheduleId: string): Promise<void> {
  await db.inTenant(tenantId, async (tx) => {
    const { count } = await tx.reportRecipient.updateMany({ where: { scheduleId, accountId, stoppedAt: { not: null } }, data: { stoppedAt: null } })
    if (count > 0) await recordAudit(tx, clock.now(), { tenantId, actor: email, action: 'report.resumed', subject: scheduleId })
  })
}
