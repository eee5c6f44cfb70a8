import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { createSource, type NewSource } from '@/lib/telemetry/ingest-source'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { networkTo } from '@/lib/testing/network'
import { expectRollupsEqualReadings, storedReadings, type StoredReading } from '@/lib/testing/stored-telemetry'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let gateway: GatewayProcess | undefined

beforeAll(async () => {
  system = await testSystem({ secret: 'only-for-tests-0123456789012345678' })
})
afterEach(() => gateway?.end('SIGTERM'))
afterAll(() => system.stop())

async function foundPlant(id: string): Promise<NewSource> {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId: id, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    for (const signal of ['s0', 's1', 's2']) {
      await tx.signal.create({ data: { tenantId: id, id: signal, nodeId: 'site', name: signal, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
      await tx.alarmRule.create({ data: { tenantId: id, id: `${signal}-high`, name: `${signal} high`, signalId: signal, kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 0 }, priority: 1, updatedAt: new Date(), updatedBy: 'test' } })
    }
  })
  return createSource(system, id, 'press', 'test')
}

async function send(to: NewSource, body: unknown, id: string = randomUUID()) {
  const bytes = Buffer.from(JSON.stringify(body))
  const seconds = Math.floor(Date.now() / 1000)
  const headers = { 'millrace-source': to.id, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signWebhook(to.secret, id, seconds, bytes) }
  const response = await fetch(`${gateway!.url}/v1/readings`, { method: 'POST', body: bytes, headers })
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}

async function until<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await look()
    if (holds(value) || tries > 300) return value
    await wait(100)
  }
}
const ready = (to: NewSource) => until(() => send(to, { signal: 's0', t: Date.now() - 30 * 86_400_000, v: 0 }), ({ status }) => status === 202)

/** A sensor whose value is above the limit every other batch; keeps what was acknowledged. */
function sensor(to: NewSource, signal: string, start: number, acknowledged: StoredReading[]) {
  let n = 0
  return async (): Promise<number> => {
    const t = Array.from({ length: 20 }, (_, i) => start + (n * 20 + i) * 100)
    const v = t.map((_, i) => (n % 2) * 110 + i)
    const { status } = await send(to, { signal, t, v }, `${signal}-${n}`)
    if (status === 202) {
      acknowledged.push(...t.map((time, i) => ({ signal, t: time, v: v[i]! })))
      n++
    }
    return status
  }
}

const byTime = (a: StoredReading, b: StoredReading) => (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : a.t - b.t)

async function expectNothingLost(tenantId: string, acknowledged: StoredReading[]) {
  const isOwn = ({ t }: StoredReading) => t > Date.now() - 29 * 86_400_000
  const stored = await until(async () => (await storedReadings(system.db, tenantId)).filter(isOwn), (rows) => rows.length >= acknowledged.length)
  expect(stored).toEqual(acknowledged.toSorted(byTime))
  await expectRollupsEqualReadings(system.db, tenantId)
}
const alarmsOf = (tenantId: string) => system.db.asOperator((tx) => tx.alarm.findMany({ where: { tenantId }, orderBy: { raisedAt: 'asc' } }))

describe('without PostgreSQL, as when it is stopped', () => {
  it('readings are taken under load; history and every alarm follow when it is back', { timeout: 240_000 }, async () => {
    const to = await foundPlant('outage')
    const { superUrl } = inject('testDatabaseServer')
    const network = await networkTo(Number(new URL(superUrl).port))
    const through = (url: string) => Object.assign(new URL(url), { port: String(network.port) }).href
    gateway = await startGateway(await freePort(), { env: { DATABASE_URL: through(system.database.appUrl), OPERATOR_DATABASE_URL: through(system.database.operatorUrl) } })
    await ready(to)
    const acknowledged: StoredReading[] = []
    const sensors = ['s0', 's1', 's2'].map((signal) => sensor(to, signal, Date.now() - 86_400_000, acknowledged))
    const rounds = async (count: number) => {
      for (let i = 0; i < count; i++) expect(await Promise.all(sensors.map((round) => round()))).toEqual([202, 202, 202])
    }
    await rounds(10)
    network.cut()
    // Connections are refused and those that stood are gone: to the gateway that is a server that stopped.
    await rounds(100)
    const { rowCount: before } = await system.db.operatorPool.query(`SELECT FROM alarm WHERE tenant_id = 'outage'`)
    await rounds(10)
    expect((await alarmsOf('outage')).length).toBe(before)
    network.mend()
    await rounds(10)
    await expectNothingLost('outage', acknowledged)
    // Of each sensor one for every other batch: 65 of 130.
    const alarms = await until(() => alarmsOf('outage'), (all) => all.length >= 195)
    expect(alarms.length).toBe(195)
    expect(new Set(alarms.map(({ signalId, raisedAt }) => `${signalId} ${raisedAt.getTime()}`)).size).toBe(195)
    await gateway.end('SIGTERM')
    network.stop()
  })
})

describe('a full disk', () => {
  const maySplit = process.platform === 'linux'
  it.runIf(maySplit)('is answered with 503 and a time to come back; nothing that was acknowledged is lost, and it goes on when there is room', { timeout: 240_000 }, async () => {
    const to = await foundPlant('full')
    const journal = path.join(system.database.varDir, 'journal')
    await rm(journal, { recursive: true, force: true })
    // A real file system of 4 MB that only this gateway sees, most of it taken.
    gateway = await startGateway(await freePort(), { inShell: `mkdir -p "${journal}"; mount -t tmpfs -o size=4m none "${journal}"; head -c 3500000 /dev/zero > "${journal}/filler"; exec "$@"` })
    await ready(to)
    const acknowledged: StoredReading[] = []
    const [round] = [sensor(to, 's0', Date.now() - 86_400_000, acknowledged)]
    const answers = new Set<number>()
    while (!answers.has(503)) answers.add(await round())
    expect([...answers]).toEqual([202, 503])
    expect(await send(to, { signal: 's0', v: 1 })).toEqual({ status: 503, retryAfter: '1' })
    expect(acknowledged.length).toBeGreaterThan(1000)
    await rm(`/proc/${gateway.child.pid}/root${journal}/filler`)
    expect(await until(round, (status) => status === 202)).toBe(202)
    for (let i = 0; i < 10; i++) expect(await round()).toBe(202)
    await expectNothingLost('full', acknowledged)
    expect((await alarmsOf('full')).length).toBe(new Set(acknowledged.filter(({ v }) => v === 110).map(({ t }) => t)).size)
  })
})

describe('readings that are late, doubled, out of order or of clocks that are off', () => {
  it('are stored once and make the same roll-ups as if they had come in order', { timeout: 240_000 }, async () => {
    const to = await foundPlant('disorder')
    gateway = await startGateway(await freePort())
    await ready(to)
    const start = Math.floor((Date.now() - 25 * 3_600_000) / 1000) * 1000
    const all = Array.from({ length: 1500 }, (_, i) => ({ signal: 's1', t: start + i * 60_000, v: (i * 37) % 90 }))
    const batches = Array.from({ length: 30 }, (_, i) => all.slice(i * 50, i * 50 + 50))
    // Newest first, each twice, once with its readings turned round; a day between the first and the last.
    for (const batch of batches.toReversed()) {
      expect((await send(to, batch)).status).toBe(202)
      expect((await send(to, batch.toReversed())).status).toBe(202)
    }
    // A clock that is hours ahead, one that is a month behind, and one that has no idea.
    expect((await send(to, [{ signal: 's1', t: Date.now() + 7_200_000, v: 1 }, { signal: 's1', t: Date.now() - 40 * 86_400_000, v: 1 }, { signal: 's1', t: '1970', v: 1 }])).status).toBe(422)
    await expectNothingLost('disorder', all)
    const letters = await until(() => system.db.asOperator((tx) => tx.deadLetter.findMany({ where: { tenantId: 'disorder' } })), (found) => found.length > 0)
    expect((letters[0]!.items as { code: string }[]).map(({ code }) => code)).toEqual(['clock_ahead', 'too_old', 'bad_time'])
  })
})
