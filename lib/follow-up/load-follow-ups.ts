import type { FollowUp } from '@/lib/generated/prisma/client'
import { sequences } from '@/lib/follow-up/sequences'
import type { System } from '@/lib/system'

export interface StepResults {
  sequence: string
  label: string
  step: number
  afterMinutes: number
  subject: string
  waiting: number
  sent: number
  followed: number
  reachedGoal: number
  unsubscribed: number
  failed: number
  /** Not sent, by reason, most frequent first. */
  stopped: { why: string; count: number }[]
}

export interface FollowUpsView {
  now: string
  sequences: { key: string; label: string; goalWords: string; offSince: string | null; steps: StepResults[] }[]
  /** What goes out next. */
  next: { id: string; email: string; label: string; dueAt: string; timeZone: string | null }[]
  suppressions: { reason: string; at: string; note: string }[]
  suppressed: number
}

const example = { plant: 'Northfield Dairy', name: '', deadline: 'Tue 10 Mar, 12:00', found: [], url: '' }
const shownNext = 12

/** Every step with what became of it, and what is about to be sent. */
export async function loadFollowUps({ db, clock }: System): Promise<FollowUpsView> {
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const rows = await tx.followUp.findMany({ select: { id: true, sequence: true, step: true, state: true, clickedAt: true, goalAt: true, why: true } })
    const off = await tx.followUpSwitch.findMany()
    const unsubscribes = await tx.engagementEvent.findMany({ where: { tenantId: 'platform', kind: 'marketing.unsubscribed' }, select: { detail: true } })
    const ended = new Set(unsubscribes.map(({ detail }) => (detail as { followUp?: string }).followUp))
    const due = await tx.followUp.findMany({ where: { state: 'waiting' }, orderBy: { dueAt: 'asc' }, take: shownNext })
    const leads = await tx.lead.findMany({ where: { id: { in: due.map(({ leadId }) => leadId) } } })
    const suppressions = await tx.suppression.findMany({ orderBy: { at: 'desc' }, take: shownNext })
    return {
      now: now.toISOString(),
      sequences: sequences.map(({ key, label, goalWords, steps }) => ({
        key, label, goalWords,
        offSince: off.find(({ sequence }) => sequence === key)?.offSince.toISOString() ?? null,
        steps: steps.map(({ afterMinutes, words }, step) => ({ sequence: key, label, step, afterMinutes, subject: words(example).subject, ...resultsOf(rows.filter((row) => row.sequence === key && row.step === step), ended) })),
      })),
      next: due.map(({ id, leadId, sequence, dueAt }) => {
        const lead = leads.find((one) => one.id === leadId)
        return { id, email: lead?.email ?? '', label: sequences.find(({ key }) => key === sequence)?.label ?? sequence, dueAt: dueAt.toISOString(), timeZone: lead?.timeZone ?? null }
      }),
      suppressions: suppressions.map(({ reason, at, note }) => ({ reason, at: at.toISOString(), note })),
      suppressed: await tx.suppression.count(),
    }
  })
}

type ResultRow = Pick<FollowUp, 'id' | 'state' | 'clickedAt' | 'goalAt' | 'why'>

function resultsOf(rows: ResultRow[], ended: Set<string | undefined>) {
  const sent = rows.filter(({ state }) => state === 'sent')
  const stopped = Map.groupBy(rows.filter(({ state }) => state === 'stopped'), ({ why }) => why ?? '')
  return {
    waiting: rows.filter(({ state }) => state === 'waiting').length,
    sent: sent.length,
    followed: sent.filter(({ clickedAt }) => clickedAt).length,
    reachedGoal: sent.filter(({ goalAt }) => goalAt).length,
    unsubscribed: sent.filter(({ id }) => ended.has(id)).length,
    failed: rows.filter(({ state }) => state === 'failed').length,
    stopped: [...stopped].map(([why, of]) => ({ why, count: of.length })).sort((a, b) => b.count - a.count),
  }
}
