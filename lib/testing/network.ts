import { connect, createServer, type Socket } from 'node:net'

/** A way to a port that can be cut, as a network is. */
export async function networkTo(port: number) {
  const sockets = new Set<Socket>()
  let up = true
  const server = createServer((socket) => {
    if (!up) return socket.destroy()
    const beyond = connect(port, '127.0.0.1')
    for (const [one, other] of [[socket, beyond], [beyond, socket]] as const) {
      sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      up = false
      for (const socket of sockets) socket.destroy()
    },
    mend: () => void (up = true),
    stop() {
      this.cut()
      server.close()
    },
  }
}
