import type { Tx } from '@/lib/db'
import { type FunnelStepKey, funnelSteps } from '@/lib/funnel/steps'
import type { Lead, Lease, Prisma } from '@/lib/generated/prisma/client'
import { loadScores, subjectsOf } from '@/lib/sales/load-scores'
import { listOwners } from '@/lib/sales/lead-actions'
import type { System } from '@/lib/system'

export type LeadGroup = 'all' | 'live' | 'due' | 'mine'
export type LeadSort = 'score' | 'newest' | 'next'

export interface LeadFilter {
  search: string
  group: LeadGroup
  sort: LeadSort
  /** Only those whose furthest step this is. */
  stage?: FunnelStepKey
}

export interface LeadRow {
  id: string
  email: string
  name: string | null
  company: string | null
  industry: string | null
  source: string | null
  fit: number
  engagement: number
  /** The last step of the funnel that they came to, in words; empty for none. */
  stage: string
  stageKey: FunnelStepKey | null
  lastSeenAt: string | null
  /** Of the plant that they have now. */
  lease: { id: string; state: Lease['state']; deadlineAt: string | null } | null
  owner: string | null
  nextAction: string | null
  nextActionOn: string | null
  consents: boolean
  createdAt: string
}

export interface LeadsView {
  now: string
  rows: LeadRow[]
  /** How many there are like that; rows are the first `rowLimit` of the newest. */
  matching: number
}

/** Scores are of the moment, so that all that are sorted by them are computed: the newest so many. */
const rowLimit = 500
const liveStates: Lease['state'][] = ['provisioning', 'ready', 'reminded', 'stopped', 'claimed']

/** Leads as sales sees them; merged ones stand with the lead that they were merged into. */
export async function loadLeads({ db, clock }: System, filter: LeadFilter, selfId?: string): Promise<LeadsView> {
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const where = await whereOf(tx, filter, now, selfId)
    const leads = await tx.lead.findMany({ where, orderBy: { createdAt: 'desc' }, take: rowLimit })
    const all = await rowsOf(tx, leads, now)
    const rows = filter.stage ? all.filter(({ stageKey }) => stageKey === filter.stage) : all
    return { now: now.toISOString(), rows: rows.sort(orders[filter.sort]), matching: filter.stage ? rows.length : await tx.lead.count({ where }) }
  })
}

const orders: Record<LeadSort, (a: LeadRow, b: LeadRow) => number> = {
  score: (a, b) => b.fit + b.engagement - (a.fit + a.engagement) || b.createdAt.localeCompare(a.createdAt),
  newest: (a, b) => b.createdAt.localeCompare(a.createdAt),
  next: (a, b) => (a.nextActionOn ?? '9').localeCompare(b.nextActionOn ?? '9') || b.createdAt.localeCompare(a.createdAt),
}

async function whereOf(tx: Tx, { search, group }: LeadFilter, now: Date, selfId?: string): Promise<Prisma.LeadWhereInput> {
  const like = { contains: search, mode: 'insensitive' as const }
  const where: Prisma.LeadWhereInput = { mergedIntoId: null, ...(search && { OR: [{ email: like }, { name: like }, { company: like }, { source: like }, { campaign: like }] }) }
  if (group === 'due') return { ...where, nextActionOn: { lte: now } }
  if (group === 'mine') return { ...where, ownerId: selfId ?? '' }
  if (group === 'all') return where
  const live = await tx.lease.findMany({ where: { state: { in: liveStates }, leadId: { not: null } }, select: { leadId: true } })
  const owners = await tx.lead.findMany({ where: { id: { in: live.map(({ leadId }) => leadId!) } }, select: { id: true, mergedIntoId: true } })
  return { ...where, id: { in: owners.map(({ id, mergedIntoId }) => mergedIntoId ?? id) } }
}

/** One row for each lead, with what is merged into it. */
export async function rowsOf(tx: Tx, leads: Lead[], now: Date): Promise<LeadRow[]> {
  const ids = leads.map(({ id }) => id)
  const subjects = await subjectsOf(tx, ids)
  const scores = await loadScores(tx, leads, now)
  const leases = await tx.lease.findMany({ where: { leadId: { in: [...subjects.keys()] }, state: { in: liveStates } }, orderBy: { createdAt: 'desc' } })
  const reached = await tx.$queryRaw<{ subject: string; step: number | null; at: Date }[]>`
    SELECT subject, max(funnel_step(kind)) FILTER (WHERE funnel_step(kind) < 20) AS step, max(at) AS at
    FROM engagement_event WHERE tenant_id = 'platform' AND subject = ANY(${[...subjects.keys()]}) GROUP BY subject`
  const owners = new Map((await listOwners(tx)).map(({ id, name }) => [id, name]))
  return leads.map((lead) => {
    const own = reached.filter(({ subject }) => subjects.get(subject) === lead.id)
    const step = funnelSteps.find(({ code }) => code === Math.max(0, ...own.map(({ step: one }) => one ?? 0)))
    const lease = leases.find(({ leadId }) => subjects.get(leadId!) === lead.id)
    const score = scores.get(lead.id)!
    return {
      id: lead.id,
      email: lead.email,
      name: lead.name,
      company: lead.company,
      industry: lead.industry,
      source: lead.source,
      fit: score.fit.points,
      engagement: score.engagement.points,
      stage: step?.label ?? '',
      stageKey: step?.key ?? null,
      lastSeenAt: own.length > 0 ? new Date(Math.max(...own.map(({ at }) => at.getTime()))).toISOString() : null,
      lease: lease ? { id: lease.id, state: lease.state, deadlineAt: lease.deadlineAt?.toISOString() ?? null } : null,
      owner: (lead.ownerId && owners.get(lead.ownerId)) ?? null,
      nextAction: lead.nextAction,
      nextActionOn: lead.nextActionOn?.toISOString().slice(0, 10) ?? null,
      consents: lead.marketingConsentAt !== null && lead.unsubscribedAt === null,
      createdAt: lead.createdAt.toISOString(),
    }
  })
}
