import { signId } from '@/lib/auth/signed-id'
import type { Tx } from '@/lib/db'
import { decideFollowUp } from '@/lib/follow-up/decide-follow-up'
import { followUpContent, type Sequence, sequenceOf } from '@/lib/follow-up/sequences'
import type { FollowUp, Lead, Lease } from '@/lib/generated/prisma/client'
import { htmlOf, type MailContent, textOf } from '@/lib/mail/layout'
import { sayMoment } from '@/lib/mail/send-mail'
import { findSuppression } from '@/lib/mail/suppress'
import { industryOf } from '@/lib/plant/stories'
import { siteOf } from '@/lib/story/story'
import type { System } from '@/lib/system'

const mostAttempts = 5
const againMs = 10 * 60_000

/**
 * Decides about one mail with what is true now, and sends it. May run twice: the message id makes a second mail harmless. A
 * mail system that does not answer is asked again, five times at most; what it refuses is failed, and says so.
 */
export async function sendFollowUp(system: System, followUpId: string): Promise<void> {
  const ready = await system.db.asOperator((tx) => prepare(system, tx, followUpId))
  if (!ready) return
  const { to, content, followUp } = ready
  const sent = await system.mail.send({ id: `follow-up-${followUpId}`, stream: 'marketing', to, subject: content.subject, text: textOf(content), html: htmlOf(content), headers: unsubscribeHeaders(system, followUp), leaseId: followUp.leaseId })
  const now = system.clock.now()
  const again = !sent.ok && sent.failure.kind !== 'refused' && followUp.attempts + 1 < mostAttempts
  await system.db.asOperator((tx) =>
    tx.followUp.updateMany({
      where: { id: followUpId, state: 'waiting' },
      data: sent.ok ? { state: 'sent', sentAt: now, why: null } : { state: again ? 'waiting' : 'failed', why: sent.failure.message, attempts: { increment: 1 }, ...(again && { dueAt: new Date(now.getTime() + againMs) }) },
    }),
  )
}

interface Ready {
  followUp: FollowUp
  to: string
  content: MailContent
}

async function prepare(system: System, tx: Tx, id: string): Promise<Ready | null> {
  const now = system.clock.now()
  await tx.$queryRaw`SELECT id FROM follow_up WHERE id = ${id} FOR UPDATE`
  const followUp = await tx.followUp.findFirst({ where: { id, state: 'waiting', dueAt: { lte: now } } })
  const sequence = followUp && sequenceOf(followUp.sequence)
  if (!followUp || !sequence) return null
  const [lead, lease] = [await tx.lead.findFirst({ where: { id: followUp.leadId } }), await tx.lease.findFirst({ where: { id: followUp.leaseId } })]
  const decision = decideFollowUp(await factsOf(tx, followUp, sequence, lead, lease, now), now)
  if (decision.kind === 'send') return { followUp, to: lead!.email, content: await contentOf(system, tx, sequence, followUp, lead!, lease) }
  await tx.followUp.updateMany({ where: { id }, data: decision.kind === 'wait' ? { dueAt: decision.until } : { state: 'stopped', why: decision.why } })
  return null
}

async function factsOf(tx: Tx, { leaseId, leadId, sequence: key, step }: FollowUp, sequence: Sequence, lead: Lead | null, lease: Lease | null, now: Date) {
  const last = await tx.followUp.findFirst({ where: { leadId, state: 'sent' }, orderBy: { sentAt: 'desc' } })
  const suppression = lead && (await findSuppression(tx, lead.email))
  const began = lease?.assignedAt ?? lease?.createdAt ?? now
  // A new request after the old plant is the goal of who came back; what led to this plant is not.
  const since = sequence.begins === 'lease.over' ? (lease?.stoppedAt ?? lease?.goneAt ?? began) : began
  const goal = await tx.engagementEvent.findFirst({ where: { tenantId: 'platform', subject: leadId, kind: { in: sequence.goals }, at: { gt: since }, ...(sequence.begins !== 'lease.over' && { OR: [{ leaseId }, { leaseId: null }] }) } })
  return {
    consents: Boolean(lead?.marketingConsentAt && !lead.unsubscribedAt),
    suppressed: suppression,
    sequenceOff: (await tx.followUpSwitch.count({ where: { sequence: key } })) > 0 || !sequence.steps[step],
    goalReached: goal !== null || lease?.state === 'claimed',
    needsLivingPlant: sequence.needsLivingPlant,
    plantLives: Boolean(lease && ['ready', 'reminded'].includes(lease.state) && lease.deadlineAt && lease.deadlineAt > now),
    erased: lead === null || (await tx.leadErasure.count({ where: { leadId } })) > 0,
    lastSentAt: last?.sentAt ?? null,
    timeZone: lead?.timeZone ?? (lease ? siteOf(industryOf(lease.industry)).timeZone : 'UTC'),
  }
}

async function contentOf(system: System, tx: Tx, sequence: Sequence, { id, leadId, step }: FollowUp, lead: Lead, lease: Lease | null): Promise<MailContent> {
  const site = siteOf(lease ? industryOf(lease.industry) : 'dairy')
  const findings = lease ? await tx.finding.findMany({ where: { tenantId: lease.name, foundAt: { not: null } }, select: { title: true } }) : []
  const { portalUrl, secret } = system.settings
  return followUpContent(sequence, step, {
    plant: site.name,
    name: lead.name?.split(/\s+/)[0] ?? '',
    deadline: lease?.deadlineAt ? sayMoment(lease.deadlineAt, lead.timeZone ?? site.timeZone) : '',
    found: findings.map(({ title }) => title),
    url: `${portalUrl}/api/follow/${signId(secret, 'follow', id)}`,
  }, `${portalUrl}/unsubscribe/${signId(secret, 'unsubscribe', `${leadId}:${id}`)}`)
}

/** RFC 2369 and RFC 8058: mail programs show a button, and press it with a POST. */
function unsubscribeHeaders({ settings }: System, { leadId, id }: FollowUp): Record<string, string> {
  return {
    'list-unsubscribe': `<${settings.portalUrl}/api/unsubscribe/${signId(settings.secret, 'unsubscribe', `${leadId}:${id}`)}>`,
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
  }
}
