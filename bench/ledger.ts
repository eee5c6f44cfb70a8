import type { Product } from './product'
import type { SignUp } from './prospect'
import { percentile } from './statistics'

/** Where the time of these leases went: each part's wait for its first try, its tries, and when it was up, p95 in seconds. */
export async function reportLedger({ system }: Product, leases: SignUp[]): Promise<void> {
  const ids = leases.map(({ leaseId }) => leaseId)
  const [owned, attempts] = await system.db.asOperator(async (tx) => [
    await tx.lease.findMany({ where: { id: { in: ids } } }),
    await tx.leaseAttempt.findMany({ where: { leaseId: { in: ids }, purpose: 'ensure', endedAt: { not: null } }, orderBy: { startedAt: 'asc' } }),
  ])
  const given = new Map(owned.map(({ id, assignedAt }) => [id, assignedAt!.getTime()]))
  // What was made in the pool, before anybody came, cost its owner nothing.
  const counted = attempts.filter(({ leaseId, startedAt }) => startedAt.getTime() >= given.get(leaseId)!)
  process.stdout.write(`\n  Where it went: seconds after the confirmation, p95\n  ${'part'.padEnd(16)}${'starts'.padStart(8)}${'takes'.padStart(8)}${'up'.padStart(8)}   tries\n`)
  for (const [part, own] of Map.groupBy(counted, (attempt) => attempt.part)) {
    const p95 = (seconds: (attempt: (typeof own)[number]) => number) => percentile(own.map(seconds), 0.95).toFixed(2).padStart(8)
    const after = (at: Date, leaseId: string) => (at.getTime() - given.get(leaseId)!) / 1000
    const starts = p95(({ startedAt, leaseId }) => after(startedAt, leaseId))
    const takes = p95(({ startedAt, endedAt }) => (endedAt!.getTime() - startedAt.getTime()) / 1000)
    const up = p95(({ endedAt, leaseId }) => after(endedAt!, leaseId))
    process.stdout.write(`  ${part.padEnd(16)}${starts}${takes}${up}   ${own.length}\n`)
  }
}
