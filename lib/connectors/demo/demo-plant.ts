import { connect } from 'mqtt'
import type { Running } from '@/lib/connectors/mqtt/run-mqtt'
import { datatype, encodePayload, type NewMetric } from '@/lib/connectors/sparkplug/payload'

const everyMs = 1000
const seconds = (now: number) => now / 1000
const wave = (now: number, centre: number, swing: number, periodSeconds: number) => centre + swing * Math.sin((2 * Math.PI * seconds(now)) / periodSeconds)

/** Signals of the dairy plant, as a line's PLC would publish them. */
const machines: Record<string, (now: number) => number> = {
  'line-1/filler/vibration': (now) => wave(now, 1.7, 0.2, 40),
  'line-1/filler/temperature': (now) => wave(now, 4.2, 0.3, 120),
  'line-2/sealer/temperature': (now) => wave(now, 191, 1.2, 90),
  'line-2/filler/pressure': (now) => wave(now, 2.4, 0.08, 30),
}

/** And what an edge node of the utilities would say in Sparkplug B. */
const utilities: Record<string, Record<string, (now: number) => number>> = {
  'pasteuriser-1': { temperature: (now) => wave(now, 74, 0.4, 60), flow: (now) => wave(now, 10_200, 150, 45), power: (now) => wave(now, 85, 3, 75) },
  'cold-store': { temperature: (now) => wave(now, 3.8, 0.3, 300) },
}

/** A plant that publishes every second until stopped: plain topics, and a Sparkplug edge node that can be born again. */
export function runDemoPlant(url: string): Running {
  const topics = connect(url, { protocolVersion: 4, clientId: 'demo-plc' })
  const death = (bdSeq: number) => encodePayload({ timestamp: Date.now(), metrics: [{ name: 'bdSeq', datatype: datatype.Int64, value: bdSeq }] })
  const node = connect(url, { protocolVersion: 4, clientId: 'demo-edge', will: { topic: 'spBv1.0/dairy/NDEATH/utilities', payload: death(0), qos: 1, retain: false } })
  let seq = 0
  const say = (type: string, device: string | null, metrics: NewMetric[]) => {
    const timestamp = Date.now()
    node.publish(['spBv1.0', 'dairy', type, 'utilities', ...(device ? [device] : [])].join('/'), encodePayload({ timestamp, seq, metrics }))
    seq = (seq + 1) % 256
  }
  const values = (device: string, now: number, named: boolean): NewMetric[] =>
    Object.entries(utilities[device]!).map(([name, value], i) => ({
      alias: Object.keys(utilities).indexOf(device) * 100 + i + 1, timestamp: now, value: value(now), ...(named ? { name, datatype: datatype.Double } : {}),
    }))
  const birth = () => {
    seq = 0
    say('NBIRTH', null, [{ name: 'bdSeq', datatype: datatype.Int64, value: 0 }, { name: 'Node Control/Rebirth', datatype: datatype.Boolean, value: false }])
    for (const device of Object.keys(utilities)) say('DBIRTH', device, values(device, Date.now(), true))
  }
  node.on('connect', () => {
    node.subscribe('spBv1.0/dairy/NCMD/utilities', { qos: 1 })
    birth()
  })
  node.on('message', birth)
  const beat = setInterval(() => {
    const now = Date.now()
    for (const [topic, value] of Object.entries(machines)) topics.publish(`plant/${topic}`, JSON.stringify({ v: Number(value(now).toFixed(3)), t: now }), { qos: 1 })
    if (node.connected) for (const device of Object.keys(utilities)) say('DDATA', device, values(device, now, false))
  }, everyMs)
  return {
    async stop() {
      clearInterval(beat)
      await Promise.all([topics.endAsync(true), node.endAsync(true)])
    },
  }
}
