import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectorMetrics } from '@/lib/connectors/metrics'
import { Outbox } from '@/lib/connectors/outbox'
import { type Columns, joinColumns } from '@/lib/connectors/reading'
import { Uplink } from '@/lib/connectors/uplink'
import { retryAfterMs, verdictOf } from '@/lib/connectors/verdict'

interface Call {
  id: string
  authorization: string
  body: Columns[]
  at: number
}
type Behaviour = (response: ServerResponse, call: Call) => void

const ok: Behaviour = (response) => void response.writeHead(202).end('{"accepted":1,"refused":[]}')
let dir: string
let outbox: Outbox<Columns>
let server: Server
let calls: Call[]
/** What the gateway does with the first, the second, … call; well after that. */
let behaviours: Behaviour[]
let said: { level: number; msg: string; of?: string }[]
let ending: AbortController
let running: Promise<void>
let metrics: ReturnType<typeof connectorMetrics>

beforeEach(async () => {
  ;[calls, behaviours, said] = [[], [], []]
  dir = mkdtempSync(path.join(os.tmpdir(), 'uplink-'))
  outbox = await Outbox.open({ dir, log: pino({ level: 'silent' }), limitBytes: 2 ** 20 })
  metrics = connectorMetrics()
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[number]) })
  const uplink = new Uplink<Columns>({ what: 'readings', outbox, url: `http://127.0.0.1:${port}/v1/readings`, apiKey: 'mrk_k', deadlineMs: 300, firstPauseMs: 20, mostItems: 5000, sizeOf: ({ t }) => t.length, join: joinColumns, nameOf: ({ signal }) => signal, log, metrics })
  ending = new AbortController()
  running = uplink.run(ending.signal)
})
afterEach(async () => {
  ending.abort()
  await running
  await outbox.close()
  server.closeAllConnections()
  server.close()
  rmSync(dir, { recursive: true })
})

async function answer(request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const sent = Buffer.concat(chunks)
  const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8')
  const call = { id: String(request.headers['webhook-id']), authorization: String(request.headers.authorization), body: JSON.parse(text) as Columns[], at: Date.now() }
  calls.push(call)
  ;(behaviours.shift() ?? ok)(response, call)
}

const keep = (signal: string, ...t: number[]) => outbox.keep([{ signal, t, v: t.map(() => 1) }], true)
async function until(holds: () => boolean) {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 400) throw new Error(`not reached; calls: ${JSON.stringify(calls.map(({ id }) => id))}`)
    await wait(10)
  }
}
const delivered = () => until(() => calls.length > 0 && outbox.backlogBytes === 0)

describe('the uplink', () => {
  it('posts columns under an id of their own, with the API key', async () => {
    await Promise.all([keep('a', 1), keep('b', 2), keep('a', 3)])
    await delivered()
    const bodies = calls.flatMap(({ body }) => body)
    expect(joinColumns(bodies)).toEqual([{ signal: 'a', t: [1, 3], v: [1, 1] }, { signal: 'b', t: [2], v: [1] }])
    expect(calls[0]!.authorization).toBe('Bearer mrk_k')
    await keep('a', 4)
    await until(() => calls.flatMap(({ body }) => body).some(({ t }) => t.includes(4)))
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
  })

  it.each<[string, Behaviour]>([
    ['says 503', (response) => void response.writeHead(503).end()],
    ['says 429', (response) => void response.writeHead(429, { 'retry-after': '0' }).end('{}')],
    ['does not know the key yet', (response) => void response.writeHead(401).end('{}')],
    ['drops the connection', (response) => void response.destroy()],
    ['never answers', () => undefined],
    ['answers with half of it', (response) => void response.writeHead(202, { 'content-length': '100' }).write('{"acc', () => response.destroy())],
  ])('sends the same batch again under the same id when the gateway %s', async (_, behaviour) => {
    behaviours = [behaviour, behaviour]
    await keep('a', 1)
    await delivered()
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1)
    expect(calls.every(({ body }) => body[0]!.t[0] === 1)).toBe(true)
  })

  it('waits as long as the gateway says', async () => {
    behaviours = [(response) => void response.writeHead(503, { 'retry-after': '1' }).end()]
    await keep('a', 1)
    await delivered()
    expect(calls[1]!.at - calls[0]!.at).toBeGreaterThanOrEqual(950)
  })

  it('logs a refusal once per signal and reason, counts each, and goes on', async () => {
    const refusing: Behaviour = (response) => void response.writeHead(207).end(JSON.stringify({ accepted: 0, refused: [{ index: 0, at: 0, code: 'clock_ahead', message: 'ahead' }], refusedCount: 3 }))
    behaviours = [refusing, refusing]
    await keep('a', 1)
    await delivered()
    await keep('a', 2)
    await until(() => calls.length === 2 && outbox.backlogBytes === 0)
    expect(said.filter(({ of }) => of === 'a')).toHaveLength(1)
    const text = await metrics.register.metrics()
    expect(text).toContain('millrace_connectors_refused_total{what="readings",code="clock_ahead"} 2')
    expect(text).toContain('millrace_connectors_refused_total{what="readings",code="unnamed"} 4')
  })

  it('leaves a batch that will never be taken, loudly', async () => {
    behaviours = [(response) => void response.writeHead(400).end('{"title":"Not JSON"}')]
    await keep('a', 1)
    await delivered()
    expect(said.some(({ level, msg }) => level === 50 && msg.includes('refused as a whole'))).toBe(true)
  })
})

describe('verdicts', () => {
  it.each([[202, 'judged'], [200, 'judged'], [207, 'judged'], [400, 'hopeless'], [409, 'hopeless'], [413, 'hopeless'], [401, 'away'], [404, 'away'], [405, 'away'], [429, 'away'], [500, 'away'], [503, 'away'], [301, 'away']])('%d is %s', (status, kind) => {
    expect(verdictOf(status, {}, null, 0).kind).toBe(kind)
  })
  it('422 is judged when it names what it refuses', () => {
    expect(verdictOf(422, { refused: [] }, null, 0).kind).toBe('judged')
    expect(verdictOf(422, null, null, 0).kind).toBe('away')
  })
  it.each([[null, null], ['2', 2000], ['0', 0], ['Thu, 01 Jan 1970 00:00:05 GMT', 4000], ['soon', null], ['99999', 600_000]])('Retry-After %s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, 1000)).toBe(ms)
  })
})
