import { SpanStatusCode } from '@opentelemetry/api'
import { type Outcome, withDeadline } from '@/lib/adapters/outcome'
import { announce } from '@/lib/demo/announce'
import { retryDelaySeconds, type Step } from '@/lib/demo/decide'
import type { PartDriver } from '@/lib/demo/part-drivers'
import { partFacts } from '@/lib/demo/part-list'
import type { Tx } from '@/lib/db'
import type { Lease, LeasePart, Prisma } from '@/lib/generated/prisma/client'
import { inSpan } from '@/lib/observe/tracing'
import type { System } from '@/lib/system'

/** Beyond a try's deadline: time to write down its outcome. */
const claimSlackMs = 10_000

const partKey = (leaseId: string, part: LeasePart['part']) => ({
  tenantId_leaseId_part: { tenantId: 'platform', leaseId, part },
})

/**
 * One try of one part: claims it in the ledger, asks the neighbour, writes down what came of it. Does nothing when a
 * living worker has it. A worker that dies in between leaves a claim that counts for nothing.
 */
export async function runStep(system: System, workerId: string, lease: Lease, step: Step, driver: PartDriver, dead: string[], onProgress: () => void = () => {}) {
  const part = await claim(system, workerId, lease, step, dead)
  if (!part) return
  await inSpan(`${step.purpose} ${step.part.replaceAll('_', '-')}`, { attributes: { 'millrace.lease': lease.name, 'millrace.attempt': part.attempts } }, async (span) => {
    const outcome = await withDeadline<string | number>(partFacts(step.part).deadlineMs, () =>
      step.purpose === 'ensure' ? ensure(system, lease, step, driver, onProgress) : remove(lease, driver),
    )
    if (!outcome.ok) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.failure.message })
    await settle(system, workerId, lease, step, part, outcome)
  })
}

function claim(system: System, workerId: string, lease: Lease, step: Step, dead: string[]): Promise<LeasePart | null> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    // The decision may be older than what another worker has done since.
    if (await isOvertaken(tx, lease, step)) return null
    const { count } = await tx.leasePart.updateMany({
      where: {
        leaseId: lease.id,
        part: step.part,
        state: { not: step.purpose === 'ensure' ? 'up' : 'removed' },
        OR: [{ claimedBy: null }, { claimedUntil: { lte: now } }, { claimedBy: { in: dead } }],
      },
      data: {
        claimedBy: workerId,
        claimedUntil: new Date(now.getTime() + partFacts(step.part).deadlineMs + claimSlackMs),
        attempts: { increment: 1 },
        nextTryAt: null,
        progress: null,
      },
    })
    if (count === 0) return null
    const part = await tx.leasePart.findUniqueOrThrow({ where: partKey(lease.id, step.part) })
    const state = step.purpose === 'remove' ? 'removing' : part.state === 'given_up' ? 'given_up' : part.attempts > 1 ? 'retrying' : 'running'
    await tx.leasePart.update({ where: partKey(lease.id, step.part), data: { state, startedAt: part.startedAt ?? now } })
    const attempt = { leaseId: lease.id, part: step.part, purpose: step.purpose, attempt: part.attempts, startedAt: now }
    await tx.leaseAttempt.createMany({ data: [attempt], skipDuplicates: true })
    await announce(tx, lease.id)
    return part
  })
}

const ensure = (system: System, lease: Lease, step: Step, driver: PartDriver, onProgress: () => void) =>
  driver.ensure(lease, async (share, note) => {
    await system.db.asOperator(async (tx) => {
      await tx.leasePart.update({ where: partKey(lease.id, step.part), data: { progress: share, note } })
      await announce(tx, lease.id)
    })
    onProgress()
  })

/** Removed means: asked to remove, then asked what is left. The answer stands in the certificate. */
async function remove(lease: Lease, driver: PartDriver): Promise<Outcome<number>> {
  const removed = await driver.remove(lease.name)
  return removed.ok ? driver.holds(lease.name) : removed
}

async function settle(system: System, workerId: string, lease: Lease, step: Step, part: LeasePart, outcome: Outcome<string | number>) {
  const now = system.clock.now()
  const left = outcome.ok && typeof outcome.value === 'number' ? outcome.value : null
  const refusal = !outcome.ok ? outcome.failure.message : left ? `${left} still listed after removal` : null
  await system.db.asOperator(async (tx) => {
    // What was just made is removed by the next step.
    const changes = (await isOvertaken(tx, lease, step)) ? { state: 'waiting' as const } : refusal ? refused(part, step, refusal, now) : succeeded(step, outcome, now)
    const { count } = await tx.leasePart.updateMany({
      where: { leaseId: lease.id, part: step.part, claimedBy: workerId, attempts: part.attempts },
      data: { ...changes, claimedBy: null, claimedUntil: null, progress: null },
    })
    if (count === 0) return
    await tx.leaseAttempt.updateMany({
      where: { leaseId: lease.id, part: step.part, purpose: step.purpose, attempt: part.attempts },
      data: { endedAt: now, outcome: refusal ?? 'done' },
    })
    await announce(tx, lease.id)
  })
  if (refusal) system.log.warn({ lease: lease.name, part: step.part, purpose: step.purpose, refusal }, 'part refused')
}

/** Somebody ended the lease meanwhile: nothing is to be made for it any more. */
async function isOvertaken(tx: Tx, { id }: Lease, step: Step): Promise<boolean> {
  const { state } = await tx.lease.findFirstOrThrow({ where: { id }, select: { state: true } })
  return step.purpose === 'ensure' && ['expired', 'removing', 'gone', 'failed'].includes(state)
}

type PartChanges = Prisma.LeasePartUpdateManyMutationInput

function succeeded(step: Step, outcome: Outcome<string | number>, now: Date): PartChanges {
  if (step.purpose === 'remove') return { state: 'removed', removedAt: now, listedAfter: 0, lastError: null }
  return { state: 'up', upAt: now, lastError: null, note: outcome.ok ? String(outcome.value) : null }
}

function refused(part: LeasePart, step: Step, lastError: string, now: Date): PartChanges {
  const givenUp = part.state === 'given_up'
  const nextTryAt = new Date(now.getTime() + retryDelaySeconds(part.attempts, givenUp) * 1000)
  return { state: step.purpose === 'remove' ? 'removing' : givenUp ? 'given_up' : 'retrying', lastError, nextTryAt }
}
