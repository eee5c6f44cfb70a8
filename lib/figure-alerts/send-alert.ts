import { recordAudit } from '@/lib/audit/record'
import { signId } from '@/lib/auth/signed-id'
import { alertContent } from '@/lib/figure-alerts/alert-content'
import { notTheirs } from '@/lib/figure-alerts/check-alert'
import { readFigure } from '@/lib/figure-alerts/read-figure'
import type { FigureAlert, FigureAlertMail } from '@/lib/generated/prisma/client'
import { handOver, type HandedOver, personalMail } from '@/lib/mail/hand-over'
import { findRecipient, type Recipient } from '@/lib/reports/recipient'
import type { System } from '@/lib/system'

/** Tells the owner of a limit that it broke, or is met again; nothing to whom the figure is not shown any more. May run twice: the message id makes a second mail harmless. @throws when the mail system does not answer, to be run again. */
export async function sendAlert(system: System, mailId: string): Promise<void> {
  const now = system.clock.now()
  const ready = await system.db.asOperator(async (tx) => {
    const mail = await tx.figureAlertMail.findFirst({ where: { id: mailId, state: 'waiting' } })
    const alert = mail && (await tx.figureAlert.findFirst({ where: { id: mail.alertId } }))
    return alert && { mail, alert, recipient: await findRecipient(tx, alert.tenantId, alert.accountId, now) }
  })
  if (!ready) return
  const { mail, alert, recipient } = ready
  const became = await tell(system, mail, alert, recipient)
  await end(system, mail, alert, became)
  if (became.state === 'waiting') throw new Error(`the alert was not handed over: ${became.why}`)
}

async function tell(system: System, mail: FigureAlertMail, alert: FigureAlert, recipient: Recipient | { why: string }): Promise<HandedOver | { state: 'skipped'; why: string }> {
  if ('why' in recipient) return { state: 'skipped', why: recipient.why }
  if (alert.pausedAt || alert.removedAt) return { state: 'skipped', why: 'it was paused or removed' }
  const reading = await system.db.inTenant(recipient.viewer, (tx) => readFigure(tx, recipient.viewer, alert, mail.at))
  if (!reading) return { state: 'skipped', why: notTheirs }
  const { portalUrl, secret } = system.settings
  const stopToken = signId(secret, 'figure-alert', `${alert.id}:${alert.accountId}`)
  const content = alertContent(alert, mail, reading, { url: `${portalUrl}/dashboards/${alert.dashboardId}`, unsubscribeUrl: `${portalUrl}/unsubscribe/${stopToken}` })
  return handOver(system, personalMail(system, { id: mail.id, tenantId: mail.tenantId, to: recipient.email, content, stopToken }), mail.attempts)
}

async function end({ db, clock }: System, { id, tenantId, isBreak }: FigureAlertMail, alert: FigureAlert, { state, why }: { state: 'sent' | 'skipped' | 'failed' | 'waiting'; why: string }): Promise<void> {
  const now = clock.now()
  await db.asOperator(async (tx) => {
    const { count } = await tx.figureAlertMail.updateMany({ where: { id, state: 'waiting' }, data: { state, why, ...(state === 'waiting' && { attempts: { increment: 1 } }), ...(state === 'sent' && { sentAt: now }) } })
    if (count > 0 && state === 'sent') await recordAudit(tx, now, { tenantId, actor: 'worker', action: 'figure_alert.sent', subject: alert.id, detail: { to: alert.accountId, isBreak } })
  })
}
