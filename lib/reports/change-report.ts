import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { ReportRecipient, ReportSchedule } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { filesLabel } from '@/lib/reports/file-words'
import { timeWords } from '@/lib/reports/next-due'
import { checkWish, inOrder, ownOf, requirePeople, type ScheduleWish } from '@/lib/reports/schedule-report'
import type { System } from '@/lib/system'

export interface ScheduleChange extends ScheduleWish {
  scheduleId: string
  /** The version that was edited. */
  version: number
}

/** `conflict`: somebody changed it meanwhile; nothing was changed, and what they made of it is here in words. */
export type ChangedReport = { kind: 'saved'; nextAt: string } | { kind: 'conflict'; version: number; by: string; theirs: string }

/**
 * Time, people and files anew, under the same rules as a new one, by whoever made it or sets up the plant. What is due
 * already is still sent; a mail on its way reaches who is still listed. Who stopped it stays off the list, whoever names
 * them, until they put themselves back. The same again changes nothing. @throws Refusal 404, 422, 503
 */
export async function changeReport(system: System, person: Person, { scheduleId, version, ...wish }: ScheduleChange): Promise<ChangedReport> {
  const first = await checkWish(system, person, wish)
  const now = system.clock.now()
  const { tenantId, accountId, email } = person
  const { dashboardId, recipients, files: _, ...time } = wish
  return system.db.inTenant(tenantId, async (tx) => {
    const before = await lockSchedule(tx, scheduleId, { dashboardId, ...ownOf(person) })
    const rows = await tx.reportRecipient.findMany({ where: { scheduleId } })
    if (before.version !== version) return conflictOf(tx, before, rows)
    const listed = (await requirePeople(tx, recipients)).filter((id) => id === accountId || !rows.some((row) => row.accountId === id && row.stoppedAt)).sort()
    if (listed.length === 0) throw new Refusal(422, 'Not valid', 'Everybody you chose has stopped these mails. Choose somebody else, or end it.')
    const from = { time: timeWords(before), files: inOrder(before.files), recipients: readersOf(rows) }
    const to = { time: timeWords(time), files: inOrder(wish.files), recipients: listed }
    if (isDeepStrictEqual(from, to)) return { kind: 'saved', nextAt: before.nextAt.toISOString() }
    const nextAt = before.nextAt <= now ? before.nextAt : first
    await tx.reportSchedule.updateMany({ where: { id: scheduleId }, data: { ...time, files: to.files, nextAt, version: version + 1, changedBy: accountId } })
    await reviseRecipients(tx, before, listed, accountId)
    await recordAudit(tx, now, { tenantId, actor: email, action: 'report.changed', subject: scheduleId, detail: { version: version + 1, from, to } })
    return { kind: 'saved', nextAt: nextAt.toISOString() }
  })
}

/** Held until the transaction ends: who plans what is due waits for it, or goes first. @throws Refusal 404 */
async function lockSchedule(tx: Tx, id: string, where: { dashboardId: string; createdBy?: string }): Promise<ReportSchedule> {
  await tx.$queryRaw`SELECT id FROM report_schedule WHERE id = ${id} FOR UPDATE`
  const schedule = await tx.reportSchedule.findFirst({ where: { id, ...where } })
  if (!schedule) throw notThere()
  return schedule
}

const readersOf = (rows: ReportRecipient[]) => rows.filter(({ stoppedAt }) => !stoppedAt).map(({ accountId }) => accountId).sort()

async function reviseRecipients(tx: Tx, { tenantId, id: scheduleId }: ReportSchedule, listed: string[], by: string): Promise<void> {
  // The row of who stopped it stays, so that nobody puts them back later as if they were new.
  await tx.reportRecipient.deleteMany({ where: { scheduleId, accountId: { notIn: listed }, stoppedAt: null } })
  await tx.reportRecipient.createMany({ data: listed.map((accountId) => ({ tenantId, scheduleId, accountId, addedBy: by })), skipDuplicates: true })
  if (listed.includes(by)) await tx.reportRecipient.updateMany({ where: { scheduleId, accountId: by, stoppedAt: { not: null } }, data: { stoppedAt: null, addedBy: by } })
}

async function conflictOf(tx: Tx, schedule: ReportSchedule, rows: ReportRecipient[]): Promise<ChangedReport> {
  const accounts = await tx.account.findMany({ where: { id: { in: [...readersOf(rows), schedule.changedBy ?? schedule.createdBy] } }, select: { id: true, name: true, email: true } })
  const nameOf = (id: string) => {
    const account = accounts.find((one) => one.id === id)
    return account?.name || account?.email || 'somebody who is no longer there'
  }
  const readers = readersOf(rows).map(nameOf)
  return { kind: 'conflict', version: schedule.version, by: nameOf(schedule.changedBy ?? schedule.createdBy), theirs: `${timeWords(schedule)}, ${filesLabel(schedule.files)}, to ${readers.join(', ') || 'nobody'}` }
}
