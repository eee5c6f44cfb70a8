import { withDeadline } from '@/lib/adapters/outcome'
import { announce } from '@/lib/demo/announce'
import { applyTransition } from '@/lib/demo/apply-transition'
import { type Decision, decide } from '@/lib/demo/decide'
import { type PartDriver, partDrivers } from '@/lib/demo/part-drivers'
import { partFacts } from '@/lib/demo/part-list'
import { runStep } from '@/lib/demo/run-step'
import type { Lease, LeasePart, Part } from '@/lib/generated/prisma/client'
import { inSpan } from '@/lib/observe/tracing'
import { enqueue } from '@/lib/queue/enqueue'
import { listDead } from '@/lib/queue/liveness'
import type { System } from '@/lib/system'

interface Situation {
  lease: Lease
  parts: LeasePart[]
  dead: string[]
  decision: Decision
}

/**
 * Brings one lease to what it should be now: applies what is due, runs every step that may run at once, and returns
 * when nothing is left to do before a later time, for which it leaves a job. May run twice and side by side.
 */
export async function reconcileLease(
  system: System,
  workerId: string,
  leaseId: string,
  drivers: Record<Part, PartDriver> = partDrivers(system),
): Promise<void> {
  try {
    await bringAbout(system, workerId, leaseId, drivers)
  } finally {
    system.pace.end(leaseId)
  }
}

async function bringAbout(system: System, workerId: string, leaseId: string, drivers: Record<Part, PartDriver>): Promise<void> {
  const running = new Map<string, Promise<unknown>>()
  // Steps that ended or went on; whoever waits for the next one is told.
  let changes = 0
  let tell = () => {}
  const change = () => {
    changes++
    tell()
  }
  for (;;) {
    const changesBefore = changes
    const situation = await assess(system, leaseId)
    if (!situation) return
    // A step that ended while the facts were read may not be in them: nobody would look again at what it made possible.
    if (changes !== changesBefore) continue
    const { lease, decision, dead } = situation
    if (lease.email && !lease.enterableAt && lease.state === 'provisioning') system.pace.begin(leaseId, system.clock.now().getTime() - (lease.assignedAt ?? lease.createdAt).getTime())
    else system.pace.end(leaseId)
    if (decision.transition) {
      const { transition } = decision
      await inSpan('to' in transition ? `lease ${transition.to}` : 'lease transition', { attributes: { 'millrace.lease': lease.name } }, () => applyTransition(system, lease, transition))
      continue
    }
    if (decision.endSessions) {
      await endSessions(system, lease)
      continue
    }
    for (const step of decision.due) {
      if (running.has(step.part)) continue
      const runNow = () => runStep(system, workerId, lease, step, drivers[step.part], dead, change)
      // Nobody waits for a member of the pool.
      const isBackground = step.purpose === 'ensure' && (partFacts(step.part).isBackground || !lease.email)
      const run = (isBackground ? system.pace.inBackground(step.part, runNow) : runNow()).finally(() => {
        running.delete(step.part)
        change()
      })
      // The race below reports the first that breaks; those that break after it end nobody's process.
      run.catch(() => undefined)
      running.set(step.part, run)
    }
    await wakeLater(system, lease, decision.wakeAt)
    if (changes !== changesBefore) continue
    if (running.size === 0) return
    await Promise.race([...running.values(), new Promise<void>((resolve) => (tell = resolve))])
  }
}

function assess(system: System, leaseId: string): Promise<Situation | null> {
  return system.db.asOperator(async (tx) => {
    const lease = await tx.lease.findFirst({ where: { id: leaseId } })
    if (!lease) return null
    const parts = await tx.leasePart.findMany({ where: { leaseId } })
    const tenant = await tx.tenant.findUnique({ where: { id: lease.name }, select: { livedUntil: true } })
    const dead = await listDead(tx, [...new Set(parts.flatMap((part) => part.claimedBy ?? []))])
    const at = { now: system.clock.now(), plantOpen: Boolean(tenant?.livedUntil), deadWorkers: new Set(dead) }
    return { lease, parts, dead, decision: decide(lease, parts, at) }
  })
}

/** The first act of the removal. Whether it succeeded is written on the identity part; the lease is locked out anyway. */
async function endSessions(system: System, lease: Lease) {
  const ended = await withDeadline(partFacts('identity').deadlineMs, () => system.identity.endSessions(lease.name))
  if (ended.ok) return applyTransition(system, lease, { to: 'removing' }, { sessionsEnded: ended.value })
  const nextTryAt = new Date(system.clock.now().getTime() + 5000)
  await system.db.asOperator(async (tx) => {
    await tx.leasePart.updateMany({
      where: { leaseId: lease.id, part: 'identity' },
      data: { lastError: ended.failure.message, nextTryAt },
    })
    await announce(tx, lease.id)
  })
}

/**
 * Also while a step is still running: what is due at a time is not held up by a neighbour that takes long. The key is
 * its own, so that a wish of this moment is never put off to the later time.
 */
async function wakeLater(system: System, lease: Lease, wakeAt: Date | null) {
  if (!wakeAt) return
  await system.db.asOperator((tx) =>
    enqueue(tx, 'reconcile-lease', { leaseId: lease.id }, { key: `wake ${lease.id}`, runAt: wakeAt }),
  )
}
