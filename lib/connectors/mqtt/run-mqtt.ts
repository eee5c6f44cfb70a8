import type { IPublishPacket } from 'mqtt'
import type { MqttConnection, ReadSecret, Subscription } from '@/lib/connectors/config'
import { openClient } from '@/lib/connectors/mqtt/open-client'
import { readPayload } from '@/lib/connectors/mqtt/read-payload'
import { topicTemplate } from '@/lib/connectors/mqtt/topic-template'
import type { Columns } from '@/lib/connectors/reading'
import { signalOf } from '@/lib/connectors/signal-map'
import type { EventBody, Uptake } from '@/lib/connectors/uptake'

export interface Running {
  stop(): Promise<void>
}

/** Readings and events of a broker, until stopped. A session of its own waits at the broker while the connector is away. */
export function runMqtt(connection: MqttConnection, readSecret: ReadSecret, uptake: Uptake): Running {
  const rules = connection.subscriptions.map((subscription) => ({ subscription, topic: topicTemplate(subscription.topic) }))
  const client = openClient({
    connection,
    readSecret,
    uptake,
    options: {
      clientId: connection.clientId ?? `millrace-${connection.name}`,
      clean: connection.cleanStart,
      ...(connection.version === 5 && { properties: { sessionExpiryInterval: connection.sessionExpirySeconds, receiveMaximum: connection.receiveMaximum } }),
    },
    subscriptions: rules.map(({ subscription, topic }) => ({ filter: subscription.share ? `$share/${subscription.share}/${topic.filter}` : topic.filter, qos: subscription.qos })),
    async take(packet) {
      const now = Date.now()
      const matching = rules.flatMap(({ subscription, topic }) => {
        const parts = topic.match(packet.topic)
        return parts ? [{ subscription, parts }] : []
      })
      await Promise.all(matching.map(({ subscription, parts }) => (subscription.events ? takeEvents(uptake, packet) : takeValues(uptake, subscription, parts, packet, now))))
    },
  })
  return { stop: () => client.endAsync() }
}

const bytes = (packet: IPublishPacket) => (Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload))
const mostShown = 200

async function takeValues(uptake: Uptake, subscription: Extract<Subscription, { events: false }>, parts: Record<string, string>, packet: IPublishPacket, now: number): Promise<void> {
  const { topic, retain } = packet
  const read = readPayload(subscription.payload, bytes(packet))
  if (read.kind === 'bad') return uptake.untaken('bad payload', topic, `${read.why}: ${bytes(packet).toString('utf8', 0, mostShown)}`)
  const mapped = signalOf({ template: subscription.signal, table: subscription.signals }, topic, parts)
  const columns: Columns[] = []
  for (const { signal = mapped, unit, t, v } of read.values) {
    if (signal === undefined) uptake.untaken('no signal for it', topic)
    // The broker kept it, nobody knows since when: stamping it now would invent a reading.
    else if (!t && retain) uptake.untaken('retained without its time', topic)
    else columns.push({ signal, ...(unit !== undefined && { unit }), t: t ?? v.map(() => now), v })
  }
  if (columns.length > 0) await uptake.columns(columns, packet.qos > 0)
}

/** Passed on as they are: the gateway knows what an event is. */
async function takeEvents(uptake: Uptake, packet: IPublishPacket): Promise<void> {
  const beginning = () => bytes(packet).toString('utf8', 0, mostShown)
  let body: unknown
  try {
    body = JSON.parse(bytes(packet).toString('utf8'))
  } catch {
    return uptake.untaken('bad payload', packet.topic, beginning())
  }
  const events = (Array.isArray(body) ? (body as unknown[]) : [body]).filter((event): event is EventBody => typeof event === 'object' && event !== null && !Array.isArray(event))
  if (events.length === 0) return uptake.untaken('no event', packet.topic, beginning())
  await uptake.events(events, packet.qos > 0)
}
