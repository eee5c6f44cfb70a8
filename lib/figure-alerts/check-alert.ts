import type { Tx } from '@/lib/db'
import type { Defined } from '@/lib/energy/energy-use'
import { isBroken } from '@/lib/figure-alerts/judge'
import { readFigure } from '@/lib/figure-alerts/read-figure'
import type { FigureAlert } from '@/lib/generated/prisma/client'
import { enqueue } from '@/lib/queue/enqueue'
import { findRecipient } from '@/lib/reports/recipient'
import type { System } from '@/lib/system'

export const notTheirs = 'this figure is not shown to you any more'

/**
 * Looks at a figure as its owner would see it now, and writes the mail when its limit breaks or is met again. May run twice, and
 * at once: the row is judged under its lock, and what was told already is not told again.
 */
export async function checkAlert(system: System, alertId: string): Promise<void> {
  const now = system.clock.now()
  const ready = await system.db.asOperator(async (tx) => {
    const alert = await tx.figureAlert.findFirst({ where: { id: alertId, pausedAt: null, removedAt: null } })
    return alert && { alert, recipient: await findRecipient(tx, alert.tenantId, alert.accountId, now) }
  })
  if (!ready) return
  const { alert, recipient } = ready
  const reading = 'why' in recipient ? null : await system.db.inTenant(recipient.viewer, (tx) => readFigure(tx, recipient.viewer, alert, now))
  await system.db.asOperator((tx) => keepLook(tx, alert, reading?.value ?? { undefinedBecause: notTheirs }, now))
}

/** Without a value nothing breaks and nothing is back. */
async function keepLook(tx: Tx, seen: FigureAlert, value: Defined, now: Date): Promise<void> {
  await tx.$queryRaw`SELECT id FROM figure_alert WHERE id = ${seen.id} FOR UPDATE`
  const alert = await tx.figureAlert.findFirst({ where: { id: seen.id, changedAt: seen.changedAt, pausedAt: null, removedAt: null } })
  // Changed, stopped or looked at again meanwhile.
  if (!alert || (alert.lookedAt && alert.lookedAt > now)) return
  if (typeof value !== 'number') return keep(tx, alert, { value: null, why: value.undefinedBecause, lookedAt: now })
  const was = alert.brokenSince !== null
  const is = isBroken(was, value, alert)
  const breaks = alert.breaks + Number(is && !was)
  await keep(tx, alert, { value, why: '', lookedAt: now, breaks, brokenSince: is ? (alert.brokenSince ?? now) : null })
  if (is === was) return
  const id = `figure-alert-${alert.id}-${breaks}-${is ? 'broken' : 'back'}`
  await tx.figureAlertMail.createMany({ data: [{ tenantId: alert.tenantId, id, alertId: alert.id, isBreak: is, value, at: now }], skipDuplicates: true })
  await enqueue(tx, 'send-figure-alert', { mailId: id }, { key: id })
}

async function keep(tx: Tx, { tenantId, id }: FigureAlert, data: Pick<FigureAlert, 'value' | 'why' | 'lookedAt'> & Partial<FigureAlert>): Promise<void> {
  await tx.figureAlert.update({ where: { tenantId_id: { tenantId, id } }, data })
}
