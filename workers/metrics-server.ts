import { createServer, type Server } from 'node:http'
import { showsToken } from '@/lib/observe/shows-token'

const pauseMs = 1000

/** `GET /metrics` of a process, on this machine, for whoever shows the token. A port that is still another's is asked for again: no process ends for its metrics. */
export function startMetricsServer({ port, token, text }: { port: number; token: string | undefined; text: () => Promise<string> }): Server {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics' || !showsToken(request.headers.authorization, token)) return void response.writeHead(404).end()
    text().then(
      (found) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(found),
      () => response.writeHead(500).end(),
    )
  })
  const listen = () => server.listen(port, '127.0.0.1').unref()
  server.on('error', () => setTimeout(listen, pauseMs).unref())
  return listen()
}
