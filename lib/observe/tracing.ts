import { context, propagation, type Attributes, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

export interface Tracing {
  /** Sends what is held; waits for a collector that is slow, not for one that is away. */
  stop(): Promise<void>
}

const off: Tracing = { stop: async () => undefined }

/**
 * Sends spans to the collector at `endpoint` (OTLP over HTTP, `/v1/traces` below it). Without one nothing is recorded, and
 * the spans below cost a function call.
 */
export function startTracing(service: string, endpoint: string | undefined): Tracing {
  if (!endpoint) return off
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5000 })
  const processor = new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1000 })
  const provider = new TracerProvider({ resource: resourceFromAttributes({ 'service.name': `millrace-${service}` }), spanProcessors: [processor] })
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  return { stop: () => provider.shutdown().catch(() => undefined) }
}

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
