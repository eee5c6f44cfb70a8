import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

const longestHours = 48

export interface NewWindow {
  title: string
  startsAt: Date
  endsAt: Date
}

/** Announces a time that will not count. Only what lies ahead can be announced: an outage is not explained away afterwards. @throws Refusal */
export async function announceWindow(system: System, { title, startsAt, endsAt }: NewWindow, actor: string): Promise<string> {
  const now = system.clock.now()
  if (startsAt < now) throw new Refusal(422, 'Not valid', 'A window is announced before it begins.')
  if (endsAt <= startsAt) throw new Refusal(422, 'Not valid', 'The end lies before the beginning.')
  if (endsAt.getTime() - startsAt.getTime() > longestHours * 3_600_000) throw new Refusal(422, 'Not valid', `A window lasts ${longestHours} hours at most.`)
  return system.db.asOperator(async (tx) => {
    const id = `window-${randomUUID().slice(0, 8)}`
    await tx.maintenanceWindow.create({ data: { id, title, startsAt, endsAt, createdAt: now, createdBy: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'maintenance.announced', subject: id, detail: { title, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() } })
    return id
  })
}

/** Takes back what has not begun; ends at once what has: the time before it stays announced. @throws Refusal */
export function cancelWindow(system: System, windowId: string, actor: string): Promise<void> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const window = await tx.maintenanceWindow.findFirst({ where: { id: windowId, cancelledAt: null } })
    if (!window) throw notThere()
    if (window.endsAt <= now) throw new Refusal(409, 'Not changed', 'It is over.')
    const data = window.startsAt > now ? { cancelledAt: now } : { endsAt: now }
    await tx.maintenanceWindow.updateMany({ where: { id: windowId }, data })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'maintenance.cancelled', subject: windowId })
  })
}

export const isAnnounced = async (tx: Tx, now: Date): Promise<boolean> =>
  (await tx.maintenanceWindow.count({ where: { cancelledAt: null, startsAt: { lte: now }, endsAt: { gt: now } } })) > 0
