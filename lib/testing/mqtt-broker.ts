import { createServer, type Socket } from 'node:net'
import { Aedes } from 'aedes'

/** A broker in the test's process (MQTT 3.1.1). Sessions live as long as it does. */
export async function mqttBroker() {
  const aedes = await Aedes.createBroker()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    aedes,
    url: `mqtt://127.0.0.1:${port}`,
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
