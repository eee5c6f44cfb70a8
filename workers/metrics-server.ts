import { createServer, type Server } from 'node:http'
import { metricsText } from '@/lib/observe/metrics'
import { showsToken } from '@/lib/observe/shows-token'

/** `GET /metrics` of the worker, on this machine, for whoever shows the token. */
export function startMetricsServer(port: number, token: string | undefined): Server {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics' || !showsToken(request.headers.authorization, token)) return void response.writeHead(404).end()
    metricsText([]).then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  return server.listen(port, '127.0.0.1').unref()
}
