import type { Tx } from '@/lib/db'
import { sequences, type Sequence } from '@/lib/follow-up/sequences'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

/** What began longer ago is not taken up any more: a worker that was away for a week does not write about last week. */
const reachMs = 3 * 86_400_000

interface Begin {
  leadId: string
  leaseId: string
  at: Date
}

/**
 * Writes down which mails will be due, notes whose goal was reached after a mail, and hands what is due to the queue. May
 * run twice and side by side: the id of a mail is made of sequence, step and lease.
 */
export async function planFollowUps(system: System): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const off = new Set((await tx.followUpSwitch.findMany()).map(({ sequence }) => sequence))
    for (const sequence of sequences) {
      if (!off.has(sequence.key)) await plan(tx, sequence, await begins(tx, sequence, now), now)
      await noteGoals(tx, sequence)
    }
    const due = await tx.followUp.findMany({ where: { state: 'waiting', dueAt: { lte: now } }, select: { id: true }, orderBy: { dueAt: 'asc' }, take: 500 })
    for (const { id } of due) await enqueue(tx, 'send-follow-up', { followUpId: id }, { key: `follow-up ${id}` })
  })
}

/** The first time that it happened in each lease of somebody who agreed to such mail. */
function begins(tx: Tx, { begins: kind }: Sequence, now: Date): Promise<Begin[]> {
  const since = new Date(now.getTime() - reachMs)
  if (kind === 'lease.over') {
    return tx.$queryRaw<Begin[]>`
      SELECT l.lead_id AS "leadId", l.id AS "leaseId", coalesce(l.stopped_at, l.gone_at) AS at
      FROM lease l JOIN lead p ON p.tenant_id = l.tenant_id AND p.id = l.lead_id
      WHERE l.state IN ('stopped', 'gone') AND coalesce(l.stopped_at, l.gone_at) > ${since}::timestamptz
        AND p.marketing_consent_at IS NOT NULL AND p.unsubscribed_at IS NULL`
  }
  return tx.$queryRaw<Begin[]>`
    SELECT l.lead_id AS "leadId", l.id AS "leaseId", min(e.at) AS at
    FROM engagement_event e JOIN lease l ON l.tenant_id = e.tenant_id AND l.id = e.lease_id
      JOIN lead p ON p.tenant_id = l.tenant_id AND p.id = l.lead_id
    WHERE e.tenant_id = 'platform' AND e.kind = ${kind} AND e.at > ${since}::timestamptz AND p.marketing_consent_at IS NOT NULL AND p.unsubscribed_at IS NULL
    GROUP BY l.lead_id, l.id`
}

const plan = (tx: Tx, { key, steps }: Sequence, from: Begin[], now: Date) =>
  tx.followUp.createMany({
    data: from.flatMap(({ leadId, leaseId, at }) =>
      steps.map(({ afterMinutes }, step) => ({ id: `${key}-${step}-${leaseId}`, leadId, leaseId, sequence: key, step, plannedAt: now, dueAt: new Date(at.getTime() + afterMinutes * 60_000) })),
    ),
    skipDuplicates: true,
  })

const noteGoals = (tx: Tx, { key, goals }: Sequence) =>
  tx.$executeRaw`
    UPDATE follow_up f SET goal_at = (SELECT min(e.at) FROM engagement_event e WHERE e.tenant_id = f.tenant_id AND e.subject = f.lead_id AND e.at > f.sent_at AND e.kind = ANY(${goals}))
    WHERE f.sequence = ${key} AND f.state = 'sent' AND f.goal_at IS NULL
      AND EXISTS (SELECT FROM engagement_event e WHERE e.tenant_id = f.tenant_id AND e.subject = f.lead_id AND e.at > f.sent_at AND e.kind = ANY(${goals}))`
