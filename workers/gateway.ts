import { fork } from 'node:child_process'
import { streamOptions } from '@/lib/adapters/events/choose-events'
import { KafkaEvents } from '@/lib/adapters/events/kafka'
import { below } from '@/lib/below'
import { env } from '@/lib/env'
import { startTracing } from '@/lib/observe/start-tracing'
import { system } from '@/lib/system'
import { Gateway } from '@/lib/telemetry/gateway/gateway'
import { gatewayServer } from '@/lib/telemetry/gateway/http-server'
import { StreamGateway } from '@/lib/telemetry/gateway/stream-gateway'
import { gatewayMetrics } from '@/lib/telemetry/gateway/metrics'

const sys = system()
const tracing = startTracing('gateway', env().OTEL_EXPORTER_OTLP_ENDPOINT)
const dir = below(sys.settings.varDir, 'journal')
const metrics = gatewayMetrics()
const stream = streamOptions(env())
const gateway = stream ? new StreamGateway({ db: sys.db, log: sys.log, metrics, events: new KafkaEvents(stream, sys.log) }) : new Gateway({ db: sys.db, log: sys.log, dir, metrics })
const { GATEWAY_PORT: port, GATEWAY_LISTEN: host, METRICS_TOKEN: metricsToken } = env()
const server = gatewayServer({ gateway, metrics, log: sys.log, secret: sys.settings.secret, metricsToken })

// The port first: it says that no other gateway writes this journal.
await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
await gateway.open()

let stopping = false
/** Storing history is heavy and may wait; it has a process, and a place behind everything else, of its own. */
let historian = startHistorian()
function startHistorian() {
  const source = import.meta.url.endsWith('.ts')
  // A session of its own, which alone can give way (lib/give-way.ts).
  const child = source ? fork(new URL('./historian.ts', import.meta.url), { execArgv: ['--import', 'tsx'], detached: true }) : fork(new URL('./historian.mjs', import.meta.url), { detached: true })
  child.on('exit', (code) => {
    if (stopping) return
    sys.log.error({ code }, 'the historian ended; starting it again')
    setTimeout(() => (historian = startHistorian()), 1000)
  })
  return child
}

sys.log.info({ port }, 'gateway runs')

async function stop() {
  if (stopping) return
  stopping = true
  server.close()
  server.closeIdleConnections()
  const ended = new Promise((resolve) => historian.once('exit', resolve))
  historian.kill('SIGTERM')
  await gateway.close().catch((error: unknown) => sys.log.error({ err: error }, 'gateway did not close in order'))
  await ended
  await tracing.stop()
  await sys.db.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
