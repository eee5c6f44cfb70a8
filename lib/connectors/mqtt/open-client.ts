import { readFileSync } from 'node:fs'
import { type IClientOptions, type IPublishPacket, connect, type MqttClient } from 'mqtt'
import type { MqttConnection, ReadSecret, SparkplugConnection } from '@/lib/connectors/config'
import type { Uptake } from '@/lib/connectors/uptake'

export interface Subscribed {
  filter: string
  qos: 0 | 1
}

interface Opening {
  connection: MqttConnection | SparkplugConnection
  readSecret: ReadSecret
  uptake: Uptake
  options: IClientOptions
  subscriptions: Subscribed[]
  /** Resolves when the message may be acknowledged. */
  take(packet: IPublishPacket): Promise<void>
  /** Before each attempt. */
  beforeConnect?(client: MqttClient): void
  /** Subscribed. */
  onReady?(client: MqttClient): void
}

const firstPauseMs = 500
const longestPauseMs = 30_000

/** A connection that comes back by itself, with longer pauses, subscribes each time, and acknowledges when told. */
export function openClient({ connection, readSecret, uptake, options, subscriptions, take, beforeConnect, onReady }: Opening): MqttClient {
  const { url, version, username, passwordFile, passwordEnv, caFile, certificateFile, keyFile } = connection
  const client = connect(url, {
    protocolVersion: version,
    reconnectPeriod: firstPauseMs,
    reconnectOnConnackError: true,
    resubscribe: false,
    connectTimeout: 15_000,
    keepalive: 30,
    ...(username !== undefined && { username }),
    ...((passwordFile ?? passwordEnv) && { password: readSecret({ file: passwordFile, env: passwordEnv }) }),
    ...(caFile && { ca: readFileSync(caFile) }),
    ...(certificateFile && { cert: readFileSync(certificateFile) }),
    ...(keyFile && { key: readFileSync(keyFile) }),
    ...options,
    manualConnect: true,
  })
  acknowledgeWhenDurable(client, take, (error) => uptake.log.error({ err: error, connection: connection.name }, 'a message was not taken'))
  let lastError = ''
  client.on('error', (error) => {
    if (lastError !== error.message) uptake.log.warn({ connection: connection.name, why: error.message }, 'the broker cannot be used')
    lastError = error.message
  })
  client.on('close', () => uptake.stands(false))
  client.on('reconnect', () => {
    client.options.reconnectPeriod = Math.min(client.options.reconnectPeriod! * 2, longestPauseMs)
    beforeConnect?.(client)
  })
  client.on('connect', () => {
    lastError = ''
    client.options.reconnectPeriod = firstPauseMs
    void subscribe(client, subscriptions, version).then(
      () => {
        uptake.stands(true)
        onReady?.(client)
      },
      (error: unknown) => {
        // It was cut meanwhile, and will subscribe when it is back.
        if (!client.connected || client.disconnecting) return
        uptake.log.error({ connection: connection.name, err: error }, 'the broker refused a subscription')
        setTimeout(() => client.connected && client.reconnect(), longestPauseMs).unref()
      },
    )
  })
  beforeConnect?.(client)
  client.connect()
  return client
}

async function subscribe(client: MqttClient, subscriptions: Subscribed[], version: 4 | 5): Promise<void> {
  for (const { filter, qos } of subscriptions) {
    // Retained values come once, not at every return.
    const granted = await client.subscribeAsync(filter, { qos, ...(version === 5 && { rh: 1 }) })
    if (granted.some((one) => one.qos >= 128)) throw new Error(`${filter}: refused`)
  }
}

/**
 * QoS 1: the broker keeps a message until its PUBACK, and that leaves when the message is on disk. The stream goes on
 * meanwhile, so that many messages share one write; acknowledgements keep the messages' order [MQTT-4.6.0-2]. What was
 * received on a connection is not acknowledged on the next, where its number may name another message.
 */
function acknowledgeWhenDurable(client: MqttClient, take: (packet: IPublishPacket) => Promise<void>, failed: (error: unknown) => void): void {
  let connection = 0
  client.on('close', () => connection++)
  client.handleMessage = (packet, callback) => {
    const received = connection
    const taken = take(packet)
    taken.catch(failed)
    if (packet.qos === 0) return callback()
    // An error keeps mqtt.js from acknowledging now; the next packet is read all the same.
    callback(new Error('not durable yet'))
    taken.then(() => {
      if (received === connection && client.connected && !client.disconnecting) client['_sendPacket']({ cmd: 'puback', messageId: packet.messageId!, reasonCode: 0 })
    }, () => undefined)
  }
}
