import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TrinoSettings } from '@/lib/lake/lake-settings'
import { trinoHeaders } from '@/lib/lake/query/trino-client'

export interface TrinoDoor {
  port: number
  /** Shown in `x-millrace-pass` by who may go through. */
  pass: string
  /** Also ends in Trino what is still asked. */
  close: () => Promise<void>
}

const answerMs = 60_000
const limits = 'query_max_run_time=600s,query_max_memory=512MB'

/**
 * A port of this machine through which a program speaks with Trino as `user` and as nobody else: it is the product that signs
 * who asks, and sets what a query may take. The program knows a pass that is worth nothing once the door is closed.
 */
export async function openTrinoDoor(trino: TrinoSettings, user: string): Promise<TrinoDoor> {
  const pass = randomBytes(24).toString('hex')
  /** Pages of answers that are not read yet. */
  const unread = new Set<string>()
  const forward = async (request: IncomingMessage): Promise<{ status: number; headers: Record<string, string>; body: string }> => {
    const { method, url = '' } = request
    if (request.headers['x-millrace-pass'] !== pass) return said(403, 'Show the pass of this run.')
    if (!url.startsWith('/v1/statement')) return said(404, 'Statements go through here, and nothing else.')
    const asked = Object.entries(request.headers).filter(([name, value]) => name.startsWith('x-trino-') && typeof value === 'string') as [string, string][]
    const headers = { ...Object.fromEntries(asked), ...(await trinoHeaders(trino, user)), 'x-trino-user': user, 'x-trino-session': limits }
    const answer = await fetch(`${trino.url}${url}`, { method, headers, body: method === 'POST' ? new Uint8Array(await buffer(request)) : undefined, signal: AbortSignal.timeout(answerMs) })
    // Trino names its next page by where it believes to be.
    const body = (await answer.text()).replaceAll(/"(nextUri|partialCancelUri|infoUri)":"https?:\/\/[^/"]+/g, `"$1":"http://127.0.0.1:${port}`)
    unread.delete(url)
    const next = /"nextUri":"http:\/\/127\.0\.0\.1:\d+([^"]+)"/.exec(body)?.[1]
    if (next) unread.add(next)
    const back = [...answer.headers].filter(([name]) => name.startsWith('x-trino-') || name === 'content-type')
    return { status: answer.status, headers: Object.fromEntries(back), body }
  }
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    forward(request)
      .catch((error: Error) => said(502, `Trino did not answer: ${error.message}`))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const end = async (page: string) => fetch(`${trino.url}${page}`, { method: 'DELETE', headers: await trinoHeaders(trino, user), signal: AbortSignal.timeout(5000) }).catch(() => undefined)
  return {
    port,
    pass,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await Promise.all([...unread].map(end))
    },
  }
}

const said = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/plain' }, body })
