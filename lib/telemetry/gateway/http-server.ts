import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import { SpanKind } from '@opentelemetry/api'
import type { Logger } from 'pino'
import { DoesNotFit } from '@/lib/adapters/events/does-not-fit'
import { hashApiKey } from '@/lib/auth/key-format'
import { showsToken } from '@/lib/observe/shows-token'
import { inSpan } from '@/lib/observe/tracing'
import type { Answer } from '@/lib/telemetry/gateway/deliveries'
import type { Source } from '@/lib/telemetry/gateway/directory'
import type { GatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { type Intake, problem, type Reception } from '@/lib/telemetry/gateway/reception'
import { refuseSignature, webhookSecret } from '@/lib/telemetry/webhook-signature'

/** Of a body as it is sent, and after it is unpacked. */
export const largestBodyBytes = 8 * 2 ** 20
const requestDeadlineMs = 30_000
const retryAfterSeconds = 1

const unpackers: Record<string, ((body: Buffer) => Promise<Buffer>) | undefined> = {
  gzip: (body) => promisify(gunzip)(body, { maxOutputLength: largestBodyBytes }),
  zstd: (body) => promisify(zstdDecompress)(body, { maxOutputLength: largestBodyBytes }),
}

class Refused extends Error {
  constructor(readonly answer: Answer, readonly headers: Record<string, string> = {}) {
    super(JSON.stringify(answer.body))
  }
}
const refuse = (status: number, title: string, detail: string, headers?: Record<string, string>) => new Refused(problem(status, title, detail), headers)
const full = (detail: string) => refuse(429, 'Too much at once', `${detail} Send it again later.`, { 'retry-after': String(retryAfterSeconds) })

interface Served {
  gateway: Reception
  metrics: GatewayMetrics
  log: Logger
  /** Root of the sources' secrets. */
  secret: string
  /** Whoever shows it reads the metrics. */
  metricsToken: string | undefined
}

/** `POST /v1/readings`, `POST /v1/events`, `GET /health`, `GET /metrics`. */
export function gatewayServer(served: Served): Server {
  const { metrics, log } = served
  const server = createServer({ requestTimeout: requestDeadlineMs, headersTimeout: 10_000 }, (request, response) => {
    answerOf(served, request).then(
      (answer) => send(response, answer),
      (error: unknown) => {
        if (error instanceof Refused) return send(response, error.answer, error.headers, !request.complete)
        // Its sender is gone; nobody is left to be answered. Not asked first: whose body is refused half-way is marked so too.
        if (request.errored) return void response.destroy()
        if (error instanceof DoesNotFit) return send(response, problem(422, 'Does not fit the schema', `${error.message} Nothing of the body was taken.`))
        log.error({ err: error }, 'a request failed')
        // Nothing was acknowledged: the sender comes again.
        send(response, problem(503, 'Not durable', 'The readings could not be kept. Send them again.'), { 'retry-after': String(retryAfterSeconds) }, !request.complete)
      },
    )
    response.on('finish', () => metrics.requests.inc({ status: response.statusCode }))
  })
  return server
}

async function answerOf(served: Served, request: IncomingMessage): Promise<Answer & { text?: string }> {
  const { pathname, searchParams } = addressOf(request)
  if (pathname === '/health') return { status: served.gateway.ready ? 200 : 503, body: { ok: served.gateway.ready } }
  if (pathname === '/metrics' && showsToken(request.headers.authorization, served.metricsToken)) {
    served.metrics.heldBytes.set(served.gateway.queues.heldBytes)
    return { status: 200, body: {}, text: await served.metrics.register.metrics() }
  }
  const what = pathname === '/v1/readings' ? 'readings' : pathname === '/v1/events' ? 'events' : null
  if (!what) throw refuse(404, 'Not found', 'Readings go to POST /v1/readings, events to POST /v1/events.')
  if (request.method !== 'POST') throw refuse(405, 'Wrong method', 'Readings and events are sent with POST.', { allow: 'POST' })
  return inSpan(`POST ${pathname}`, { kind: SpanKind.SERVER, parent: header(request, 'traceparent') }, () => takeBody(served, request, what, searchParams.get('source')))
}

function addressOf(request: IncomingMessage): URL {
  const url = URL.parse(request.url ?? '/', 'http://gateway')
  if (!url) throw refuse(400, 'Broken address', 'Readings go to POST /v1/readings, events to POST /v1/events.')
  return url
}

async function takeBody(served: Served, request: IncomingMessage, what: Intake['what'], named: string | null): Promise<Answer> {
  const { gateway, secret } = served
  const { source, byKey } = senderOf(gateway, request, named)
  const encoding = header(request, 'content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && !unpackers[encoding]) throw refuse(415, 'Unknown encoding', 'Send the body plain, or as gzip or zstd.')
  if (gateway.full) throw full(gateway.full)
  const held = { bytes: 0 }
  try {
    const sent = await readBody(gateway, source.tenantId, request, held)
    const webhookId = header(request, 'webhook-id') || null
    if (webhookId !== null && webhookId.length > 200) throw refuse(400, 'webhook-id too long', 'A webhook-id has at most 200 characters.')
    if (!byKey) checkSignature(request, source, sent, secret)
    const body = encoding === 'identity' ? sent : await unpack(encoding, sent)
    if (body !== sent) hold(gateway, source.tenantId, body.length, held)
    return await gateway.take({ what, source, webhookId, body })
  } finally {
    gateway.queues.release(source.tenantId, held.bytes)
  }
}

function senderOf(gateway: Reception, request: IncomingMessage, named: string | null): { source: Source; byKey: boolean } {
  if (!gateway.ready) throw refuse(503, 'Not ready', 'The gateway is starting. Send it again.', { 'retry-after': String(retryAfterSeconds) })
  const key = header(request, 'authorization')?.match(/^Bearer (mrk_[\w-]+)$/)?.[1]
  const id = header(request, 'millrace-source') ?? named
  const source = key ? gateway.directory.sourceOfKey(hashApiKey(key), Date.now()) : id ? gateway.directory.source(id) : undefined
  if (!source) throw refuse(401, 'Unknown sender', 'Send an API key as Authorization: Bearer mrk_…, or sign the body and name the source in millrace-source.')
  return { source, byKey: key !== undefined }
}

function checkSignature(request: IncomingMessage, source: Source, body: Buffer, root: string): void {
  const now = Date.now()
  const versions = source.previousUntil !== null && source.previousUntil > now && source.secretVersion > 1 ? [source.secretVersion, source.secretVersion - 1] : [source.secretVersion]
  const given = { id: header(request, 'webhook-id'), timestamp: header(request, 'webhook-timestamp'), signature: header(request, 'webhook-signature') }
  const why = refuseSignature(given, body, versions.map((version) => secretOf(root, source, version)), now)
  if (why) throw refuse(401, 'Signature refused', why)
}

/** Deriving one costs as much as checking a small body. */
const secrets = new Map<string, string>()
function secretOf(root: string, { tenantId, id }: Source, version: number): string {
  const key = `${tenantId}\n${id}\n${version}`
  const known = secrets.get(key)
  if (known) return known
  if (secrets.size > 10_000) secrets.clear()
  const secret = webhookSecret(root, tenantId, id, version)
  secrets.set(key, secret)
  return secret
}

function hold(gateway: Reception, tenantId: string, bytes: number, held: { bytes: number }): void {
  if (!gateway.queues.reserve(tenantId, bytes)) throw full('More is under way than fits.')
  held.bytes += bytes
}

async function readBody(gateway: Reception, tenantId: string, request: IncomingMessage, held: { bytes: number }): Promise<Buffer> {
  const tooLarge = () => refuse(413, 'Too large', `A body has at most ${largestBodyBytes / 2 ** 20} MiB; send several.`)
  if (Number(request.headers['content-length'] ?? 0) > largestBodyBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > largestBodyBytes) throw tooLarge()
    hold(gateway, tenantId, chunk.length, held)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

async function unpack(encoding: string, body: Buffer): Promise<Buffer> {
  try {
    return await unpackers[encoding]!(body)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw refuse(413, 'Too large', `Unpacked, a body has at most ${largestBodyBytes / 2 ** 20} MiB; send several.`)
    throw refuse(400, 'Not unpackable', `The body is no ${encoding}.`)
  }
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function send(response: ServerResponse, { status, body, text }: Answer & { text?: string }, headers: Record<string, string> = {}, close = false): void {
  const content = text ?? JSON.stringify(body)
  const type = text !== undefined ? 'text/plain; version=0.0.4' : status >= 400 && status !== 422 ? 'application/problem+json' : 'application/json'
  // What is still being sent is not read to its end.
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(content), ...headers, ...(close && { connection: 'close' }) })
  response.end(content)
}
