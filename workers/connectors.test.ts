import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connectAsync, type MqttClient } from 'mqtt'
import { DataType, DataValue, StatusCodes } from 'node-opcua-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datatype, encodePayload, type NewMetric } from '@/lib/connectors/sparkplug/payload'
import { createSource } from '@/lib/telemetry/ingest-source'
import { type ConnectorsProcess, startConnectors } from '@/lib/testing/connectors-process'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { mqttBroker } from '@/lib/testing/mqtt-broker'
import { networkTo } from '@/lib/testing/network'
import { opcuaServer } from '@/lib/testing/opcua-server'
import { testSystem } from '@/lib/testing/test-system'

const tenantId = 'plant-c'
const signals = ['hall.press', 'stream', 'tank.level', 'tank.temp', 'opc.speed']
let system: Awaited<ReturnType<typeof testSystem>>
let gateway: GatewayProcess
let gatewayPort: number
let broker: Awaited<ReturnType<typeof mqttBroker>>
let plc: MqttClient
let connectors: ConnectorsProcess
let folder: string
let file: string
let statusPort: number
let opcuaPort: number
let server: Awaited<ReturnType<typeof opcuaServer>>
let network: Awaited<ReturnType<typeof networkTo>>
/** What the OPC UA server says of its one node: every look another speed. */
let speed = 0
let speedStatus = StatusCodes.Good
const nodes = { Speed: () => new DataValue({ value: { dataType: DataType.Double, value: ++speed }, statusCode: speedStatus, sourceTimestamp: new Date() }) }

beforeAll(async () => {
  system = await testSystem({ secret: 'only-for-tests-0123456789012345678' })
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'demo', name: tenantId, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    for (const id of signals) await tx.signal.create({ data: { tenantId, id, nodeId: 'site', name: id, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    await tx.alarmRule.create({ data: { tenantId, id: 'press-high', name: 'press high', signalId: 'hall.press', kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 0 }, priority: 1, updatedAt: new Date(), updatedBy: 'test' } })
  })
  const source = await createSource(system, tenantId, 'connectors', 'test')
  folder = mkdtempSync(path.join(os.tmpdir(), 'connectors-'))
  ;[gatewayPort, statusPort, opcuaPort] = [await freePort(), await freePort(), await freePort()]
  ;[broker, network] = await Promise.all([mqttBroker(), networkTo(opcuaPort)])
  writeFileSync(path.join(folder, 'api-key'), `${source.apiKey}\n`)
  writeFileSync(path.join(folder, 'password'), 'let me in\n')
  file = path.join(folder, 'connectors.json')
  const { url } = broker
  writeFileSync(file, JSON.stringify({
    folder: 'data',
    status: { port: statusPort },
    gateway: { url: `http://127.0.0.1:${gatewayPort}`, apiKeyFile: 'api-key' },
    connections: [
      {
        kind: 'mqtt', name: 'lines', url, version: 4,
        subscriptions: [
          { topic: 'plant/{area}/{tag}', payload: { form: 'json', value: 'v', time: 't', unit: 'unit' }, signal: '{area}.{tag}' },
          { topic: 'stream', payload: { form: 'columns' } },
        ],
      },
      { kind: 'sparkplug', name: 'edge', url, version: 4, groups: ['g'], reorderMs: 300, signal: '{device}.{metric}' },
      { kind: 'opcua', name: 'server', endpoint: `opc.tcp://127.0.0.1:${network.port}`, user: { name: 'operator', passwordFile: 'password' }, publishingMs: 100, samplingMs: 50, nodes: { 'ns=1;s=Speed': { signal: 'opc.speed', unit: '°C' }, 'ns=1;s=None': 'opc.none' } },
    ],
  }))
  ;[server, gateway, plc] = await Promise.all([opcuaServer(opcuaPort, folder, nodes), startGateway(gatewayPort), connectAsync(url, { protocolVersion: 4, clientId: 'plc' })])
  connectors = startConnectors(file, statusPort)
  await until(() => standing('lines', 'edge'), (stands) => stands)
})
afterAll(async () => {
  await connectors?.end('SIGTERM')
  await plc?.endAsync(true)
  await broker?.stop()
  network?.stop()
  await server?.stop()
  await gateway?.end('SIGTERM')
  await system.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function until<T>(look: () => Promise<T>, holds: (value: T) => boolean, tries = 300): Promise<T> {
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (tries-- === 0) throw new Error(`not reached, but: ${JSON.stringify(value)?.slice(0, 500)}\n${connectors.said().slice(-3000)}`)
    await wait(50)
  }
}
const standing = async (...names: string[]) => {
  const health = await connectors.health()
  return names.every((name) => health?.connections[name] === 'connected')
}
/** Every stored reading of a signal: one that was stored twice stands here twice. */
const stored = async (signal: string) => {
  const { rows } = await system.db.operatorPool.query<{ t: number; v: number }>(
    `SELECT (extract(epoch FROM starts_at) * 1000)::float8 + o AS t, v FROM reading_chunk, unnest(offsets_ms, vals) AS u(o, v) WHERE tenant_id = $1 AND signal_id = $2 ORDER BY 1`, [tenantId, signal])
  return rows
}

describe('from an MQTT broker to the plant', () => {
  it('a reading is stored and raises its alarm; what is no reading is counted and stops nothing', async () => {
    const t = Date.now() - 1000
    await plc.publishAsync('plant/hall/press', 'not JSON', { qos: 1 })
    await plc.publishAsync('plant/hall/unheard-of', JSON.stringify({ v: 1, t }), { qos: 1 })
    await plc.publishAsync('plant/hall/press', JSON.stringify({ v: 1, t, unit: 'bar' }), { qos: 1 })
    await plc.publishAsync('plant/hall/press', JSON.stringify({ v: 120, t, unit: '°C' }), { qos: 1 })
    expect(await until(() => stored('hall.press'), (rows) => rows.length > 0)).toEqual([{ t, v: 120 }])
    const [alarm] = await until(() => system.db.asOperator((tx) => tx.alarm.findMany({ where: { tenantId } })), (all) => all.length > 0)
    expect(alarm).toMatchObject({ ruleId: 'press-high', value: 120, raisedAt: new Date(t) })
    const text = await connectors.metrics()
    expect(text).toContain('millrace_connectors_untaken_total{connection="lines",reason="bad payload"} 1')
    expect(text).toContain('millrace_connectors_refused_total{what="readings",code="unknown_signal"} 1')
    expect(text).toContain('millrace_connectors_refused_total{what="readings",code="unit_mismatch"} 1')
  })

  it('loses nothing that it acknowledged, killed in the middle of a stream while the gateway is away, and stores each reading once', { timeout: 60_000 }, async () => {
    await gateway.end('SIGKILL')
    const start = Date.now() - 3_600_000
    const count = 2000
    let acknowledged = 0
    broker.aedes.on('ack', (_packet, client) => void (client.id === 'millrace-lines' && acknowledged++))
    const publishing = (async () => {
      for (let i = 0; i < count; i++) {
        await plc.publishAsync('stream', JSON.stringify({ signal: 'stream', t: [start + i], v: [i] }), { qos: 1 })
        // Never far ahead, so that there is always a middle to be killed in.
        while (i - acknowledged > 200) await wait(2)
      }
    })()
    const atKill: number[] = []
    for (const share of [0.1, 0.3, 0.5]) {
      await until(async () => acknowledged, (n) => n >= share * count, 600)
      await connectors.end('SIGKILL')
      atKill.push(acknowledged)
      connectors = startConnectors(file, statusPort)
    }
    await publishing
    expect(atKill.every((n) => n > 0 && n < count)).toBe(true)
    await until(async () => acknowledged, (n) => n >= count)
    const health = await until(() => connectors.health(), (now) => now !== null && now.gateway.away !== null)
    expect(health).toMatchObject({ ok: false, gateway: { away: 'ECONNREFUSED' } })
    expect(health!.waitingBytes.readings).toBeGreaterThan(count * 20)
    gateway = await startGateway(gatewayPort)
    const rows = await until(() => stored('stream'), (all) => all.length >= count, 600)
    expect(rows).toEqual(Array.from({ length: count }, (_, i) => ({ t: start + i, v: i })))
    await until(() => connectors.health(), (now) => now?.waitingBytes.readings === 0)
  })
})

describe('from a Sparkplug edge node to the plant', () => {
  const say = (topic: string, seq: number | null, metrics: NewMetric[]) => plc.publishAsync(`spBv1.0/g/${topic}`, encodePayload({ timestamp: Date.now(), ...(seq !== null && { seq }), metrics }), { qos: 0 })
  const rebirths: string[] = []
  const t = Date.now() - 60_000
  const bear = async (bdSeq: number, at: number) => {
    await say('NBIRTH/n', 0, [{ name: 'bdSeq', datatype: datatype.Int64, value: bdSeq }])
    await say('DBIRTH/n/tank', 1, [{ name: 'level', alias: 1, datatype: datatype.Int32, value: -1, timestamp: at }, { name: 'temp', alias: 2, datatype: datatype.Double, value: 20, timestamp: at }, { name: 'recipe', alias: 3, datatype: datatype.String, value: 'A' }])
  }

  it('the host says that it is there, asks a node that it does not know for a birth, and takes it and what follows', async () => {
    const states: string[] = []
    plc.on('message', (topic, payload) => void (topic.includes('NCMD') ? rebirths.push(topic) : states.push(payload.toString())))
    await plc.subscribeAsync(['spBv1.0/STATE/millrace', 'spBv1.0/g/NCMD/+'], { qos: 1 })
    await until(async () => states.map((state) => JSON.parse(state) as { online: boolean; timestamp: number }), (all) => all.some(({ online, timestamp }) => online && timestamp > 0))
    await until(() => standing('edge'), (stands) => stands)
    await say('DDATA/n/tank', 7, [{ alias: 1, datatype: datatype.Int32, value: 99, timestamp: t }])
    await until(async () => rebirths, (all) => all.includes('spBv1.0/g/NCMD/n'))
    await bear(1, t)
    await say('DDATA/n/tank', 2, [{ alias: 1, datatype: datatype.Int32, value: 5, timestamp: t + 1 }, { alias: 2, datatype: datatype.Double, value: 21.5, timestamp: t + 1 }])
    await say('DDATA/n/tank', 3, [{ alias: 2, datatype: datatype.Double, value: 19, timestamp: t - 5000, isHistorical: true }])
    expect(await until(() => stored('tank.temp'), (rows) => rows.length >= 3)).toEqual([{ t: t - 5000, v: 19 }, { t, v: 20 }, { t: t + 1, v: 21.5 }])
    expect(await until(() => stored('tank.level'), (rows) => rows.length >= 2)).toEqual([{ t, v: -1 }, { t: t + 1, v: 5 }])
    expect(await connectors.metrics()).toContain('millrace_connectors_untaken_total{connection="edge",reason="text or structure"} 1')
  })

  it('after a gap it asks for a rebirth and takes nothing until then; a death makes no reading', async () => {
    const before = rebirths.length
    await say('DDATA/n/tank', 5, [{ alias: 1, datatype: datatype.Int32, value: 66, timestamp: t + 2 }])
    await until(async () => rebirths.length, (n) => n > before)
    await say('DDATA/n/tank', 6, [{ alias: 1, datatype: datatype.Int32, value: 77, timestamp: t + 3 }])
    await bear(2, t + 4)
    await say('NDEATH/n', null, [{ name: 'bdSeq', datatype: datatype.Int64, value: 2 }])
    await say('DDATA/n/tank', 2, [{ alias: 1, datatype: datatype.Int32, value: 88, timestamp: t + 5 }])
    await bear(3, t + 6)
    expect((await until(() => stored('tank.level'), (rows) => rows.length >= 4)).map((row) => row.t - t)).toEqual([0, 1, 4, 6])
  })

  it('is told offline when the host dies, and online when it is back', async () => {
    const states: { online: boolean; timestamp: number }[] = []
    broker.aedes.on('publish', ({ topic, payload }) => void (topic === 'spBv1.0/STATE/millrace' && states.push(JSON.parse(payload.toString()) as (typeof states)[number])))
    broker.cut()
    const [will, birth] = await until(async () => states, (all) => all.length >= 2)
    expect([will!.online, birth!.online]).toEqual([false, true])
    expect(birth!.timestamp).toBeGreaterThan(will!.timestamp)
    await until(() => standing('lines', 'edge'), (stands) => stands)
  })
})

describe('from an OPC UA server to the plant', () => {
  it('trusts only a server it was told to, and takes changing values with their source time', { timeout: 60_000 }, async () => {
    const pki = path.join(folder, 'data/opcua/server/pki')
    const rejected = await until(async () => readdirSync(path.join(pki, 'rejected')).filter((name) => name.endsWith('.pem')), (names) => names.length > 0)
    expect(await standing('server')).toBe(false)
    renameSync(path.join(pki, 'rejected', rejected[0]!), path.join(pki, 'trusted/certs', rejected[0]!))
    const first = await until(() => stored('opc.speed'), (rows) => rows.length >= 5, 600)
    expect(first.every(({ v }, i) => i === 0 || v > first[i - 1]!.v)).toBe(true)
    expect(await connectors.metrics()).toContain('reason="node refused: BadNodeIdUnknown"')
  })

  it('fetches what the server queued while the network was cut', { timeout: 30_000 }, async () => {
    const last = (await stored('opc.speed')).at(-1)!.v
    network.cut()
    await until(() => standing('server'), (stands) => !stands)
    await wait(1000)
    network.mend()
    const rows = await until(() => stored('opc.speed'), (all) => all.at(-1)!.v > last + 40, 400)
    const values = rows.map(({ v }) => v).filter((v) => v >= last)
    expect(values).toEqual(Array.from({ length: values.length }, (_, i) => last + i))
  })

  it('takes nothing from a node that is bad, nor while the server is away, and subscribes again when it is back', { timeout: 60_000 }, async () => {
    speedStatus = StatusCodes.BadSensorFailure
    await until(() => connectors.metrics(), (text) => text.includes('reason="bad status BadSensorFailure"'))
    const failedBefore = Date.now()
    await server.stop()
    await until(() => standing('server'), (stands) => !stands, 600)
    speedStatus = StatusCodes.Good
    const restartedAt = Date.now()
    server = await opcuaServer(opcuaPort, folder, nodes)
    const after = await until(() => stored('opc.speed'), (rows) => rows.filter(({ t }) => t > restartedAt).length >= 3, 900)
    // Neither while the sensor had failed nor while the server was away was there a reading.
    expect(after.filter(({ t }) => t > failedBefore && t < restartedAt)).toEqual([])
  })
})

describe('a wrong configuration', () => {
  it('ends the process with every problem named', async () => {
    const wrong = path.join(folder, 'wrong.json')
    writeFileSync(wrong, JSON.stringify({ gateway: { url: 'https://plant.example', apiKeyFile: 'no-such-file' }, connections: [{ kind: 'mqtt', name: 'a', url: 'mqtt://b', passwordEnv: 'NOT_SET', subscriptions: [{ topic: 'p', signal: 't' }] }] }))
    const started = startConnectors(wrong, statusPort)
    await new Promise((resolve) => started.child.once('close', resolve))
    expect(started.child.exitCode).toBe(1)
    expect(started.said()).toMatch(/wrong\.json.*\n.*gateway\.apiKeyFile: there is no file .*no-such-file\n.*passwordEnv: the variable NOT_SET is not set\n$/)
  })
})
