import { randomUUID } from 'node:crypto'
import { withDeadline } from '@/lib/adapters/outcome'
import { recordAudit } from '@/lib/audit/record'
import { announce } from '@/lib/demo/announce'
import { createLease } from '@/lib/demo/create-lease'
import { type PartDriver, partDrivers } from '@/lib/demo/part-drivers'
import { partFacts } from '@/lib/demo/part-list'
import type { Lease, LeaseState, Part } from '@/lib/generated/prisma/client'
import { industries, storedIndustry, storyDateFor, storyTenantId } from '@/lib/plant/stories'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

const over: LeaseState[] = ['gone']
const resting: LeaseState[] = ['warm', 'ready', 'reminded', 'claimed']
/** A pool member older than this is replaced, so that nobody gets yesterday's plant. */
const warmLifeMs = 20 * 3_600_000

/**
 * The sweep, every minute and on every change: compares what should be with what each neighbour LISTS. What no living
 * lease owns is removed, what is missing is made again, leases with something due are woken, the pool is filled.
 * A neighbour that does not answer is left for the next sweep.
 */
export async function reconcileAll(system: System, driverOf: Record<Part, PartDriver> = partDrivers(system)): Promise<void> {
  const drivers = Object.entries(driverOf) as [Part, PartDriver][]
  const startedAt = system.clock.now()
  // LIST first, then ask the database: a resource made in between has its ledger row already.
  const lists = await Promise.all(drivers.map(async ([part, driver]) => ({ part, driver, names: await listSafely(part, driver) })))
  const leases = await system.db.asOperator((tx) => tx.lease.findMany({ where: { state: { notIn: over } } }))
  const living = new Map(leases.map((lease) => [lease.name, lease]))
  for (const { part, driver, names } of lists) {
    if (!names) continue
    for (const name of names) if (!living.has(name)) await removeUnknown(system, part, driver, name)
    await repairMissing(system, part, new Set(names), leases, startedAt)
  }
  await system.db.asOperator(async (tx) => {
    for (const lease of leases) {
      if (lease.state !== 'failed') await enqueue(tx, 'reconcile-lease', { leaseId: lease.id }, { key: `lease ${lease.id}` })
    }
  })
  await forgetUnconfirmed(system, startedAt)
  await keepPool(system, leases)
}

/** What somebody typed into a tool is not kept for an address that was never confirmed. */
const forgetUnconfirmed = (system: System, now: Date) =>
  system.db.asOperator((tx) => tx.$executeRaw`UPDATE demo_request SET source = source - 'analysis' WHERE verified_at IS NULL AND expires_at <= ${now} AND jsonb_exists(source, 'analysis')`)

// With a deadline: a neighbour that never answers would hold this sweep, and every later one, for ever.
async function listSafely(part: Part, driver: PartDriver): Promise<string[] | null> {
  const names = await withDeadline(partFacts(part).deadlineMs, () => driver.list())
  return names.ok ? names.value : null
}

async function removeUnknown(system: System, part: Part, driver: PartDriver, name: string) {
  const removed = await withDeadline(partFacts(part).deadlineMs, () => driver.remove(name))
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const label = partFacts(part).label.toLowerCase()
    const text = removed.ok ? `${label} belonged to no living lease and was removed` : `${label} belongs to no living lease and could not be removed yet`
    await tx.reconcilerNote.create({ data: { id: randomUUID(), at: now, lease: name, text } })
    if (!removed.ok) return
    await recordAudit(tx, now, { tenantId: 'platform', actor: 'reconciler', action: 'leftover.removed', subject: name, detail: { part } })
  })
}

async function repairMissing(system: System, part: Part, names: Set<string>, leases: Lease[], listedAt: Date) {
  const missing = leases.filter((lease) => resting.includes(lease.state) && !names.has(lease.name))
  for (const lease of missing) {
    await system.db.asOperator(async (tx) => {
      const { count } = await tx.leasePart.updateMany({
        // What came up after the neighbour was asked is not missing.
        where: { leaseId: lease.id, part, state: 'up', upAt: { lt: listedAt } },
        data: { state: 'waiting', attempts: 0, nextTryAt: null },
      })
      if (count === 0) return
      const text = `${partFacts(part).label.toLowerCase()} was gone from its system and is made again`
      await tx.reconcilerNote.create({ data: { id: randomUUID(), at: system.clock.now(), lease: lease.name, text } })
      await announce(tx, lease.id)
    })
  }
}

/** Whoever has just been given a plant loads its first pages; the pool is filled after that. */
export const poolRestMs = 15_000

/** Keeps `warmPoolSize` unassigned leases per industry ready or in the making, all of today's story. */
async function keepPool(system: System, leases: Lease[]) {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('warm pool'), 0)`
    const stories = await tx.tenant.findMany({ where: { id: { in: leases.map((lease) => lease.name) } }, select: { id: true, storyTenantId: true } })
    const justGiven = await tx.lease.findFirst({ where: { assignedAt: { gt: new Date(now.getTime() - poolRestMs), lte: now } }, select: { id: true } })
    const storyOf = new Map(stories.map((tenant) => [tenant.id, tenant.storyTenantId]))
    for (const industry of industries) {
      const pool = await tx.lease.findMany({
        where: { email: null, industry: storedIndustry(industry), state: { in: ['provisioning', 'warm'] } },
        orderBy: { createdAt: 'desc' },
      })
      const today = storyTenantId(industry, storyDateFor(industry, now))
      const fresh = pool.filter((lease) => now.getTime() - lease.createdAt.getTime() < warmLifeMs && (storyOf.get(lease.name) ?? today) === today)
      const surplus = [...pool.filter((lease) => !fresh.includes(lease)), ...fresh.slice(system.settings.warmPoolSize)]
      for (const lease of surplus) {
        await tx.lease.updateMany({ where: { id: lease.id, email: null }, data: { state: 'expired', expiredAt: now, endedBy: 'warm pool' } })
        await enqueue(tx, 'reconcile-lease', { leaseId: lease.id }, { key: `lease ${lease.id}` })
      }
      if (justGiven) continue
      for (let i = fresh.length; i < system.settings.warmPoolSize; i++) {
        await createLease(tx, { industry: storedIndustry(industry), hours: system.settings.demoHours, email: null, leadId: null, assignedAt: null }, now)
      }
    }
  })
}

