import type { Tx } from '@/lib/db'
import { traceparent } from '@/lib/observe/tracing'
import type { JobName, Jobs } from '@/lib/queue/jobs'

interface EnqueueOptions {
  /** Jobs with the same key that have not started are one job; the newest `runAt` holds. */
  key?: string
  runAt?: Date
}

/** Adds a job in the transaction that made it necessary: it exists if and only if that transaction commits. */
export async function enqueue<N extends JobName>(tx: Tx, name: N, payload: Jobs[N], options: EnqueueOptions = {}) {
  // Whoever waits for what this job does finds it in the same trace.
  const trace = traceparent()
  await tx.$queryRaw`SELECT id FROM graphile_worker.add_job(
    ${name}::text, payload := ${JSON.stringify(trace ? { ...payload, traceparent: trace } : payload)}::json, run_at := ${options.runAt ?? null}::timestamptz,
    max_attempts := 5, job_key := ${options.key ?? null}::text)`
}
