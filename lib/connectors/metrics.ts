import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the connectors count, for Prometheus. */
export function connectorMetrics() {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'millrace_connectors_' })
  const registers = [register]
  const name = (rest: string) => `millrace_connectors_${rest}`
  return {
    register,
    readings: new Counter({ name: name('readings_total'), help: 'Readings taken from a plant’s system and kept', labelNames: ['connection'], registers }),
    events: new Counter({ name: name('events_total'), help: 'Events taken from a plant’s system and kept', labelNames: ['connection'], registers }),
    untaken: new Counter({ name: name('untaken_total'), help: 'What was no reading, by reason', labelNames: ['connection', 'reason'], registers }),
    uncertain: new Counter({ name: name('uncertain_total'), help: 'Readings taken although the server calls them uncertain', labelNames: ['connection'], registers }),
    rebirths: new Counter({ name: name('sparkplug_rebirths_total'), help: 'Rebirths asked of edge nodes, by reason', labelNames: ['connection', 'reason'], registers }),
    connected: new Gauge({ name: name('connected'), help: '1 while the connection stands', labelNames: ['connection'], registers }),
    dropped: new Counter({ name: name('dropped_total'), help: 'Dropped because no more could be kept', labelNames: ['what'], registers }),
    backlogBytes: new Gauge({ name: name('backlog_bytes'), help: 'What waits for the gateway, on disk', labelNames: ['what'], registers }),
    posts: new Counter({ name: name('posts_total'), help: 'Calls of the gateway by answer', labelNames: ['what', 'status'], registers }),
    refused: new Counter({ name: name('refused_total'), help: 'Refused by the gateway, by code', labelNames: ['what', 'code'], registers }),
    answered: new Histogram({ name: name('answer_seconds'), help: 'From sent to answered', labelNames: ['what'], buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30], registers }),
  }
}

export type ConnectorMetrics = ReturnType<typeof connectorMetrics>
