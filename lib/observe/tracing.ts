import { type Attributes, context, propagation, type Span, type SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** What can be carried through a header, a job or a row to go on with the trace elsewhere; undefined when none is recorded. */
export function traceparent(): string | undefined {
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent
}

interface SpanOptions {
  kind?: SpanKind
  attributes?: Attributes
  /** W3C traceparent of who caused it; the running span when not said. */
  parent?: string | undefined
}

/** Runs `work` as a span that ends with it; what it throws is recorded and thrown on. */
export function inSpan<T>(name: string, { kind, attributes, parent }: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const from = parent ? propagation.extract(context.active(), { traceparent: parent }) : context.active()
  return trace.getTracer('millrace').startActiveSpan(name, { kind, attributes }, from, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      span.recordException(error as Error)
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message })
      throw error
    } finally {
      span.end()
    }
  })
}

/** A span of work that others do later: it begins now, below what runs, and ends when the returned function is called. */
export function beginSpan(name: string, attributes: Attributes = {}): () => void {
  const span = trace.getTracer('millrace').startSpan(name, { attributes })
  return () => span.end()
}
