import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import { AttributeIds, ClientMonitoredItemGroup, ClientSubscription, type DataValue, MessageSecurityMode, OPCUAClient, SecurityPolicy, setErrorLogger, setWarningLogger, TimestampsToReturn, type UserIdentityInfo, UserTokenType } from 'node-opcua-client'
import { below } from '@/lib/below'
import type { OpcuaConnection, ReadSecret } from '@/lib/connectors/config'
import type { Running } from '@/lib/connectors/mqtt/run-mqtt'
import { dataValueReading } from '@/lib/connectors/opcua/data-value-reading'
import { fetchMissed } from '@/lib/connectors/opcua/fetch-missed'
import type { Uptake } from '@/lib/connectors/uptake'

const firstPauseMs = 1000
const longestPauseMs = 10_000
const keepAliveMs = 5000
/** How long a server keeps a subscription, and what it queued, for a client that it cannot reach. */
const lifetimeMs = 300_000
/** A session that says nothing for so long is given up, though the connection stands. */
const silenceMs = 4 * keepAliveMs
const itemsAtOnce = 500
const overflow = 0x480
const mostSaid = 1000

/** Values of a server's nodes, until stopped. */
export function runOpcua(connection: OpcuaConnection, folder: string, readSecret: ReadSecret, uptake: Uptake): Running {
  // The library writes whole certificates to the console; what counts is in the errors it throws.
  for (const quiet of [setWarningLogger, setErrorLogger]) quiet((...words: unknown[]) => uptake.log.debug({ connection: connection.name }, words.map(String).join(' ').slice(0, mostSaid)))
  const ending = new AbortController()
  const ended = keepConnected(connection, folder, readSecret, uptake, ending.signal)
  return {
    async stop() {
      ending.abort()
      // A connection that is just being tried has its own deadline.
      await Promise.race([ended, wait(5000)])
    },
  }
}

async function keepConnected(connection: OpcuaConnection, folder: string, readSecret: ReadSecret, uptake: Uptake, signal: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs
  let lastWhy = ''
  while (!signal.aborted) {
    const startedAt = Date.now()
    try {
      await readUntilLost(connection, folder, readSecret, uptake, signal)
    } catch (error) {
      const why = (error as Error).message
      if (why !== lastWhy) uptake.log.warn({ connection: connection.name, why }, 'the OPC UA server cannot be used')
      lastWhy = why
    }
    uptake.stands(false)
    if (Date.now() - startedAt > 6 * longestPauseMs) {
      pauseMs = firstPauseMs
      lastWhy = ''
    }
    await wait(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

/** One client's life. A short break it mends itself and fetches what the server queued; when it cannot, another takes its place. */
async function readUntilLost(connection: OpcuaConnection, folder: string, readSecret: ReadSecret, uptake: Uptake, signal: AbortSignal): Promise<void> {
  const client = await createClient(connection, folder)
  try {
    await client.connect(connection.endpoint)
    const session = await client.createSession(identityOf(connection, readSecret))
    const subscription = ClientSubscription.create(session, {
      publishingEnabled: true,
      requestedPublishingInterval: connection.publishingMs,
      requestedMaxKeepAliveCount: Math.max(1, Math.round(keepAliveMs / connection.publishingMs)),
      requestedLifetimeCount: Math.max(10, Math.round(lifetimeMs / connection.publishingMs)),
      maxNotificationsPerPublish: 0,
    })
    fetchMissed(session, subscription, () => uptake.untaken('lost on a broken connection', connection.endpoint))
    let heardAt = Date.now()
    let lost: Error | null = null
    for (const sign of ['keepalive', 'received_notifications']) subscription.on(sign, () => {
      heardAt = Date.now()
      uptake.stands(true)
    })
    subscription.on('terminated', () => (lost ??= new Error('the subscription ended')))
    session.on('session_closed', (status) => (lost ??= new Error(`the session was closed: ${status.toString()}`)))
    client.on('connection_lost', () => uptake.stands(false))
    await monitor(connection, subscription, uptake)
    uptake.stands(true)
    const longestSilenceMs = Math.max(silenceMs, 4 * connection.publishingMs)
    while (!signal.aborted && !lost) {
      await wait(500, undefined, { signal }).catch(() => undefined)
      if (Date.now() - heardAt > (client.isReconnecting ? lifetimeMs : longestSilenceMs)) throw new Error('the server says nothing')
    }
    if (lost) throw lost as Error
  } finally {
    await Promise.race([client.disconnect().catch(() => undefined), wait(5000)])
  }
}

async function createClient({ name, security }: OpcuaConnection, folder: string): Promise<OPCUAClient> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const certificates = new OPCUACertificateManager({ rootFolder: below(folder, 'pki'), automaticallyAcceptUnknownCertificate: false, disableFileWatchers: true })
  await certificates.initialize()
  return OPCUAClient.create({
    applicationName: 'Millrace connector',
    clientName: `millrace-${name}`,
    clientCertificateManager: certificates,
    securityMode: MessageSecurityMode[security.mode],
    securityPolicy: SecurityPolicy[security.policy],
    endpointMustExist: false,
    requestedSessionTimeout: lifetimeMs,
    connectionStrategy: { maxRetry: 1, initialDelay: firstPauseMs, maxDelay: longestPauseMs },
  })
}

function identityOf({ user }: OpcuaConnection, readSecret: ReadSecret): UserIdentityInfo {
  if (!user) return { type: UserTokenType.Anonymous }
  if ('name' in user) return { type: UserTokenType.UserName, userName: user.name, password: readSecret({ file: user.passwordFile, env: user.passwordEnv }) ?? '' }
  return { type: UserTokenType.Certificate, certificateData: new X509Certificate(readFileSync(user.certificateFile)).raw, privateKey: readFileSync(user.keyFile, 'utf8') }
}

async function monitor(connection: OpcuaConnection, subscription: ClientSubscription, uptake: Uptake): Promise<void> {
  const nodes = Object.entries(connection.nodes)
  for (let i = 0; i < nodes.length; i += itemsAtOnce) {
    const some = nodes.slice(i, i + itemsAtOnce)
    const group = ClientMonitoredItemGroup.create(
      subscription,
      some.map(([nodeId]) => ({ nodeId, attributeId: AttributeIds.Value })),
      { samplingInterval: connection.samplingMs, queueSize: connection.queueSize, discardOldest: true },
      TimestampsToReturn.Both,
    )
    group.on('changed', (_item, value, index) => void take(some[index]![0], some[index]![1], value, uptake))
    await new Promise<void>((resolve, reject) => {
      group.on('initialized', resolve)
      group.on('err', (message) => reject(new Error(message)))
      group.on('terminated', (error) => reject(error ?? new Error('the subscription ended')))
    })
    group.monitoredItems.forEach(({ statusCode }, at) => {
      if (!statusCode.isGood()) uptake.untaken(`node refused: ${statusCode.name}`, some[at]![0])
    })
  }
}

async function take(nodeId: string, to: OpcuaConnection['nodes'][string], value: DataValue, uptake: Uptake): Promise<void> {
  const { signal, unit } = typeof to === 'string' ? { signal: to, unit: undefined } : to
  if ((value.statusCode.value & overflow) === overflow) uptake.untaken('lost in the server’s queue: queueSize is too small', nodeId)
  const taken = dataValueReading(value)
  if (taken.kind === 'none') return uptake.untaken(taken.reason, nodeId)
  if (taken.uncertain) uptake.uncertain()
  await uptake.readings([{ signal, t: taken.t, v: taken.v, ...(unit !== undefined && { unit }) }], false)
}
