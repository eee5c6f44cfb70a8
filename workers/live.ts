// Brings open screens their alarms. A process of its own, since a page that is being made holds up every frame behind it; the
// portal hands it the connections (scripts/web/live-door.mjs), so that browsers know one origin.
import { once } from 'node:events'
import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { personOfCookies } from '@/lib/auth/person-of-cookies'
import { env } from '@/lib/env'
import { giveWay, niceness } from '@/lib/give-way'
import { startTracing } from '@/lib/observe/start-tracing'
import { liveMetrics } from '@/lib/plant/live-metrics'
import { liveScreen } from '@/lib/plant/live-screen'
import { system } from '@/lib/system'
import { startMetricsServer } from '@/workers/metrics-server'

const sys = system()
const tracing = startTracing('live', env().OTEL_EXPORTER_OTLP_ENDPOINT)
const metrics = liveMetrics()
const { LIVE_METRICS_PORT: metricsPort, METRICS_TOKEN: metricsToken } = env()
if (metricsPort) startMetricsServer({ port: metricsPort, token: metricsToken, text: () => metrics.register.metrics() })

/** A request whose head the portal has read; the connection ends with its answer. */
async function answer(headers: IncomingHttpHeaders, socket: Socket): Promise<void> {
  const ending = new AbortController()
  socket.on('error', () => undefined)
  socket.once('close', () => ending.abort())
  // Nothing more is said from there; who does not read does not notice that a browser has gone.
  socket.resume()
  const response = liveScreen(await personOfCookies(sys, headers.cookie), ending.signal, metrics)
  const fields = [...response.headers, ['x-content-type-options', 'nosniff'], ['connection', 'close']].map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}\r\n${fields.join('')}\r\n`)
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), socket)
}

process.on('message', (headers: IncomingHttpHeaders, socket?: Socket) => {
  // A browser may have gone on the way.
  if (socket) void answer(headers, socket).catch(() => socket.destroy())
})
process.send?.('ready')
// Now that frames are not made there, the portal may wait for those that an alarm passes.
giveWay(niceness.portal, process.ppid)

// With its portal, however that ended: screens connect anew to the next one.
await Promise.race(['disconnect', 'SIGINT', 'SIGTERM'].map((event) => once(process, event)))
await tracing.stop()
process.exit(0)
