import type { Logger } from 'pino'
import { below } from '@/lib/below'
import type { Connection, ConnectorsConfig, ReadSecret } from '@/lib/connectors/config'
import { connectorMetrics } from '@/lib/connectors/metrics'
import { type Running, runMqtt } from '@/lib/connectors/mqtt/run-mqtt'
import { runOpcua } from '@/lib/connectors/opcua/run-opcua'
import { Outbox } from '@/lib/connectors/outbox'
import { type Columns, joinColumns } from '@/lib/connectors/reading'
import { runSparkplug } from '@/lib/connectors/sparkplug/run-sparkplug'
import { statusServer } from '@/lib/connectors/status-server'
import { Uplink } from '@/lib/connectors/uplink'
import { type EventBody, Uptake } from '@/lib/connectors/uptake'

/** Bytes of events are few: a tenth of the room. */
const eventShare = 0.1
const batchReadings = 5000

/** All connections, what waits, and the way to the gateway, until `stop`. */
export async function runConnectors(config: ConnectorsConfig, readSecret: ReadSecret, log: Logger): Promise<Running> {
  const { gateway, folder, status } = config
  const metrics = connectorMetrics()
  const limitBytes = gateway.keepMegabytes * 2 ** 20
  const uptakes: Uptake[] = []
  const uplinks: { readings?: Uplink<Columns>; events?: Uplink<EventBody> } = {}
  const outboxes: { readings?: Outbox<Columns>; events?: Outbox<EventBody> } = {}
  const server = statusServer(() => ({
    ok: uptakes.every(({ connected }) => connected) && !uplinks.readings?.away && !uplinks.events?.away && !outboxes.readings?.full && !outboxes.events?.full,
    connections: Object.fromEntries(uptakes.map(({ connection, connected }) => [connection, connected ? 'connected' : 'away'])),
    gateway: { away: uplinks.readings?.away ?? uplinks.events?.away ?? null, answeredAt: new Date(Math.max(uplinks.readings?.answeredAt ?? 0, uplinks.events?.answeredAt ?? 0)).toISOString() },
    waitingBytes: { readings: outboxes.readings?.backlogBytes ?? 0, events: outboxes.events?.backlogBytes ?? 0 },
  }), metrics)
  // The port first: it says that nobody else writes this folder.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(status.port, status.listen, resolve))

  const open = <T>(what: 'readings' | 'events', share: number) =>
    Outbox.open<T>({ dir: below(folder, what), log, limitBytes: Math.floor(limitBytes * share), onDropped: (items) => metrics.dropped.inc({ what }, items) })
  const readings = (outboxes.readings = await open<Columns>('readings', 1 - eventShare))
  const events = (outboxes.events = await open<EventBody>('events', eventShare))
  const apiKey = readSecret({ file: gateway.apiKeyFile, env: gateway.apiKeyEnv }) ?? ''
  const common = { apiKey, deadlineMs: gateway.deadlineSeconds * 1000, log, metrics }
  uplinks.readings = new Uplink<Columns>({
    ...common, what: 'readings', outbox: readings, url: `${gateway.url}/v1/readings`, mostItems: batchReadings, sizeOf: ({ t }) => t.length, join: joinColumns, nameOf: ({ signal }) => signal,
  })
  // One record, one batch: events that came together stay under one id, also after a restart.
  uplinks.events = new Uplink<EventBody>({
    ...common, what: 'events', outbox: events, url: `${gateway.url}/v1/events`, mostItems: 1, sizeOf: () => 1, join: (items) => items, nameOf: ({ type }) => String(type),
  })
  const ending = new AbortController()
  const sending = [uplinks.readings.run(ending.signal), uplinks.events.run(ending.signal)]
  const running = config.connections.map((connection) => {
    const uptake = new Uptake(connection.name, { readings, events }, metrics, log)
    uptakes.push(uptake)
    return runConnection(connection, folder, readSecret, uptake)
  })
  return {
    async stop() {
      await Promise.all(running.map((one) => one.stop().catch((error: unknown) => log.warn({ err: error }, 'a connection did not end in order'))))
      ending.abort()
      await Promise.all(sending)
      await Promise.all([readings.close(), events.close()])
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function runConnection(connection: Connection, folder: string, readSecret: ReadSecret, uptake: Uptake): Running {
  switch (connection.kind) {
    case 'mqtt':
      return runMqtt(connection, readSecret, uptake)
    case 'sparkplug':
      return runSparkplug(connection, readSecret, uptake)
    case 'opcua':
      return runOpcua(connection, below(folder, 'opcua', connection.name), readSecret, uptake)
  }
}
