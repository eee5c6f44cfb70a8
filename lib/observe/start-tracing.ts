import { context, propagation, trace } from '@opentelemetry/api'
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
 * spans cost a function call.
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
