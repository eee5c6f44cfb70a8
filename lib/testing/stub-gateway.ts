import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'

export interface Posted {
  path: string
  id: string
  body: Record<string, unknown>[]
}

/** What connectors post, taken by a gateway that takes everything. */
export async function stubGateway() {
  const posted: Posted[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const sent = Buffer.concat(chunks)
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8')
      posted.push({ path: request.url!, id: String(request.headers['webhook-id']), body: JSON.parse(text) as Posted['body'] })
      response.writeHead(202).end('{"accepted":1,"refused":[]}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    posted,
    /** Readings of a signal as they were posted, repeats too. */
    readingsOf: (signal: string) => posted.flatMap(({ path, body }) => (path === '/v1/readings' ? body : [])).flatMap((one) => (one.signal === signal ? (one.t as number[]).map((t, i) => ({ t, v: (one.v as number[])[i]! })) : [])),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
