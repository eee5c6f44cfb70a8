import type { IPublishPacket, MqttClient } from 'mqtt'
import type { ReadSecret, SparkplugConnection } from '@/lib/connectors/config'
import { openClient } from '@/lib/connectors/mqtt/open-client'
import type { Running } from '@/lib/connectors/mqtt/run-mqtt'
import type { Reading } from '@/lib/connectors/reading'
import { signalOf } from '@/lib/connectors/signal-map'
import { type Effect, type MetricPlace, SparkplugHost } from '@/lib/connectors/sparkplug/host'
import { deniesHost, hostState } from '@/lib/connectors/sparkplug/host-state'
import { datatype, decodePayload, encodePayload, type Payload } from '@/lib/connectors/sparkplug/payload'
import { commandTopic, namespace, readTopic, stateTopic } from '@/lib/connectors/sparkplug/topic'
import type { Uptake } from '@/lib/connectors/uptake'

const tickMs = 250
const placeName = ({ group, node, device, metric }: MetricPlace) => [group, node, device, metric].filter((part) => part).join('/')

/** A primary host application over MQTT: edge nodes are told that it is there, and asked for a birth where theirs is missing. */
export function runSparkplug(connection: SparkplugConnection, readSecret: ReadSecret, uptake: Uptake): Running {
  const { host, groups, reorderMs, version } = connection
  const state = stateTopic(host)
  const plant = new SparkplugHost(reorderMs)
  let bornAt = 0
  let leaving = false

  const publishState = (client: MqttClient, online: boolean) => client.publishAsync(state, hostState(online, bornAt), { qos: 1, retain: true })
  const act = async (effects: Effect[]) => {
    const readings: Reading[] = []
    for (const effect of effects) {
      if (effect.kind === 'rebirth') {
        uptake.rebirth(`${effect.group}/${effect.node}`, effect.reason)
        client.publish(commandTopic(effect.group, effect.node), rebirthCommand(Date.now()), { qos: 0 })
        continue
      }
      const name = placeName(effect.place)
      if (effect.kind === 'untaken') uptake.untaken(effect.reason, name)
      else {
        const signal = signalOf({ template: connection.signal, table: connection.signals }, name, { ...effect.place })
        if (signal === undefined) uptake.untaken('no signal for it', name)
        else readings.push({ signal, t: effect.t, v: effect.v })
      }
    }
    // Data come with QoS 0: no broker would send them again.
    await uptake.readings(readings, false)
  }

  const client = openClient({
    connection,
    readSecret,
    uptake,
    options: { clientId: connection.clientId ?? `millrace-${connection.name}`, clean: true, ...(version === 5 && { properties: { sessionExpiryInterval: 0 } }) },
    subscriptions: [{ filter: state, qos: 1 }, ...(groups ?? []).map((group) => ({ filter: `${namespace}/${group}/#`, qos: 1 as const })), ...(groups ? [] : [{ filter: `${namespace}/#`, qos: 1 as const }])],
    beforeConnect(connecting) {
      plant.lost()
      bornAt = Date.now()
      connecting.options.will = { topic: state, payload: Buffer.from(hostState(false, bornAt)), qos: 1, retain: true }
    },
    onReady: (ready) => void publishState(ready, true).catch(() => undefined),
    async take(packet: IPublishPacket) {
      const bytes = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
      if (packet.topic === state) {
        if (uptake.connected && !leaving && deniesHost(bytes, bornAt)) await publishState(client, true)
        return
      }
      const address = readTopic(packet.topic)
      if (!address) return
      let payload: Payload
      try {
        payload = decodePayload(bytes)
      } catch {
        return uptake.untaken('bad payload', packet.topic)
      }
      await act(plant.receive(address, payload, Date.now()))
    },
  })
  const ticking = setInterval(() => void act(plant.tick(Date.now())), tickMs)
  return {
    async stop() {
      leaving = true
      clearInterval(ticking)
      // In order, the broker does not publish the will.
      if (client.connected) await publishState(client, false).catch(() => undefined)
      await client.endAsync()
    },
  }
}

const rebirthCommand = (now: number) => encodePayload({ timestamp: now, metrics: [{ name: 'Node Control/Rebirth', timestamp: now, datatype: datatype.Boolean, value: true }] })
