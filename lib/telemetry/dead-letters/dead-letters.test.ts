import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '@/lib/clock'
import type { System } from '@/lib/system'
import { loadDeadLetters } from '@/lib/telemetry/dead-letters/load-dead-letters'
import { dismissDeadLetter, replayDeadLetter } from '@/lib/telemetry/dead-letters/replay-dead-letter'
import { createSource, listSources, type NewSource, disableSource, rotateSecret } from '@/lib/telemetry/ingest-source'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { testSystem } from '@/lib/testing/test-system'

let made: Awaited<ReturnType<typeof testSystem>>
let system: System
let gateway: GatewayProcess
let source: NewSource
const tenantId = 'plant-d'

beforeAll(async () => {
  made = await testSystem({ secret: 'only-for-tests-0123456789012345678' })
  await made.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'demo', name: 'Dairy', timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
  })
  await addSignal('temp')
  const port = await freePort()
  // Signatures are judged by the gateway's clock, which is the machine's.
  system = { ...made, clock: systemClock, settings: { ...made.settings, gatewayUrl: `http://127.0.0.1:${port}` } }
  source = await createSource(system, tenantId, 'Edge box', 'a@example.com')
  gateway = await startGateway(port)
})
afterAll(async () => {
  await gateway?.end('SIGTERM')
  await made.stop()
})

const addSignal = (id: string) =>
  made.db.asOperator((tx) => tx.signal.create({ data: { tenantId, id, nodeId: 'site', name: id, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } }))

async function send(body: unknown, { id = randomUUID() as string, secret = source.secret } = {}) {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const seconds = Math.floor(Date.now() / 1000)
  const headers = { 'millrace-source': source.id, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signWebhook(secret, id, seconds, bytes) }
  return (await fetch(`${gateway.url}/v1/readings`, { method: 'POST', body: bytes, headers })).status
}
async function until<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await look()
    if (holds(value) || tries > 150) return value
    await wait(100)
  }
}
const letters = () => loadDeadLetters(system, { search: '', isAll: false })
const readings = async () => {
  const { rows } = await made.db.operatorPool.query<{ signal: string; t: number; v: number }>(
    `SELECT signal_id AS signal, (extract(epoch FROM starts_at) * 1000)::float8 + o AS t, v FROM reading_chunk, unnest(offsets_ms, vals) AS u(o, v) WHERE tenant_id = $1 ORDER BY 1, 2`, [tenantId])
  return rows
}
const auditOf = async (action: string) => (await made.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId, action } }))).map(({ subject }) => subject)

describe('dead letters', () => {
  it('are replayed once their cause is mended, with their own times; what is refused again waits again', { timeout: 60_000 }, async () => {
    const t = Date.now() - 3_600_000
    expect(await send([{ signal: 'late', t, v: 7 }, { signal: 'late', v: 8 }, { signal: 'never', t, v: 9 }])).toBe(422)
    const { rows, waiting } = await until(letters, (view) => view.rows.length > 0)
    expect(rows).toMatchObject([{ tenantId, plant: 'Dairy', source: 'Edge box', hasSource: true, isReadable: true, what: 'readings', count: 3, reasons: [{ code: 'unknown_signal', count: 3 }], message: 'There is no signal "late" in this plant.', replayedAt: null }])
    expect(waiting).toBe(1)
    const [letter] = rows
    await addSignal('late')
    await until(() => send({ signal: 'late', t: t + 1, v: 0 }), (status) => status === 202)
    // Two people at once, and somebody later.
    const outcomes = await Promise.all([replayDeadLetter(system, letter!, 'a@example.com'), replayDeadLetter(system, letter!, 'b@example.com')])
    outcomes.push(await replayDeadLetter(system, letter!, 'c@example.com'))
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['2 of 3 taken; the rest was refused again: There is no signal "never" in this plant.']))
    const stored = await until(readings, (all) => all.length === 3)
    expect(stored).toEqual([{ signal: 'late', t, v: 7 }, { signal: 'late', t: t + 1, v: 0 }, { signal: 'late', t: new Date(letter!.receivedAt).getTime(), v: 8 }])
    const waitingFor = async (signal: string) => (await letters()).rows.filter(({ sample }) => sample.includes(signal))
    const rest = await until(() => waitingFor('never'), (found) => found.length > 0 && found.every(({ id }) => id !== letter!.id))
    expect(rest).toMatchObject([{ count: 1 }])
    expect((await loadDeadLetters(system, { search: 'dairy', isAll: true })).rows.find(({ id }) => id === letter!.id)).toMatchObject({ outcome: outcomes[0]!.outcome })
    expect((await loadDeadLetters(system, { search: 'elsewhere', isAll: true })).rows).toEqual([])
    expect(await auditOf('dead-letter.replayed')).toEqual([letter!.id])

    expect(await dismissDeadLetter(system, rest[0]!, 'a@example.com')).toEqual({ outcome: 'dismissed' })
    expect(await waitingFor('never')).toEqual([])
    await expect(replayDeadLetter(system, { tenantId: 'other', id: letter!.id }, 'a@example.com')).rejects.toMatchObject({ status: 404 })
  })

  it('stay as they are without the gateway, and without their source', async () => {
    expect(await send('{"signal":')).toBe(400)
    const unreadable = async () => (await letters()).rows.filter(({ isReadable }) => !isReadable)
    const [letter] = await until(unreadable, (rows) => rows.length > 0)
    expect(letter).toMatchObject({ count: 1, message: 'The body is no JSON.' })
    const away = { ...system, settings: { ...system.settings, gatewayUrl: 'http://127.0.0.1:9' } }
    await expect(replayDeadLetter(away, letter!, 'a@example.com')).rejects.toMatchObject({ status: 503 })
    const other = await createSource(system, tenantId, 'Other', 'a@example.com')
    await made.db.asOperator((tx) => tx.deadLetter.updateMany({ where: { id: letter!.id }, data: { sourceId: other.id } }))
    await disableSource(system, tenantId, other.id, 'a@example.com')
    await expect(replayDeadLetter(system, letter!, 'a@example.com')).rejects.toMatchObject({ status: 409 })
    expect(await unreadable()).toMatchObject([{ id: letter!.id, hasSource: false, replayedAt: null }])
  })
})

describe('a source', () => {
  it('gets a new secret while the one before is taken still, and the one before that no more; removed it is refused', async () => {
    const second = await rotateSecret(system, tenantId, source.id, 'a@example.com')
    expect(await until(() => send({ signal: 'temp', v: 1 }, { secret: second.secret }), (status) => status === 202)).toBe(202)
    expect(await send({ signal: 'temp', v: 2 })).toBe(202)
    const third = await rotateSecret(system, tenantId, source.id, 'a@example.com')
    expect(await until(() => send({ signal: 'temp', v: 3 }, { secret: third.secret }), (status) => status === 202)).toBe(202)
    expect(await send({ signal: 'temp', v: 4 }, { secret: second.secret })).toBe(202)
    expect(await send({ signal: 'temp', v: 5 })).toBe(401)
    expect(await listSources(system, tenantId)).toMatchObject([{ id: source.id, secretVersion: 3, previousUntil: third.previousUntil }])
    await made.db.asOperator((tx) => tx.ingestSource.updateMany({ where: { id: source.id }, data: { previousUntil: new Date(0) } }))
    expect(await until(() => send({ signal: 'temp', v: 6 }, { secret: second.secret }), (status) => status === 401)).toBe(401)

    await expect(rotateSecret(system, 'platform', source.id, 'a@example.com')).rejects.toMatchObject({ status: 404 })
    await disableSource(system, tenantId, source.id, 'a@example.com')
    await expect(rotateSecret(system, tenantId, source.id, 'a@example.com')).rejects.toMatchObject({ status: 404 })
    expect(await until(() => send({ signal: 'temp', v: 7 }, { secret: third.secret }), (status) => status === 401)).toBe(401)
    expect(await listSources(system, tenantId)).toEqual([])
    expect(await auditOf('ingest-source.secret-rotated')).toEqual([source.id, source.id])
  })
})
