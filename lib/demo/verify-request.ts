import { createLease } from '@/lib/demo/create-lease'
import { announce } from '@/lib/demo/announce'
import { findLiveLease } from '@/lib/demo/find-live-lease'
import { poolRestMs } from '@/lib/demo/reconcile-all'
import { hashToken } from '@/lib/auth/token'
import type { Tx } from '@/lib/db'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { DemoRequest, Lease, Prisma } from '@/lib/generated/prisma/client'
import { industryOf, storyDateFor, storyTenantId } from '@/lib/plant/stories'
import { inSpan } from '@/lib/observe/tracing'
import { enqueue } from '@/lib/queue/enqueue'
import { insertAnalysis } from '@/lib/plant/saved-analyses'
import type { System } from '@/lib/system'
import { analysisSchema } from '@/lib/tools/analysis'

export type Verification = { ok: true; leaseId: string } | { ok: false; because: 'unknown' | 'expired' }

/**
 * Confirms the address and gives a lease: one from the warm pool, or a new one. Opening the link twice, or from two
 * places at once, gives the same lease.
 */
export async function verifyRequest(system: System, token: string): Promise<Verification> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const [locked] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM demo_request WHERE token_hash = ${hashToken(token)} FOR UPDATE`
    const request = locked && (await tx.demoRequest.findFirst({ where: { id: locked.id } }))
    if (!request) return { ok: false, because: 'unknown' }
    if (request.leaseId) return { ok: true, leaseId: request.leaseId }
    if (request.expiresAt <= now) return { ok: false, because: 'expired' }
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('demo request'), hashtext(${request.email}))`
    const { analysis, traceparent: parent, ...source } = request.source as Prisma.JsonObject
    const lease = (await findLiveLease(tx, request.email)) ?? (await inSpan('give lease', { parent: typeof parent === 'string' ? parent : undefined }, () => giveLease(system, tx, request, now)))
    await tx.demoRequest.updateMany({ where: { id: request.id }, data: { verifiedAt: now, leaseId: lease.id, source } })
    await bringAnalysis(tx, analysis, request, lease, now)
    return { ok: true, leaseId: lease.id }
  })
}

/** What the visitor worked on before moves into the plant, so that it is deleted with it like everything else. */
async function bringAnalysis(tx: Tx, analysis: unknown, { email }: DemoRequest, lease: Lease, now: Date): Promise<void> {
  const { data } = analysisSchema.safeParse(analysis)
  if (data) await insertAnalysis(tx, lease.name, data, email, now)
}

async function giveLease(system: System, tx: Tx, request: DemoRequest, now: Date): Promise<Lease> {
  const lead = await tx.lead.findFirst({ where: { email: request.email } })
  const owner = { email: request.email, leadId: lead?.id ?? null, assignedAt: now }
  const lease = (await takeWarm(tx, request, owner, now)) ?? (await createLease(tx, { ...owner, industry: request.industry, hours: system.settings.demoHours }, now))
  await recordEngagement(tx, now, { kind: 'demo.verified', subject: lead?.id ?? lease.name, leaseId: lease.id })
  await enqueue(tx, 'reconcile-lease', { leaseId: lease.id }, { key: `lease ${lease.id}` })
  await enqueue(tx, 'reconcile-all', {}, { key: 'reconcile-all' })
  await enqueue(tx, 'reconcile-all', {}, { key: 'refill pool', runAt: new Date(now.getTime() + poolRestMs) })
  return lease
}

/** A pool member whose story is today's, taken so that nobody else can get it; its identity is then renamed to the owner. */
async function takeWarm(tx: Tx, request: DemoRequest, owner: { email: string; leadId: string | null; assignedAt: Date }, now: Date) {
  const industry = industryOf(request.industry)
  const [warm] = await tx.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM lease l JOIN tenant t ON t.id = l.name
    WHERE l.state = 'warm' AND l.industry = ${industry}::industry AND t.story_tenant_id = ${storyTenantId(industry, storyDateFor(industry, now))}
    ORDER BY l.created_at LIMIT 1 FOR UPDATE OF l SKIP LOCKED`
  if (!warm) return null
  await tx.leasePart.updateMany({
    where: { leaseId: warm.id, part: 'identity' },
    data: { state: 'waiting', attempts: 0, nextTryAt: null, startedAt: null },
  })
  await tx.leaseAttempt.deleteMany({ where: { leaseId: warm.id, part: 'identity' } })
  await announce(tx, warm.id)
  return tx.lease.update({
    where: { tenantId_id: { tenantId: 'platform', id: warm.id } },
    data: { ...owner, state: 'provisioning' },
  })
}
