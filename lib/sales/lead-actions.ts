import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { type EngagementKind, recordEngagement } from '@/lib/funnel/record-engagement'
import { notThere, Refusal } from '@/lib/http/problem'
import { tellCrm } from '@/lib/sales/tell-crm'
import type { System } from '@/lib/system'

/** What sales marks by hand; each is a step of the funnel, at the moment at which it happened. */
export const leadMarks = { meeting: 'meeting.held', pilot: 'pilot.started', paid: 'contract.paid' } as const satisfies Record<string, EngagementKind>
export type LeadMark = keyof typeof leadMarks

interface Change {
  leadId: string
  action: string
  detail?: Record<string, string | null>
}

/** One transaction: the lead is there, the change, the audit trail without a name in it, the CRM. */
async function change(system: System, { leadId, action, detail }: Change, actor: string, work: (tx: Tx, now: Date) => Promise<unknown>): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    if (!(await tx.lead.findFirst({ where: { id: leadId }, select: { id: true } }))) throw notThere()
    await work(tx, now)
    await recordAudit(tx, now, { tenantId: 'platform', actor, action, subject: `lead ${leadId}`, detail })
    await tellCrm(tx, now, { leadId, type: 'lead.updated' })
  })
}

export const setOwner = (system: System, { leadId, ownerId }: { leadId: string; ownerId: string | null }, actor: string) =>
  change(system, { leadId, action: 'lead.owner-set', detail: { ownerId } }, actor, async (tx) => {
    if (ownerId && !(await listOwners(tx)).some(({ id }) => id === ownerId)) throw new Refusal(422, 'Not set', 'That account may not sell. Choose one with the role sales or admin.')
    await tx.lead.updateMany({ where: { id: leadId }, data: { ownerId } })
  })

/** Who may own a lead. */
export async function listOwners(tx: Tx): Promise<{ id: string; name: string }[]> {
  const grants = await tx.roleGrant.findMany({ where: { tenantId: 'platform', role: { in: ['admin', 'sales'] } }, distinct: ['accountId'], select: { accountId: true } })
  return tx.account.findMany({ where: { tenantId: 'platform', id: { in: grants.map(({ accountId }) => accountId) }, status: 'active' }, select: { id: true, name: true }, orderBy: { name: 'asc' } })
}

/** What to do next and by when (a calendar date); nothing when it is done. */
export const setNextAction = (system: System, { leadId, text, on }: { leadId: string; text: string; on: string | null }, actor: string) =>
  change(system, { leadId, action: 'lead.next-action-set', detail: { on } }, actor, (tx) =>
    tx.lead.updateMany({ where: { id: leadId }, data: text ? { nextAction: text, nextActionOn: on ? new Date(`${on}T00:00:00Z`) : null } : { nextAction: null, nextActionOn: null } }),
  )

export const addNote = (system: System, { leadId, text }: { leadId: string; text: string }, actor: string) =>
  change(system, { leadId, action: 'lead.note-added' }, actor, (tx, now) => tx.leadNote.create({ data: { id: randomUUID(), leadId, at: now, author: actor, text } }))

/** What is deleted can come back: `deleted` false brings it. */
export const setNoteDeleted = (system: System, { leadId, noteId, deleted }: { leadId: string; noteId: string; deleted: boolean }, actor: string) =>
  change(system, { leadId, action: deleted ? 'lead.note-deleted' : 'lead.note-restored' }, actor, async (tx, now) => {
    const { count } = await tx.leadNote.updateMany({ where: { id: noteId, leadId }, data: { deletedAt: deleted ? now : null } })
    if (count === 0) throw notThere()
  })

/** Marks a meeting, a pilot or a contract on a day; the same day marked twice is one. */
export const markLead = (system: System, { leadId, mark, at }: { leadId: string; mark: LeadMark; at: Date }, actor: string) =>
  change(system, { leadId, action: `lead.marked-${mark}`, detail: { at: at.toISOString() } }, actor, async (tx, now) => {
    if (at > now) throw new Refusal(422, 'Not marked', 'That lies ahead. Write it as the next action, and mark it when it has happened.')
    await recordEngagement(tx, at, { kind: leadMarks[mark], subject: leadId, detail: { by: actor }, onceId: `mark-${mark}-${leadId}-${at.toISOString()}` })
  })

/** Takes back every mark of the kind that somebody made by hand. */
export const unmarkLead = (system: System, { leadId, mark }: { leadId: string; mark: LeadMark }, actor: string) =>
  change(system, { leadId, action: `lead.unmarked-${mark}` }, actor, (tx) => tx.engagementEvent.deleteMany({ where: { subject: leadId, kind: leadMarks[mark], id: { startsWith: 'mark-' } } }))
