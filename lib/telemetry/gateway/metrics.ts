import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the gateway counts, for Prometheus. */
export function gatewayMetrics() {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'millrace_gateway_' })
  const registers = [register]
  return {
    register,
    requests: new Counter({ name: 'millrace_gateway_requests_total', help: 'Requests by answer', labelNames: ['status'], registers }),
    readings: new Counter({ name: 'millrace_gateway_readings_total', help: 'Readings that were taken', registers }),
    events: new Counter({ name: 'millrace_gateway_events_total', help: 'Events that were taken', registers }),
    refused: new Counter({ name: 'millrace_gateway_refused_total', help: 'Readings and events that were refused', registers }),
    alarms: new Counter({ name: 'millrace_gateway_alarms_total', help: 'Alarms that were raised', registers }),
    journalBytes: new Gauge({ name: 'millrace_gateway_journal_bytes', help: 'Size of the journal', registers }),
    heldBytes: new Gauge({ name: 'millrace_gateway_held_bytes', help: 'Bodies in memory', registers }),
    durable: new Histogram({ name: 'millrace_gateway_durable_seconds', help: 'From received to durable', buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5], registers }),
  }
}

export type GatewayMetrics = ReturnType<typeof gatewayMetrics>
