import { createServer, type Server } from 'node:http'
import type { ConnectorMetrics } from '@/lib/connectors/metrics'

export interface Status {
  ok: boolean
  [detail: string]: unknown
}

/** `GET /health` and `GET /metrics`, for this machine. 503 says that something is away, not that the process should be restarted. */
export function statusServer(status: () => Status, metrics: ConnectorMetrics): Server {
  return createServer((request, response) => {
    const answer = (code: number, type: string, text: string) => response.writeHead(code, { 'content-type': type }).end(text)
    if (request.url === '/health') {
      const now = status()
      answer(now.ok ? 200 : 503, 'application/json', JSON.stringify(now))
    } else if (request.url === '/metrics') {
      metrics.register.metrics().then((text) => answer(200, metrics.register.contentType, text), () => answer(500, 'text/plain', 'no metrics'))
    } else answer(404, 'text/plain', 'Ask for /health or /metrics.')
  })
}
