// The floor of standing between: a proxy that asks nobody who may see what. Is told where to ask, says its port to its parent.
import { Agent, createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

const behind = new URL(process.argv[2]!)
const agent = new Agent({ keepAlive: true })

const server = createServer((request, response) => {
  const { url: path, method, headers } = request
  const asked = ask({ host: behind.hostname, port: behind.port, agent, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers)
    answer.pipe(response)
  })
  asked.on('error', () => response.destroy())
  request.pipe(asked)
})
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
