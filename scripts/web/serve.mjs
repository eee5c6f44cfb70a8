import { createServer } from 'node:http'
import path from 'node:path'
import { parseArgs } from 'node:util'
import compression from 'compression'
import next from 'next'
import sirv from 'sirv'
import { toNodeHandler } from 'srvx/node'
import { liveDoor } from './live-door.mjs'

// The portal in production. What `next start` does, and compiled files in Brotli, a tenth smaller than the gzip that
// Next makes on the fly: they were compressed once, by the build. What is made on the fly is compressed at the quickest level:
// it is a fifth of the work of the usual one, which costs a month of trends more than reading it does, for a fifteenth more bytes.

const { values } = parseArgs({ options: { port: { type: 'string', short: 'p' }, hostname: { type: 'string', short: 'H' } } })
const port = Number(values.port)
const { hostname = '127.0.0.1' } = values
const dir = path.resolve(import.meta.dirname, '../..')

const server = createServer()
const app = next({ dev: false, dir, hostname, port, httpServer: server })
const compiled = sirv(path.join(dir, '.next/static'), { brotli: true, gzip: true, etag: true, immutable: true, maxAge: 31_536_000 })
const base = '/_next/static'
const compress = compression({ level: 1 })

const live = liveDoor(path.join(dir, '.next/millrace-workers/live.mjs'))
await app.prepare()
const handle = app.getRequestHandler()
server.on('request', (request, response) => {
  if (live.takes(request)) return
  if (!isReadable(request.url)) return refuse(response)
  const framed = framedAnswer(request.url)
  if (framed) return compress(request, response, () => void toNodeHandler(framed)(request, response))
  if (!request.url.startsWith(`${base}/`)) return compress(request, response, () => void handle(request, response))
  const { url } = request
  // sirv looks below its folder; whom it leaves alone gets the address back.
  request.url = url.slice(base.length)
  compiled(request, response, () => {
    request.url = url
    compress(request, response, () => void handle(request, response))
  })
})
server.listen(port, hostname)

/** What answers for a dashboard of another tool; until Next has seen a request, with which instrumentation.ts leaves it here, Next does. */
function framedAnswer(url) {
  const tool = /^\/bi\/(superset|grafana)\//.exec(url)?.[1]
  return tool && globalThis.millraceFramedTools?.[tool]
}

/** Whether its path can be decoded: Next takes one that cannot for an error of its own where a part of the path has a name. */
function isReadable(url) {
  try {
    return decodeURIComponent(url.split('?', 1)[0]) !== ''
  } catch {
    return false
  }
}

function refuse(response) {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
  response.end('This address is broken: a % in it is not followed by what it stands for. Copy the whole link again, or begin at the start page.\n')
}

let stopping = false
function stop() {
  if (stopping) return
  stopping = true
  live.stop()
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  // Streams of live values never end by themselves.
  setTimeout(() => server.closeAllConnections(), 500).unref()
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
