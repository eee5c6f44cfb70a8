import { AsyncLocalStorage } from 'node:async_hooks'
import { trace } from '@opentelemetry/api'

/** What every line of the log says about why it was written. */
export interface LogContext {
  requestId?: string
  jobId?: string
  job?: string
}

const current = new AsyncLocalStorage<LogContext>()

/** Runs `work` so that what is logged inside, however deep, carries the context. */
export const withLogContext = <T>(context: LogContext, work: () => T): T => current.run({ ...current.getStore(), ...context }, work)

/** For pino's `mixin`: request, job, and the trace where one is recorded. */
export function logContext(): Record<string, string | undefined> {
  const span = trace.getActiveSpan()?.spanContext()
  return { ...current.getStore(), ...(span && { traceId: span.traceId, spanId: span.spanId }) }
}

/** The caller's own, when it has the form of one; it stands in the answer, in the log and in the problem. */
export const requestIdOf = (headers: Pick<Headers, 'get'>): string => headers.get('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? crypto.randomUUID()
