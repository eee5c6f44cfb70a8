import type { System } from '@/lib/system'

export interface TaskRow {
  task: string
  waiting: number
  running: number
  /** Tried and failed, to be tried again. */
  retrying: number
  /** No tries left. */
  givenUp: number
  oldestRunAt: string | null
}

export interface FailedJob {
  id: string
  task: string
  key: string | null
  attempts: number
  maxAttempts: number
  runAt: string
  lastError: string
}

export interface JobsView {
  tasks: TaskRow[]
  failed: FailedJob[]
}

/** What stands in the queue now. A finished job leaves it. */
export async function loadJobs(system: System): Promise<JobsView> {
  return system.db.asOperator(async (tx) => {
    const tasks = await tx.$queryRaw<{ task: string; waiting: number; running: number; retrying: number; given_up: number; oldest: Date | null }[]>`
      SELECT task_identifier AS task,
        count(*) FILTER (WHERE locked_at IS NULL AND attempts = 0)::int AS waiting,
        count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
        count(*) FILTER (WHERE locked_at IS NULL AND attempts > 0 AND attempts < max_attempts)::int AS retrying,
        count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::int AS given_up,
        min(run_at) AS oldest
      FROM graphile_worker.jobs GROUP BY 1 ORDER BY 1`
    const failed = await tx.$queryRaw<{ id: string; task: string; key: string | null; attempts: number; max_attempts: number; run_at: Date; last_error: string }[]>`
      SELECT id::text, task_identifier AS task, key, attempts::int, max_attempts::int, run_at, last_error
      FROM graphile_worker.jobs WHERE last_error IS NOT NULL ORDER BY run_at DESC LIMIT 100`
    return {
      tasks: tasks.map(({ given_up, oldest, ...row }) => ({ ...row, givenUp: given_up, oldestRunAt: oldest?.toISOString() ?? null })),
      failed: failed.map(({ max_attempts, run_at, last_error, ...row }) => ({ ...row, maxAttempts: max_attempts, runAt: run_at.toISOString(), lastError: last_error })),
    }
  })
}
