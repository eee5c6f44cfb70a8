import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connectAsync, type MqttClient } from 'mqtt'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '@/lib/connectors/config'
import type { Running } from '@/lib/connectors/mqtt/run-mqtt'
import { runConnectors } from '@/lib/connectors/run-connectors'
import { freePort } from '@/lib/testing/gateway-process'
import { mqttBroker } from '@/lib/testing/mqtt-broker'
import { stubGateway } from '@/lib/testing/stub-gateway'

let broker: Awaited<ReturnType<typeof mqttBroker>>
let gateway: Awaited<ReturnType<typeof stubGateway>>
let plc: MqttClient
let connectors: Running
let folder: string
let port: number

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'run-connectors-'))
  ;[broker, gateway, port] = await Promise.all([mqttBroker(), stubGateway(), freePort()])
  plc = await connectAsync(broker.url, { protocolVersion: 4 })
})
afterEach(async () => {
  await connectors.stop()
  await plc.endAsync(true)
  await broker.stop()
  await gateway.stop()
  rmSync(folder, { recursive: true })
})

async function start(subscriptions: object[]) {
  const config = parseConfig('test', JSON.stringify({ folder, status: { port }, gateway: { url: gateway.url, apiKeyEnv: 'KEY' }, connections: [{ kind: 'mqtt', name: 'm', url: broker.url, version: 4, subscriptions }] }))
  connectors = await runConnectors(config, () => 'mrk_x', pino({ level: 'silent' }))
  await until(async () => ((await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { ok: boolean }).ok)
}
const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
async function until(holds: () => boolean | Promise<boolean>) {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 250) throw new Error(`not reached: ${JSON.stringify(gateway.posted)}`)
    await wait(20)
  }
}

describe('the connectors', () => {
  it('pass events on as they are, each message once under an id of its own, and leave what is none', async () => {
    await start([{ topic: 'mes/#', events: true }])
    const stop = { type: 'stop', line: 'line-1', t: '2026-11-24T10:00:00Z', reason: 'jam' }
    await plc.publishAsync('mes/a', JSON.stringify(stop), { qos: 1 })
    await until(() => gateway.posted.length === 1)
    await plc.publishAsync('mes/b', JSON.stringify([{ type: 'count', n: 1 }, 7, { type: 'count', n: 1 }]), { qos: 1 })
    await until(() => gateway.posted.length === 2)
    await plc.publishAsync('mes/c', '"text"', { qos: 1 })
    await plc.publishAsync('mes/c', '{', { qos: 1 })
    await until(async () => /reason="no event"} 1[^]*reason="bad payload"} 1|reason="bad payload"} 1[^]*reason="no event"} 1/.test(await metrics()))
    expect(gateway.posted.map(({ path, body }) => [path, body])).toEqual([['/v1/events', [stop]], ['/v1/events', [{ type: 'count', n: 1 }, { type: 'count', n: 1 }]]])
    expect(gateway.posted[0]!.id).not.toBe(gateway.posted[1]!.id)
  })

  it('stamp a plain number when it comes, but not one that the broker had kept: nobody knows since when it holds', async () => {
    await plc.publishAsync('scales/1', '5', { qos: 1, retain: true })
    const before = Date.now()
    await start([{ topic: 'scales/{n}', signal: 'scale-{n}' }])
    await until(async () => (await metrics()).includes('reason="retained without its time"} 1'))
    await plc.publishAsync('scales/1', '6', { qos: 1 })
    await until(() => gateway.readingsOf('scale-1').length > 0)
    const [reading] = gateway.readingsOf('scale-1')
    expect(reading!.v).toBe(6)
    expect(reading!.t).toBeGreaterThanOrEqual(before)
  })

  it('read one message by every subscription that means it: two values of one object', async () => {
    const json = (value: string) => ({ form: 'json', value, time: 't' })
    await start([{ topic: 'oven', payload: json('temp'), signals: { oven: 'oven.temp' } }, { topic: 'oven', payload: json('door'), signals: { oven: 'oven.door' } }])
    await plc.publishAsync('oven', JSON.stringify({ temp: 180, door: false, t: 1000 }), { qos: 0 })
    await until(() => gateway.readingsOf('oven.door').length > 0 && gateway.readingsOf('oven.temp').length > 0)
    expect([gateway.readingsOf('oven.temp'), gateway.readingsOf('oven.door')]).toEqual([[{ t: 1000, v: 180 }], [{ t: 1000, v: 0 }]])
  })

  it('come back by themselves when the network was away', async () => {
    await start([{ topic: 'p/{s}', payload: { form: 'json', value: 'v', time: 't' }, signal: '{s}' }])
    broker.cut()
    await wait(50)
    await plc.publishAsync('p/a', '{"v":1,"t":5}', { qos: 1 })
    await until(() => gateway.readingsOf('a').length > 0)
    expect(gateway.readingsOf('a')).toEqual([{ t: 5, v: 1 }])
  })

  it('refuse to share a folder’s port with another', async () => {
    await start([{ topic: 'p/{s}', signal: '{s}' }])
    const config = parseConfig('test', JSON.stringify({ folder, status: { port }, gateway: { url: gateway.url, apiKeyEnv: 'KEY' }, connections: [{ kind: 'mqtt', name: 'm', url: broker.url, subscriptions: [{ topic: 'p', signal: 's' }] }] }))
    await expect(runConnectors(config, () => 'mrk_x', pino({ level: 'silent' }))).rejects.toThrow('EADDRINUSE')
  })
})
