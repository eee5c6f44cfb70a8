import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  path: string
  headers: http.IncomingHttpHeaders
  body: string
}

export interface Receiver {
  /** http://127.0.0.1:… */
  url: string
  received: Received[]
  /** How it answers from now on; it never does for 'hang'. */
  answers(status: number | 'hang', headers?: Record<string, string>): void
  close(): void
}

/** Somebody's webhook receiver on this machine: it keeps what comes and answers as it is told. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let how: { status: number | 'hang'; headers: Record<string, string> } = { status: 200, headers: {} }
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (how.status !== 'hang') response.writeHead(how.status, how.headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers(status, headers = {}) {
      how = { status, headers }
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
