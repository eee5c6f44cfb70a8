// The floor of taking a request: reads the body and answers. Says its port to its parent.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  request.on('data', () => undefined)
  request.on('end', () => response.writeHead(202, { 'content-length': 2 }).end('{}'))
})
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
