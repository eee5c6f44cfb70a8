import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Announcement } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Everybody of every tenant, in place of one tenant's id. */
export const everyone = 'everyone'

export interface NewAnnouncement {
  audience: string
  text: string
  from: Date
  until: Date
}

/** What this reader is to be told now, the newest first. */
export const currentAnnouncements = (system: System, reader: Reader): Promise<{ id: string; text: string }[]> => {
  const now = system.clock.now()
  // Announcements are rows of the platform: read as it, for the one tenant that asks.
  return system.db.inTenant('platform', (tx) =>
    tx.announcement.findMany({
      where: { audience: { in: [everyone, reader.tenantId] }, fromAt: { lte: now }, untilAt: { gt: now }, endedAt: null },
      orderBy: { fromAt: 'desc' },
      select: { id: true, text: true },
    }),
  )
}

export const listAnnouncements = (system: System): Promise<Announcement[]> =>
  system.db.asOperator((tx) => tx.announcement.findMany({ orderBy: { createdAt: 'desc' }, take: 200 }))

/** @throws Refusal 422 for a time that ends before it begins or is over, or a tenant that is not there. */
export async function announce(system: System, { audience, text, from, until }: NewAnnouncement, actor: string): Promise<void> {
  const now = system.clock.now()
  if (until <= from || until <= now) throw new Refusal(422, 'Not valid', 'The announcement must end after it begins, and not in the past.')
  await system.db.asOperator(async (tx) => {
    if (audience !== everyone && !(await tx.tenant.findUnique({ where: { id: audience } }))) throw new Refusal(422, 'Not valid', `There is no tenant ${audience}.`)
    const id = randomUUID()
    await tx.announcement.create({ data: { id, audience, text, fromAt: from, untilAt: until, createdAt: now, createdBy: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'announcement.made', subject: audience, detail: { text, from: from.toISOString(), until: until.toISOString() } })
  })
}

/** Off every screen with the next page. @throws Refusal 404 */
export async function endAnnouncement(system: System, id: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.announcement.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } })
    if (count === 0) throw notThere()
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'announcement.ended', subject: id })
  })
}
