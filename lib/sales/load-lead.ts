import type { Tx } from '@/lib/db'
import type { Lead } from '@/lib/generated/prisma/client'
import { findSuppression } from '@/lib/mail/suppress'
import { listOwners } from '@/lib/sales/lead-actions'
import { type LeadRow, rowsOf } from '@/lib/sales/load-leads'
import { type LeadScore, loadScores, subjectsOf } from '@/lib/sales/load-scores'
import type { System } from '@/lib/system'

export interface TimelineEntry {
  id: string
  at: string
  kind: string
  detail: Record<string, unknown>
}

export interface LeadView extends LeadRow {
  now: string
  jobTitle: string | null
  companySize: string | null
  campaign: string | null
  timeZone: string | null
  ownerId: string | null
  score: LeadScore
  /** Why the address gets no marketing mail although it agreed: bounced, complained. */
  suppressed: string | null
  timeline: TimelineEntry[]
  /** Older ones are there, too. */
  timelineCut: boolean
  notes: { id: string; at: string; author: string; text: string; deleted: boolean }[]
  owners: { id: string; name: string }[]
  merged: { mergeId: string; email: string; at: string; by: string }[]
  /** Leads that may be the same person: same name, or same company and no name. */
  alike: { id: string; email: string; why: string }[]
  erasure: { requestedAt: string; waitsFor: string | null } | null
}

const timelineLimit = 200

/** One lead with everything that is known; null when there is none, or it is merged into another. */
export async function loadLead({ db, clock }: System, leadId: string): Promise<LeadView | null> {
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const lead = await tx.lead.findFirst({ where: { id: leadId, mergedIntoId: null } })
    if (!lead) return null
    const [row] = await rowsOf(tx, [lead], now)
    const subjects = [...(await subjectsOf(tx, [leadId])).keys()]
    const events = await tx.engagementEvent.findMany({ where: { tenantId: 'platform', subject: { in: subjects } }, orderBy: { at: 'desc' }, take: timelineLimit + 1 })
    const notes = await tx.leadNote.findMany({ where: { leadId: { in: subjects } }, orderBy: { at: 'desc' } })
    const erasure = await tx.leadErasure.findFirst({ where: { leadId } })
    const { jobTitle, companySize, campaign, timeZone, ownerId } = lead
    return {
      ...row!, jobTitle, companySize, campaign, timeZone, ownerId,
      now: now.toISOString(),
      score: (await loadScores(tx, [lead], now)).get(leadId)!,
      suppressed: await findSuppression(tx, lead.email),
      timeline: events.slice(0, timelineLimit).map(({ id, at, kind, detail }) => ({ id, at: at.toISOString(), kind, detail: detail as Record<string, unknown> })),
      timelineCut: events.length > timelineLimit,
      notes: notes.map(({ id, at, author, text, deletedAt }) => ({ id, at: at.toISOString(), author, text, deleted: deletedAt !== null })),
      owners: await listOwners(tx),
      merged: await mergedInto(tx, leadId),
      alike: await alikeTo(tx, lead),
      erasure: erasure ? { requestedAt: erasure.requestedAt.toISOString(), waitsFor: erasure.waitsFor } : null,
    }
  })
}

async function mergedInto(tx: Tx, keptId: string): Promise<LeadView['merged']> {
  const merges = await tx.leadMerge.findMany({ where: { keptId, undoneAt: null }, orderBy: { at: 'desc' } })
  const leads = await tx.lead.findMany({ where: { id: { in: merges.map(({ mergedId }) => mergedId) } } })
  return merges.map(({ id, mergedId, at, by }) => ({ mergeId: id, email: leads.find((lead) => lead.id === mergedId)?.email ?? '', at: at.toISOString(), by }))
}

const mostAlike = 5

async function alikeTo(tx: Tx, { id, name, email, companyKey }: Lead): Promise<LeadView['alike']> {
  const local = email.split('@')[0]!
  const found = await tx.lead.findMany({
    where: { id: { not: id }, mergedIntoId: null, OR: [...(name ? [{ name: { equals: name, mode: 'insensitive' as const } }] : []), { email: { startsWith: `${local}@` } }, ...(companyKey ? [{ companyKey }] : [])] },
    take: mostAlike,
    orderBy: { createdAt: 'desc' },
  })
  return found.map((other) => ({
    id: other.id,
    email: other.email,
    why: name && other.name?.toLowerCase() === name.toLowerCase() ? 'same name' : other.email.startsWith(`${local}@`) ? 'same name before the @' : 'same company',
  }))
}
