import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import path from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { Gateway } from '@/lib/telemetry/gateway/gateway'
import { gatewayServer } from '@/lib/telemetry/gateway/http-server'
import { gatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { storeStretch } from '@/lib/telemetry/historian'
import { createSource, type NewSource } from '@/lib/telemetry/ingest-source'
import { readJournal } from '@/lib/telemetry/journal'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { expectRollupsEqualReadings, storedReadings } from '@/lib/testing/stored-telemetry'
import { testSystem } from '@/lib/testing/test-system'

const log = pino({ level: 'silent' })
const tenantId = 'attacked'
let system: Awaited<ReturnType<typeof testSystem>>
let gateway: Gateway
let server: Server
let source: NewSource
let port: number
let dir: string

beforeAll(async () => {
  system = await testSystem()
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'customer', name: tenantId, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    await tx.signal.create({ data: { tenantId, id: 'temp', nodeId: 'site', name: 'temp', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
  })
  source = await createSource(system, tenantId, 'box', 'test')
  const metrics = gatewayMetrics()
  dir = path.join(system.database.varDir, 'journal')
  gateway = new Gateway({ db: system.db, log, dir, metrics })
  server = gatewayServer({ gateway, metrics, log, secret: system.settings.secret, metricsToken: undefined })
  await gateway.open()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await gateway.close()
  await system.stop()
})

interface Answered {
  status: number
  body: { title?: string; detail?: string; accepted?: number; refusedCount?: number; refused?: { code: string; message: string }[] }
}

async function send(body: string | Buffer, headers: Record<string, string> = {}, to = '/v1/readings'): Promise<Answered> {
  const response = await fetch(`http://127.0.0.1:${port}${to}`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers: { authorization: `Bearer ${source.apiKey}`, ...headers } })
  return { status: response.status, body: (await response.json()) as Answered['body'] }
}

/** Bytes as they are, and all that comes back until the other side closes. */
const sendRaw = (text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString())).on('close', () => resolve(answer)).on('error', reject)
    socket.write(text)
  })

/** One good reading of its own time: what must be there afterwards. */
let good = 0
const start = Date.now() - 3_600_000
const goodReading = () => ({ signal: 'temp', t: start + good, v: good++ })
const nested = (levels: number, inner = '') => '['.repeat(levels) + inner + ']'.repeat(levels)
const beside = (raw: string) => `[${raw},${JSON.stringify(goodReading())}]`

const bodies: [what: string, body: () => string | Buffer, status: number, says: string | RegExp, headers?: Record<string, string>, to?: string][] = [
  ['nothing', () => '', 400, /Send JSON in UTF-8/],
  ['half of a body', () => '[{"signal":"temp","v":', 400, /Send JSON in UTF-8/],
  ['another encoding', () => Buffer.from([0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00]), 400, /Send JSON in UTF-8/],
  ['brackets and nothing else', () => nested(300_000), 422, /A reading is an object/],
  ['brackets as far as a body goes', () => '['.repeat(8 * 2 ** 20), 400, /at most 500,000 readings/],
  ['objects as far as a body goes', () => '{"a":'.repeat(1_600_000), 400, /at most 500,000 readings/],
  ['nesting that a stack holds, and a database does not', () => beside(nested(6000, '1')), 207, /A reading is an object/],
  ['nesting below a known signal', () => beside(`{"signal":"temp","v":"x","more":${nested(200_000)}}`), 207, /v must be a number/],
  ['nesting in a time', () => beside(`{"signal":"temp","v":[1],"t":[${nested(5000)}]}`), 207, /t must be epoch/],
  ['nesting beside a reading that is taken', () => `{"more":${nested(100_000)},${JSON.stringify(goodReading()).slice(1)}`, 202, ''],
  ['a number beyond all', () => beside('{"signal":"temp","v":1e999}'), 207, /v must be a number/],
  ['the greatest number', () => beside('{"signal":"temp","v":1.7976931348623157e308}'), 207, /no larger than/],
  ['a time beyond all', () => beside('{"signal":"temp","v":1,"t":1e300}'), 207, /minutes ahead/],
  ['a time before all', () => beside('{"signal":"temp","v":1,"t":-1e300}'), 207, /days ago/],
  ['digits without end', () => beside(`{"signal":"temp","v":1${'0'.repeat(1_000_000)}}`), 207, /v must be a number/],
  ['a key twice: the last counts', () => `{"signal":"nope","signal":"temp","v":0,"v":${good},"t":${start + good++}}`, 202, ''],
  ['__proto__', () => beside('{"__proto__":{"signal":"temp","v":1}}'), 207, /A reading is an object/],
  ['signals that every object has', () => beside('{"signal":"__proto__","v":1},{"signal":"constructor","v":1},{"signal":"toString","v":1}'), 207, /There is no signal "__proto__"/],
  ['NUL and half a pair', () => beside('{"signal":"a\\u0000\\ud800","v":1}'), 207, /There is no signal/],
  ['columns that do not fit', () => beside('{"signal":"temp","t":[1,2,3],"v":[1]}'), 207, /same length/],
  ['a million that are no readings', () => `[${'1,'.repeat(1_000_000)}1]`, 400, /More than 100,000/],
  ['a column of a million that are no numbers', () => `{"signal":"temp","t":[${'0,'.repeat(1_000_000)}0],"v":[${'"",'.repeat(1_000_000)}""]}`, 400, /More than 100,000/],
  ['a million that are no events', () => `[${'1,'.repeat(1_000_000)}1]`, 400, /More than 10,000/, {}, '/v1/events'],
  ['nesting in an event', () => nested(300_000), 422, /type must be|An event/, {}, '/v1/events'],
  ['no gzip', () => JSON.stringify({ signal: 'temp', v: 1 }), 400, /no gzip/, { 'content-encoding': 'gzip' }],
  ['half a gzip', () => gzipSync(JSON.stringify(Array(1000).fill({ signal: 'temp', v: 1 }))).subarray(0, 60), 400, /no gzip/, { 'content-encoding': 'gzip' }],
  ['half a zstd', () => zstdCompressSync(JSON.stringify(Array(1000).fill({ signal: 'temp', v: 1 }))).subarray(0, 40), 400, /no zstd|Send JSON/, { 'content-encoding': 'zstd' }],
  ['gzip called zstd', () => gzipSync('[]'), 400, /no zstd/, { 'content-encoding': 'zstd' }],
  ['gzip twice', () => gzipSync(gzipSync('[]')), 415, /plain, or as gzip or zstd/, { 'content-encoding': 'gzip, gzip' }],
  ['a bomb', () => gzipSync(Buffer.alloc(64 * 2 ** 20)), 413, /at most 8 MiB/, { 'content-encoding': 'gzip' }],
  ['nine MiB', () => Buffer.alloc(9 * 2 ** 20, 0x20), 413, /at most 8 MiB/],
  ['a mark of byte order', () => `\ufeff${JSON.stringify(goodReading())}`, 202, ''],
  ['GZIP', () => gzipSync(JSON.stringify(goodReading())), 202, '', { 'content-encoding': 'GZIP' }],
  ['an address that is none', () => '[]', 400, /POST \/v1\/readings/, {}, '//'],
]

describe('whoever may send and means ill', () => {
  it.each(bodies)('with %s is told what is wrong', async (_, body, status, says, headers, to) => {
    const answer = await send(body(), headers, to)
    expect(answer.status).toBe(status)
    expect(answer.body.detail ?? answer.body.refused?.[0]?.message ?? '').toMatch(says)
  })

  it('with hundreds of signatures passes only when one of them is right', async () => {
    const [body, id, seconds] = [Buffer.from(JSON.stringify(goodReading())), randomUUID(), Math.floor(Date.now() / 1000)]
    const wrong = Array.from({ length: 200 }, (_, i) => `v1,${Buffer.alloc(32, i).toString('base64')}`)
    const signed = (signatures: string[], more = {}) => send(body, { authorization: '', 'millrace-source': source.id, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' '), ...more })
    expect(await signed(wrong)).toMatchObject({ status: 401, body: { detail: expect.stringContaining('does not fit the body') as string } })
    expect(await signed(['v1', 'v1,', 'v2,AAAA', 'v1,=', ' '])).toMatchObject({ status: 401 })
    const right = signWebhook(source.secret, id, seconds, body)
    expect(await signed([right], { 'webhook-timestamp': String(seconds + 1) })).toMatchObject({ status: 401 })
    expect(await signed([right], { 'webhook-timestamp': `${seconds}.0` })).toMatchObject({ status: 401 })
    expect(await signed([right], { 'webhook-id': `${id}x` })).toMatchObject({ status: 401 })
    expect(await signed([...wrong, right])).toMatchObject({ status: 202, body: { accepted: 1 } })
    // The same again, word by word: the first answer, and nothing stored twice.
    expect(await signed([right])).toMatchObject({ status: 202, body: { accepted: 1 } })
    expect(await send('[]', { 'webhook-id': id })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('names one body') as string } })
  })

  it('with no HTTP, or with a body that breaks off, is closed, and no byte of it stays held', async () => {
    expect(await sendRaw('readings!\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
    expect(await sendRaw(`POST /v1/readings HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /)
    const half = connect(port, '127.0.0.1')
    half.write(`POST /v1/readings HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${source.apiKey}\r\ncontent-length: 1000000\r\n\r\n${' '.repeat(50_000)}`)
    await expect.poll(() => gateway.queues.heldBytes).toBeGreaterThan(40_000)
    half.destroy()
    await expect.poll(() => gateway.queues.heldBytes).toBe(0)
  })

  it('spoils nothing: every record of the journal is whole, and stored is every good reading once', { timeout: 60_000 }, async () => {
    expect((await send(JSON.stringify(goodReading()))).status).toBe(202)
    expect((await readJournal(dir, { segment: 0, offset: 0 })).damaged).toBeUndefined()
    const telemetry = embeddedTelemetry(system.db)
    while ((await storeStretch({ telemetry, dir, log })).bytes > 0);
    expect(existsSync(path.join(dir, 'aside'))).toBe(false)
    expect(await storedReadings(system.db, tenantId)).toEqual(Array.from({ length: good }, (_, i) => ({ signal: 'temp', t: start + i, v: i })))
    await expectRollupsEqualReadings(system.db, tenantId)
    expect(await system.db.asOperator((tx) => tx.deadLetter.count({ where: { tenantId } }))).toBeGreaterThan(10)
  })
})
