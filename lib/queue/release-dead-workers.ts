import type { Database } from '@/lib/db'
import { listDead } from '@/lib/queue/liveness'

/**
 * Gives back the jobs that a killed worker held. Without this the queue waits four hours for somebody who will never
 * answer. Safe at any time: a living worker keeps its jobs.
 */
export async function releaseDeadWorkers(db: Database): Promise<number> {
  return db.asOperator(async (tx) => {
    const holders = await tx.$queryRaw<{ locked_by: string }[]>`
      SELECT DISTINCT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL`
    const dead = await listDead(tx, holders.map((row) => row.locked_by))
    if (dead.length > 0) await tx.$executeRaw`SELECT graphile_worker.force_unlock_workers(${dead}::text[])`
    return dead.length
  })
}
