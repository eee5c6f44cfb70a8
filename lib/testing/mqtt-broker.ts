import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { Aedes } from 'aedes'

/** A broker in the test's process (MQTT 3.1.1), with TLS when asked. Sessions live as long as it does. */
export async function mqttBroker(tls?: TlsOptions) {
  const aedes = await Aedes.createBroker()
  const sockets = new Set<Socket>()
  const take = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    aedes.handle(socket)
  }
  const server: Server = tls ? createTlsServer(tls, take) : createServer(take)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    aedes,
    url: `${tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
    /** As a network does that goes away. */
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      await new Promise<void>((resolve) => aedes.close(resolve))
      server.close()
    },
  }
}
