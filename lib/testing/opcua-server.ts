import path from 'node:path'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import { DataType, type DataValue, MessageSecurityMode, SecurityPolicy } from 'node-opcua-client'
import { OPCUAServer } from 'node-opcua-server'

/** A server whose one user is `operator`, with nodes that a test sets; encrypted, with a certificate of its own in `folder`. */
export async function opcuaServer(port: number, folder: string, nodes: Record<string, () => DataValue>) {
  const certificates = new OPCUACertificateManager({ rootFolder: path.join(folder, 'server-pki'), automaticallyAcceptUnknownCertificate: true, disableFileWatchers: true })
  const users = new OPCUACertificateManager({ rootFolder: path.join(folder, 'user-pki'), disableFileWatchers: true })
  const server = new OPCUAServer({
    port,
    hostname: '127.0.0.1',
    serverCertificateManager: certificates,
    userCertificateManager: users,
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.Basic256Sha256],
    allowAnonymous: false,
    userManager: { isValidUser: (name: string, password: string) => name === 'operator' && password === 'let me in' },
    buildInfo: { productName: 'test' },
  })
  await server.initialize()
  const space = server.engine.addressSpace!.getOwnNamespace()
  for (const [name, read] of Object.entries(nodes)) {
    space.addVariable({ organizedBy: server.engine.addressSpace!.rootFolder.objects, browseName: name, nodeId: `s=${name}`, dataType: DataType.Double, minimumSamplingInterval: 50, value: { timestamped_get: read } })
  }
  await server.start()
  return { endpoint: `opc.tcp://127.0.0.1:${port}`, stop: () => server.shutdown(0) }
}
