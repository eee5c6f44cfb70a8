import { recordAudit } from '@/lib/audit/record'
import { announce } from '@/lib/demo/announce'
import { reminderBeforeMs } from '@/lib/demo/decide'
import type { Tx } from '@/lib/db'
import type { Lease, LeaseState, Part } from '@/lib/generated/prisma/client'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

export type LeaseActionResult = { ok: true } | { ok: false; because: string }

export const shortestLeaseHours = 2
export const longestLeaseHours = 24

const living: LeaseState[] = ['provisioning', 'warm', 'ready', 'reminded', 'stopped']

/** Ends the lease at once: sessions, key, everything, certificate. Also what "Cancel and delete what is there" does. */
export const expireLease = (system: System, leaseId: string, actor: string, reason?: string): Promise<LeaseActionResult> =>
  change(system, leaseId, { actor, action: 'lease.expired', reason }, async (tx, lease, now) => {
    if (!living.includes(lease.state)) return `The lease is ${lease.state} already.`
    await tx.lease.updateMany({ where: { id: leaseId }, data: { state: 'expired', expiredAt: now, deadlineAt: now, endedBy: actor } })
    return null
  })

/** Sets the lease's whole length, counted from ready. Refused outside 2 to 24 hours and when that moment has passed. */
export const setLeaseHours = (system: System, leaseId: string, hours: number, actor: string): Promise<LeaseActionResult> =>
  change(system, leaseId, { actor, action: 'lease.extended', detail: { hours } }, async (tx, lease, now) => {
    if (!Number.isInteger(hours) || hours < shortestLeaseHours || hours > longestLeaseHours) {
      return `A lease lasts ${shortestLeaseHours} to ${longestLeaseHours} whole hours.`
    }
    if (!lease.readyAt || !['ready', 'reminded'].includes(lease.state)) return `The lease is ${lease.state}; only a running one can be changed.`
    const deadlineAt = new Date(lease.readyAt.getTime() + hours * 3_600_000)
    if (deadlineAt <= now) return 'That moment has passed. Use "Expire now" to end the lease.'
    const reminderAt = new Date(deadlineAt.getTime() - reminderBeforeMs)
    // A lease that was reminded and now has more than an hour again will be reminded again.
    const state = reminderAt > now ? 'ready' : lease.state
    await tx.lease.updateMany({ where: { id: leaseId }, data: { hours, deadlineAt, state } })
    // Whoever is signed in stays so until the new deadline.
    await tx.session.updateMany({ where: { tenantId: lease.name, endedAt: null }, data: { expiresAt: deadlineAt } })
    await tx.mailSchedule.updateMany({ where: { leaseName: lease.name, kind: 'reminder' }, data: { dueAt: reminderAt } })
    await tx.mailSchedule.updateMany({ where: { leaseName: lease.name, kind: 'deadline' }, data: { dueAt: deadlineAt } })
    return null
  })

/** Tries a part again now instead of at its next turn. */
export const retryPart = (system: System, leaseId: string, part: Part, actor: string): Promise<LeaseActionResult> =>
  change(system, leaseId, { actor, action: 'lease.part-retried', detail: { part } }, async (tx) => {
    const { count } = await tx.leasePart.updateMany({ where: { leaseId, part, nextTryAt: { not: null } }, data: { nextTryAt: null } })
    return count > 0 ? null : 'That part is not waiting for a retry.'
  })

interface ChangeFact {
  actor: string
  action: string
  reason?: string
  detail?: Record<string, string | number>
}

/** One transaction: lock, change, audit, wake the reconciler. `work` answers with the reason when it refuses. */
function change(system: System, leaseId: string, fact: ChangeFact, work: (tx: Tx, lease: Lease, now: Date) => Promise<string | null>): Promise<LeaseActionResult> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    await tx.$queryRaw`SELECT id FROM lease WHERE id = ${leaseId} FOR UPDATE`
    const lease = await tx.lease.findFirst({ where: { id: leaseId } })
    if (!lease) return { ok: false, because: 'There is no such lease.' }
    const refusal = await work(tx, lease, now)
    if (refusal) return { ok: false, because: refusal }
    await recordAudit(tx, now, { tenantId: 'platform', subject: lease.name, ...fact })
    await enqueue(tx, 'reconcile-lease', { leaseId }, { key: `lease ${leaseId}` })
    await announce(tx, leaseId)
    return { ok: true }
  })
}
