import { createServer } from 'node:net'

/** The first port from `from` on that nobody listens on at 127.0.0.1, passing over `except`. */
export async function freePort(from: number, except: number[] = []): Promise<number> {
  for (let port = from; port < from + 200; port++) {
    if (!except.includes(port) && (await isFree(port))) return port
  }
  throw new Error(`no free port between ${from} and ${from + 199}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
