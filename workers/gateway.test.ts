import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AlarmEngine, type RaisedAlarm } from '@/lib/alarm/engine'
import { parseSettings } from '@/lib/alarm/rule'
import { createSource, type NewSource } from '@/lib/telemetry/ingest-source'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { expectRollupsEqualReadings } from '@/lib/testing/stored-telemetry'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let gateway: GatewayProcess
let source: NewSource
let port: number

beforeAll(async () => {
  // The gateway derives its secrets from the environment's.
  system = await testSystem({ secret: 'only-for-tests-0123456789012345678' })
  source = await foundPlant('plant-a')
  port = await freePort()
  gateway = await startGateway(port)
})
afterAll(async () => {
  await gateway?.end('SIGTERM')
  await system.stop()
})

const rule = { kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 0 } } as const

async function foundPlant(id: string): Promise<NewSource> {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId: id, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    for (const signal of ['temp', 's0', 's1', 's2', 's3']) {
      await tx.signal.create({ data: { tenantId: id, id: signal, nodeId: 'site', name: signal, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
      await tx.alarmRule.create({ data: { tenantId: id, id: `${signal}-high`, name: `${signal} high`, signalId: signal, ...rule, priority: 1, updatedAt: new Date(), updatedBy: 'test' } })
    }
  })
  return createSource(system, id, 'press', 'test')
}

interface Sending {
  id?: string
  to?: NewSource
  headers?: Record<string, string>
  seconds?: number
}
async function send(body: unknown, { id = randomUUID(), to = source, headers = {}, seconds = Math.floor(Date.now() / 1000) }: Sending = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const response = await fetch(`${gateway.url}/v1/readings`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'millrace-source': to.id, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signWebhook(to.secret, id, seconds, bytes), ...headers },
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

async function until<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await look()
    if (holds(value) || tries > 600) return value
    await wait(100)
  }
}
const alarmsOf = (tenantId: string) => system.db.asOperator((tx) => tx.alarm.findMany({ where: { tenantId }, orderBy: { raisedAt: 'asc' } }))
const rawOf = async (tenantId: string) => {
  const { rows } = await system.db.operatorPool.query<{ signal: string; t: number; v: number }>(
    `SELECT signal_id AS signal, (extract(epoch FROM starts_at) * 1000)::float8 + o AS t, v FROM reading_chunk, unnest(offsets_ms, vals) AS u(o, v) WHERE tenant_id = $1 ORDER BY 1, 2`, [tenantId])
  return rows
}

describe('the gateway', () => {
  it('takes a signed batch, stores it with its roll-ups, and raises and returns the alarm', async () => {
    const t = Date.now() - 5000
    expect(await send([{ signal: 'temp', t, v: 101, unit: '°C' }, { signal: 'temp', t: t + 1000, v: 102 }])).toMatchObject({ status: 202, body: { accepted: 2, refused: [] } })
    const [raised] = await until(() => alarmsOf('plant-a'), (all) => all.length > 0)
    expect(raised).toMatchObject({ ruleId: 'temp-high', signalId: 'temp', value: 101, limit: 100, priority: 1, raisedAt: new Date(t), returnedAt: null })
    await send({ signal: 'temp', t: [t + 2000], v: [99] })
    expect((await until(() => alarmsOf('plant-a'), (all) => all[0]!.returnedAt !== null))[0]).toMatchObject({ returnedAt: new Date(t + 2000), closedAt: null })
    expect(await until(() => rawOf('plant-a'), (raw) => raw.length === 3)).toEqual([{ signal: 'temp', t, v: 101 }, { signal: 'temp', t: t + 1000, v: 102 }, { signal: 'temp', t: t + 2000, v: 99 }])
    const rollups = await system.db.asOperator((tx) => tx.signalRollup.findMany({ where: { tenantId: 'plant-a', levelSeconds: 86_400 } }))
    expect(rollups.reduce((sum, { count }) => sum + count, 0)).toBe(3)
  })

  it('answers a repeat as the first time, also after it is stored and restarted, and refuses another body under its id', async () => {
    const body = [{ signal: 'temp', v: 1 }, { signal: 'nope', v: 1 }]
    const first = await send(body, { id: 'msg_repeat' })
    expect(first).toMatchObject({ status: 207, body: { accepted: 1, refused: [{ index: 1, code: 'unknown_signal' }] } })
    const both = await Promise.all([send(body, { id: 'msg_two' }), send(body, { id: 'msg_two' })])
    expect(both[0]!.body).toEqual(both[1]!.body)
    await until(() => system.db.asOperator((tx) => tx.webhookDelivery.count({ where: { id: { in: ['msg_repeat', 'msg_two'] } } })), (n) => n === 2)
    await gateway.end('SIGTERM')
    gateway = await startGateway(port)
    expect(await send(body, { id: 'msg_repeat' })).toMatchObject({ status: 207, body: first.body })
    expect(await send({ signal: 'temp', v: 2 }, { id: 'msg_repeat' })).toMatchObject({ status: 409 })
    const letters = await system.db.asOperator((tx) => tx.deadLetter.findMany({ where: { tenantId: 'plant-a' } }))
    expect(letters.map(({ count }) => count)).toEqual([1, 1])
  })

  it('takes gzip, zstd and an API key, and refuses bombs, strangers and broken bodies', async () => {
    const plain = Buffer.from(JSON.stringify({ signal: 'temp', v: 3 }))
    expect((await send(gzipSync(plain), { headers: { 'content-encoding': 'gzip' } })).status).toBe(202)
    expect((await send(zstdCompressSync(plain), { headers: { 'content-encoding': 'zstd' } })).status).toBe(202)
    expect((await send(plain, { headers: { authorization: `Bearer ${source.apiKey}`, 'webhook-signature': '' } })).status).toBe(202)
    const bomb = Buffer.alloc(64 * 2 ** 20)
    expect((await send(gzipSync(bomb), { headers: { 'content-encoding': 'gzip' } })).status).toBe(413)
    expect((await send(zstdCompressSync(bomb), { headers: { 'content-encoding': 'zstd' } })).status).toBe(413)
    expect((await send(plain, { headers: { 'content-encoding': 'br' } })).status).toBe(415)
    expect((await send('{"signal":')).status).toBe(400)
    expect((await send([{ signal: 'nope', v: 1 }])).status).toBe(422)
    expect((await send(plain, { headers: { 'webhook-signature': 'v1,AAAA' } })).status).toBe(401)
    expect((await send(plain, { seconds: Math.floor(Date.now() / 1000) - 600 })).status).toBe(401)
    expect((await send(plain, { headers: { 'millrace-source': 'src_unknown' } })).status).toBe(401)
    expect((await send(plain, { headers: { authorization: 'Bearer mrk_wrong' } })).status).toBe(401)
    const other = await foundPlant('plant-b')
    await until(async () => (await send(plain, { to: other })).status, (status) => status === 202)
    expect((await send(plain, { to: { ...other, secret: source.secret } })).status).toBe(401)
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404)
    const metrics = await fetch(`${gateway.url}/metrics`, { headers: { authorization: 'Bearer a-token-for-tests-only' } })
    expect(await metrics.text()).toMatch(/millrace_gateway_readings_total \d+/)
  })

  it('loses nothing that it acknowledged and raises every alarm once, killed twenty times under load', { timeout: 600_000 }, async () => {
    const to = await foundPlant('plant-k')
    await until(async () => (await send({ signal: 'temp', v: 1 }, { to })).status, (status) => status === 202)
    const start = Date.now() - 86_400_000
    const acknowledged: { signal: string; t: number; v: number }[] = []
    let running = true
    // Each sensor repeats a batch under its id until it is taken.
    const sensor = async (signal: string, seed: number) => {
      for (let n = 0; running; n++) {
        const t = Array.from({ length: 10 }, (_, i) => start + (n * 10 + i) * 250)
        const v = t.map((_, i) => ((n * 7 + i * 3 + seed) % 11) * 12)
        const id = `${signal}-${n}`
        for (;;) {
          const answer = await send({ signal, t, v }, { to, id }).catch(() => null)
          if (answer?.status === 202) break
          if (answer) expect(answer.status).toBe(503)
          if (!running) return
          await wait(50)
        }
        acknowledged.push(...t.map((time, i) => ({ signal, t: time, v: v[i]! })))
      }
    }
    const sensors = ['s0', 's1', 's2', 's3'].map(sensor)
    for (let kill = 0; kill < 20; kill++) {
      await wait(20 + ((kill * 97) % 400))
      await gateway.end('SIGKILL')
      gateway = await startGateway(port)
    }
    running = false
    await Promise.all(sensors)
    const key = ({ signal, t, v }: { signal: string; t: number; v: number }) => `${signal} ${t} ${v}`
    // The last one in the journal: when it is stored, everything before it is.
    expect((await send({ signal: 'temp', v: 77 }, { to })).status).toBe(202)
    const all = await until(() => rawOf('plant-k'), (rows) => rows.some(({ v }) => v === 77))
    const raw = all.filter(({ signal }) => signal !== 'temp')
    const stored = new Set(raw.map(key))
    expect(stored.size).toBe(raw.length)
    expect(acknowledged.length).toBeGreaterThan(200)
    expect(acknowledged.filter((one) => !stored.has(key(one)))).toEqual([])
    await expectRollupsEqualReadings(system.db, 'plant-k')

    const engine = new AlarmEngine()
    engine.setRules('plant-k', ['s0', 's1', 's2', 's3'].map((signalId) => ({
      ...parseSettings('threshold', rule.settings), tenantId: 'plant-k', id: `${signalId}-high`, version: 1, name: '', signalId, priority: 1, onDelaySeconds: 0, offDelaySeconds: 0,
    })), 0)
    const expected = raw.flatMap(({ signal, t, v }) => engine.judge('plant-k', signal, [t], [v], t, t)).filter((change): change is RaisedAlarm => change.kind === 'raised')
    const alarms = await until(() => alarmsOf('plant-k'), (all) => all.length >= expected.length)
    expect(alarms.length).toBeGreaterThan(50)
    expect(alarms.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
    expect(alarms.filter(({ returnedAt }) => returnedAt === null).map(({ id }) => id).toSorted()).toEqual([...engine.standing()].toSorted())
  })
})
