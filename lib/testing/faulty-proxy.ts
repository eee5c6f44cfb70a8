import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FaultyProxy {
  url: string
  /** Of the next requests, until it is set anew: `pass`, an answer with this status, or after so many milliseconds. */
  plan: 'pass' | { status: number } | { slowMs: number }
  stop(): Promise<void>
}

/** Stands before a real HTTP server of this machine and answers badly when it is told to. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const proxy: FaultyProxy = { url: '', plan: 'pass', stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections() }) }
  const server: Server = createServer((incoming, outgoing) => {
    const { plan } = proxy
    if (typeof plan === 'object' && 'status' in plan) {
      incoming.resume()
      return void outgoing.writeHead(plan.status).end()
    }
    const pass = () => {
      const onward = ask(new URL(incoming.url!, target), { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(outgoing)
      })
      onward.on('error', () => outgoing.destroy())
      incoming.pipe(onward)
    }
    if (plan === 'pass') pass()
    else setTimeout(pass, plan.slowMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}
