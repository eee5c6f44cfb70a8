import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connectAsync, type MqttClient } from 'mqtt'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '@/lib/connectors/config'
import { runConnectors } from '@/lib/connectors/run-connectors'
import { datatype, encodePayload } from '@/lib/connectors/sparkplug/payload'
import { freePort } from '@/lib/testing/gateway-process'
import { stubGateway } from '@/lib/testing/stub-gateway'

/** The embedded broker speaks 3.1.1: what only MQTT 5 has is proven where Mosquitto is installed (apt install mosquitto). */
const mosquitto = process.env.MOSQUITTO ?? 'mosquitto'
const installed = spawnSync(mosquitto, ['-h']).error === undefined

describe.runIf(installed)('with a broker that speaks MQTT 5', () => {
  let broker: ChildProcess
  let brokerPort: number
  let gateway: Awaited<ReturnType<typeof stubGateway>>
  let plc: MqttClient
  let folder: string
  let url: string

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mqtt5-'))
    brokerPort = await freePort()
    url = `mqtt://127.0.0.1:${brokerPort}`
    writeFileSync(path.join(folder, 'mosquitto.conf'), [`listener ${brokerPort} 127.0.0.1`, 'allow_anonymous true', 'max_queued_messages 0', 'persistence false', ...(process.getuid?.() === 0 ? ['user root'] : [])].join('\n'))
    broker = spawn(mosquitto, ['-c', path.join(folder, 'mosquitto.conf')], { stdio: 'ignore' })
    gateway = await stubGateway()
    // Until it listens.
    for (let tries = 0; !plc; tries++) {
      plc = await connectAsync(url, { protocolVersion: 5, clientId: 'plc' }).catch(async (error: unknown) => {
        if (tries > 100) throw error
        await wait(50)
      }) as MqttClient
    }
  })
  afterAll(async () => {
    await plc?.endAsync(true)
    broker?.kill('SIGTERM')
    await gateway?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(name: string, connection: object) {
    const port = await freePort()
    const config = parseConfig('test', JSON.stringify({ folder: path.join(folder, name), status: { port }, gateway: { url: gateway.url, apiKeyEnv: 'KEY' }, connections: [{ name, url, ...connection }] }))
    const running = await runConnectors(config, () => 'mrk_x', pino({ level: 'silent' }))
    await until(async () => ((await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { ok: boolean }).ok)
    return { ...running, metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text() }
  }
  async function until(holds: () => boolean | Promise<boolean>) {
    for (let tries = 0; !(await holds()); tries++) {
      if (tries > 250) throw new Error('not reached')
      await wait(20)
    }
  }
  const payload = { form: 'json', value: 'v', time: 't' }
  const say = (topic: string, t: number) => plc.publishAsync(topic, JSON.stringify({ v: t, t }), { qos: 1 })

  it('the session waits at the broker while the connector is away, as long as its expiry says', async () => {
    const connection = { kind: 'mqtt', sessionExpirySeconds: 60, receiveMaximum: 5, subscriptions: [{ topic: 'a/{s}', payload, signal: 'kept-{s}' }] }
    const first = await start('kept', connection)
    await say('a/x', 1)
    await until(() => gateway.readingsOf('kept-x').length === 1)
    await first.stop()
    for (let t = 2; t <= 100; t++) await say('a/x', t)
    const second = await start('kept', connection)
    await until(() => gateway.readingsOf('kept-x').length === 100)
    expect(gateway.readingsOf('kept-x').map(({ t }) => t)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    await second.stop()
  })

  it('a session that is to be clean does not', async () => {
    const connection = { kind: 'mqtt', cleanStart: true, sessionExpirySeconds: 0, subscriptions: [{ topic: 'b/{s}', payload, signal: 'clean-{s}' }] }
    await (await start('clean', connection)).stop()
    await say('b/x', 1)
    const second = await start('clean', connection)
    await say('b/x', 2)
    await until(() => gateway.readingsOf('clean-x').length > 0)
    expect(gateway.readingsOf('clean-x').map(({ t }) => t)).toEqual([2])
    await second.stop()
  })

  it('two connectors share a subscription: each message comes to one of them', async () => {
    const subscriptions = [{ topic: 'c/{s}', share: 'millrace', payload, signal: 'shared-{s}' }]
    const both = await Promise.all(['one', 'two'].map((name) => start(name, { kind: 'mqtt', subscriptions })))
    for (let t = 1; t <= 40; t++) await say('c/x', t)
    await until(() => gateway.readingsOf('shared-x').length >= 40)
    await wait(100)
    expect(gateway.readingsOf('shared-x').map(({ t }) => t).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    for (const one of both) expect(Number(/readings_total\{connection="\w+"} (\d+)/.exec(await one.metrics())?.[1])).toBeGreaterThan(0)
    await Promise.all(both.map((one) => one.stop()))
  })

  it('ten thousand messages are acknowledged while many share one write', async () => {
    const running = await start('fast', { kind: 'mqtt', subscriptions: [{ topic: 'd/{s}', payload, signal: 'fast-{s}' }] })
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 10_000 }, (_, t) => say('d/x', t)))
    await until(() => gateway.readingsOf('fast-x').length >= 10_000)
    const perSecond = 10_000 / ((performance.now() - startedAt) / 1000)
    expect(gateway.readingsOf('fast-x').length).toBe(10_000)
    // One write per message would be some hundreds.
    expect(perSecond).toBeGreaterThan(1000)
    await running.stop()
  })

  it('a Sparkplug host is born and dies with its will', async () => {
    const states: { online: boolean }[] = []
    plc.on('message', (topic, message) => void (topic === 'spBv1.0/STATE/h5' && states.push(JSON.parse(message.toString()) as { online: boolean })))
    await plc.subscribeAsync('spBv1.0/STATE/h5')
    const running = await start('spb', { kind: 'sparkplug', host: 'h5', signal: '{metric}' })
    await until(() => states.some(({ online }) => online))
    await plc.publishAsync('spBv1.0/g/NBIRTH/n', encodePayload({ timestamp: 5, seq: 0, metrics: [{ name: 'level', datatype: datatype.Double, value: 1 }] }))
    await until(() => gateway.readingsOf('level').length > 0)
    expect(gateway.readingsOf('level')).toEqual([{ t: 5, v: 1 }])
    await running.stop()
    await until(() => states.at(-1)!.online === false)
  })
})
