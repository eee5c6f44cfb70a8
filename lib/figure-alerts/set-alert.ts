import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import { findFault, type Limit, sayRule } from '@/lib/figure-alerts/figures'
import { readFigure } from '@/lib/figure-alerts/read-figure'
import type { FigureAlert } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/** Most that one person keeps. */
export const mostAlerts = 30

export type AlertWish = Limit & { dashboardId: string; nodeId: string }
export type LimitWish = Pick<Limit, 'span' | 'breaksAbove' | 'limit'>

const unjudged = { brokenSince: null, value: null, why: '', lookedAt: null }

/** Sets a limit for oneself on a figure that one is shown; it is judged within a minute. @throws Refusal 404, 422 */
export async function setAlert({ db, clock }: System, person: Person, wish: AlertWish): Promise<void> {
  const { tenantId, accountId, email } = person
  const now = clock.now()
  refuseFault(wish)
  await db.inTenant(person, async (tx) => {
    if (!(await readFigure(tx, person, wish, now))) throw notThere()
    const mine = { accountId, removedAt: null }
    if ((await tx.figureAlert.count({ where: mine })) >= mostAlerts) throw new Refusal(422, 'Too many', `You can have ${mostAlerts} alerts. Delete one first.`)
    if ((await tx.figureAlert.count({ where: { ...mine, ...wish } })) > 0) throw new Refusal(422, 'There already', 'You have this alert already: it is in the list.')
    const id = randomBytes(9).toString('hex')
    await tx.figureAlert.create({ data: { tenantId, id, accountId, ...wish, changedAt: now, nextAt: now } })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'figure_alert.set', subject: id, detail: { figure: wish.figure, place: wish.nodeId, rule: sayRule(wish) } })
  })
}

/** Another limit: judged anew, so that what is broken by it is told again. @throws Refusal 404, 422 */
export const changeAlert = (system: System, person: Person, id: string, wish: LimitWish): Promise<void> =>
  changeOwn(system, person, id, 'figure_alert.changed', (alert) => {
    refuseFault({ ...wish, figure: alert.figure })
    return { ...wish, ...unjudged }
  })

/** Pauses, or goes on: then what is broken is told again. @throws Refusal 404 */
export const pauseAlert = (system: System, person: Person, id: string, isPaused: boolean): Promise<void> =>
  changeOwn(system, person, id, isPaused ? 'figure_alert.paused' : 'figure_alert.resumed', (_, now) => (isPaused ? { pausedAt: now } : { pausedAt: null, ...unjudged }))

/** Removes, or within a day brings back as it was. @throws Refusal 404 */
export const removeAlert = (system: System, person: Person, id: string, isRemoved: boolean): Promise<void> =>
  changeOwn(system, person, id, isRemoved ? 'figure_alert.removed' : 'figure_alert.restored', (_, now) => ({ removedAt: isRemoved ? now : null }))

/** By the link in a mail. Twice is once. */
export async function stopAlert({ db, clock }: Pick<System, 'db' | 'clock'>, id: string): Promise<void> {
  const now = clock.now()
  await db.asOperator(async (tx) => {
    const alert = await tx.figureAlert.findFirst({ where: { id, pausedAt: null } })
    if (!alert) return
    await tx.figureAlert.updateMany({ where: { id }, data: { pausedAt: now } })
    await recordAudit(tx, now, { tenantId: alert.tenantId, actor: alert.accountId, action: 'figure_alert.paused', subject: id })
  })
}

function refuseFault(limit: Limit): void {
  const fault = findFault(limit)
  if (fault) throw new Refusal(422, 'Not valid', fault)
}

async function changeOwn({ db, clock }: System, person: Person, id: string, action: string, change: (alert: FigureAlert, now: Date) => Partial<FigureAlert>): Promise<void> {
  const { tenantId, accountId, email } = person
  const now = clock.now()
  await db.inTenant(person, async (tx: Tx) => {
    const alert = await tx.figureAlert.findFirst({ where: { id, accountId } })
    if (!alert) throw notThere()
    await tx.figureAlert.updateMany({ where: { id }, data: { ...change(alert, now), changedAt: now, nextAt: now } })
    await recordAudit(tx, now, { tenantId, actor: email, action, subject: id })
  })
}
