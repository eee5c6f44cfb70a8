import type { Tx } from '@/lib/db'
import type { Lead } from '@/lib/generated/prisma/client'
import { engagementScore, fitScore, halfLifeDays, type Score, type ScoredEvent } from '@/lib/sales/score'

export interface LeadScore {
  fit: Score
  engagement: Score
}

/** After this many half-lives nothing is left of an event that would show. */
const halfLivesKept = 10

/** Fit and engagement of each of these leads; what was merged into one counts for it. */
export async function loadScores(tx: Tx, leads: Lead[], now: Date): Promise<Map<string, LeadScore>> {
  const owners = await subjectsOf(tx, leads.map(({ id }) => id))
  const since = new Date(now.getTime() - halfLivesKept * halfLifeDays * 86_400_000)
  const rows = await tx.engagementEvent.findMany({ where: { tenantId: 'platform', subject: { in: [...owners.keys()] }, at: { gte: since, lte: now } }, select: { kind: true, at: true, subject: true, detail: true } })
  const events = Map.groupBy(rows, ({ subject }) => owners.get(subject)!)
  return new Map(leads.map((lead) => [lead.id, { fit: fitScore(lead), engagement: engagementScore((events.get(lead.id) ?? []) as unknown as ScoredEvent[], now) }]))
}

/** Every subject under which one of these leads did something, and which of them it was. */
export async function subjectsOf(tx: Tx, leadIds: string[]): Promise<Map<string, string>> {
  const merged = await tx.lead.findMany({ where: { mergedIntoId: { in: leadIds } }, select: { id: true, mergedIntoId: true } })
  return new Map([...leadIds.map((id) => [id, id] as const), ...merged.map(({ id, mergedIntoId }) => [id, mergedIntoId!] as const)])
}
