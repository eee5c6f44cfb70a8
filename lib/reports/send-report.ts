import type { OutgoingMail } from '@/lib/adapters/mail/port'
import type { Failure } from '@/lib/adapters/outcome'
import { recordAudit } from '@/lib/audit/record'
import { signId } from '@/lib/auth/signed-id'
import type { Tx } from '@/lib/db'
import type { ReportDelivery, ReportSchedule } from '@/lib/generated/prisma/client'
import { handOver, personalMail } from '@/lib/mail/hand-over'
import { filesWords } from '@/lib/reports/file-words'
import { enqueue } from '@/lib/queue/enqueue'
import { type Loaded, loadReport } from '@/lib/reports/load-report'
import { timeWords } from '@/lib/reports/next-due'
import { findRecipient, type Recipient } from '@/lib/reports/recipient'
import { reportContent } from '@/lib/reports/report-content'
import { reportFiles } from '@/lib/reports/report-files'
import type { System } from '@/lib/system'

/**
 * Sends one report as its reader would see the dashboard now: their places, their roles, the dashboard's audience. May run
 * twice: the message id makes a second mail harmless. @throws when the mail system does not answer,
 * to be run again. While a tool that draws the dashboard is away, it waits.
 */
export async function sendReport(system: System, deliveryId: string): Promise<void> {
  const ready = await system.db.asOperator((tx) => prepare(tx, deliveryId, system.clock.now()))
  if (!ready) return
  const { delivery, schedule, recipient, scheduledBy } = ready
  if ('why' in recipient) return end(system, delivery, { state: 'skipped', why: recipient.why })
  const loaded = await loadReport(system, recipient, schedule)
  if (!loaded.ok) return waitForTool(system, schedule, delivery, loaded.failure)
  if (!loaded.value) return end(system, delivery, { state: 'skipped', why: 'this dashboard is not shown to this person, or not there any more' })
  const { state, why } = await handOver(system, await mailOf(system, schedule, delivery, recipient.email, loaded.value, scheduledBy), delivery.attempts)
  if (state !== 'waiting') return end(system, delivery, { state, why, ...(state === 'sent' && { sentAt: system.clock.now() }) })
  await system.db.asOperator((tx) => tx.reportDelivery.updateMany({ where: { id: delivery.id, state: 'waiting' }, data: { attempts: { increment: 1 }, why } }))
  throw new Error(`the report was not handed over: ${why}`)
}

const waitMs = 10 * 60_000

/** A tool that starts again takes minutes, longer than a job is repeated: this one waits until the next is due. */
async function waitForTool(system: System, { nextAt }: ReportSchedule, delivery: ReportDelivery, { kind, message: why }: Failure): Promise<void> {
  const runAt = new Date(system.clock.now().getTime() + waitMs)
  if (kind === 'refused' || runAt >= nextAt) return end(system, delivery, { state: 'failed', why })
  await system.db.asOperator(async (tx) => {
    await tx.reportDelivery.updateMany({ where: { id: delivery.id, state: 'waiting' }, data: { why } })
    await enqueue(tx, 'send-report', { deliveryId: delivery.id }, { key: `report ${delivery.id}`, runAt })
  })
}

interface Ready {
  delivery: ReportDelivery
  schedule: ReportSchedule
  recipient: Recipient | { why: string }
  scheduledBy: string
}

async function prepare(tx: Tx, id: string, now: Date): Promise<Ready | null> {
  const delivery = await tx.reportDelivery.findFirst({ where: { id, state: 'waiting' } })
  const schedule = delivery && (await tx.reportSchedule.findFirst({ where: { id: delivery.scheduleId } }))
  if (!delivery || !schedule) return null
  const { tenantId, scheduleId, accountId } = delivery
  const listed = await tx.reportRecipient.findUnique({ where: { tenantId_scheduleId_accountId: { tenantId, scheduleId, accountId } } })
  const author = await tx.account.findUnique({ where: { tenantId_id: { tenantId, id: listed?.addedBy ?? schedule.createdBy } }, select: { name: true } })
  const off = !listed ? 'this person was taken off the list' : listed.stoppedAt ? 'this person stopped these mails' : null
  const recipient = off ? { why: off } : await findRecipient(tx, tenantId, accountId, now)
  return { delivery, schedule, recipient, scheduledBy: author?.name ?? 'somebody who is no longer there' }
}

async function mailOf(system: System, schedule: ReportSchedule, { id, tenantId, scheduleId, accountId }: ReportDelivery, to: string, { shown, taken }: Loaded, scheduledBy: string): Promise<OutgoingMail> {
  const { portalUrl, secret } = system.settings
  const stopToken = signId(secret, 'report', `${scheduleId}:${accountId}`)
  const { attachments, picture } = taken ? await reportFiles(taken, schedule.files, system.clock.now()) : { attachments: [], picture: null }
  const content = reportContent(shown, { time: timeWords(schedule), scheduledBy, url: `${portalUrl}/dashboards/${schedule.dashboardId}`, unsubscribeUrl: `${portalUrl}/unsubscribe/${stopToken}`, files: filesWords(schedule.files, taken !== null, picture) })
  return personalMail(system, { id, tenantId, to, content, stopToken, attachments })
}

async function end({ db, clock }: System, { id, tenantId, scheduleId, accountId }: ReportDelivery, data: Pick<ReportDelivery, 'why'> & { state: 'sent' | 'skipped' | 'failed'; sentAt?: Date }): Promise<void> {
  await db.asOperator(async (tx) => {
    const { count } = await tx.reportDelivery.updateMany({ where: { id, state: 'waiting' }, data })
    if (count > 0 && data.state === 'sent') await recordAudit(tx, clock.now(), { tenantId, actor: 'worker', action: 'report.sent', subject: scheduleId, detail: { to: accountId } })
  })
}
