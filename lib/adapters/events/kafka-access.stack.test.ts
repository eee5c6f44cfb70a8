import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { follow } from '@/lib/adapters/events/kafka-follow'
import { withAdmin } from '@/lib/adapters/events/kafka-offsets'
import { type KafkaOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { giveRights } from '@/lib/adapters/events/kafka-rights'
import { KafkaWriter } from '@/lib/adapters/events/kafka-writer'
import { readLags, readTraffic } from '@/lib/adapters/events/stream-lags'
import { type TopicKind, topicKinds } from '@/lib/adapters/events/topics'
import { freePort } from '@/lib/testing/gateway-process'
import { quiet } from '@/lib/testing/test-streams'
import { checkout } from '@/scripts/checkout'
import { testServer } from '@/scripts/stack/test-stack'

// Only that its programs are here: the broker of the stack speaks plain text.
const { settings } = await testServer('kafka')
const java = ['-Xmx256m', '-cp', path.join(checkout, 'var/stack/programs/kafka-4.3.1/lib/*')]

describe.skipIf(!settings)('a broker that wants TLS, a user and rights', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-access-'))
  const caFile = path.join(folder, 'broker.pem')
  const sasl = { mechanism: 'SCRAM-SHA-512' as const, username: 'admin', password: 'only-for-tests' }
  const users = ['admin', 'acme.gateway', 'acme.rules', 'acme.portal', 'other.gateway']
  let options: KafkaOptions
  let broker: ChildProcess

  beforeAll(async () => {
    const [port, controller] = [await freePort(), await freePort()]
    const key = path.join(folder, 'key.pem')
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', caFile, '-days', '2', '-subj', '/CN=broker', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'pipe' })
    writeFileSync(path.join(folder, 'keystore.pem'), readFileSync(key, 'utf8') + readFileSync(caFile, 'utf8'))
    const file = path.join(folder, 'server.properties')
    writeFileSync(file, propertiesOf(port, controller).map((line) => `${line}\n`).join(''))
    execFileSync('java', [...java, 'kafka.tools.StorageTool', 'format', '--standalone', '-t', 'bWlsbHJhY2Utc3RhY2stMQ', '-c', file, ...users.flatMap((name) => ['--add-scram', `SCRAM-SHA-512=[name=${name},password=${sasl.password}]`])], { stdio: 'pipe' })
    broker = spawn('java', [...java, 'kafka.Kafka', file], { stdio: 'ignore' })
    options = { brokers: [`127.0.0.1:${port}`], registryUrl: '', prefix: 'acme.', access: { tls: { caFile }, sasl, rack: 'zone-a' } }
    await vi.waitFor(() => withAdmin(options, (admin) => admin.createTopics({ topics: topicKinds.map((kind) => topicName(options, kind)), partitions: 1, replicas: 1 })), { timeout: 60_000, interval: 500 })
  }, 120_000)
  afterAll(async () => {
    if (broker.exitCode === null) {
      broker.kill('SIGKILL')
      await once(broker, 'exit')
    }
    rmSync(folder, { recursive: true })
  })

  const propertiesOf = (port: number, controller: number) => [
    'process.roles=broker,controller', 'node.id=1', 'broker.rack=zone-a', `controller.quorum.bootstrap.servers=127.0.0.1:${controller}`,
    `listeners=SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`, `advertised.listeners=SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'controller.listener.names=CONTROLLER', 'listener.security.protocol.map=CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL', 'inter.broker.listener.name=SASL_SSL',
    'sasl.enabled.mechanisms=SCRAM-SHA-512', 'sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512',
    `listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${sasl.username}" password="${sasl.password}";`,
    'ssl.keystore.type=PEM', `ssl.keystore.location=${folder}/keystore.pem`, 'ssl.truststore.type=PEM', `ssl.truststore.location=${caFile}`,
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users=User:admin;User:ANONYMOUS',
    `log.dirs=${folder}/log`, 'offsets.topic.replication.factor=1', 'offsets.topic.num.partitions=1', 'group.initial.rebalance.delay.ms=0',
  ]

  it('is written to and read from', async () => {
    const writer = new KafkaWriter(options)
    await writer.write([{ topic: 'acme.readings', value: Buffer.from('a reading') }])
    await writer.close()
    const read: string[] = []
    const done = new AbortController()
    const take = async (messages: { value: Buffer }[]) => {
      read.push(...messages.map(({ value }) => value.toString()))
      done.abort()
    }
    await follow(options, { group: 'test', topics: ['acme.readings'], take }, AbortSignal.any([done.signal, AbortSignal.timeout(30_000)]), quiet)
    expect(read).toEqual(['a reading'])
  })

  it.each([
    ['another password', { tls: { caFile }, sasl: { ...sasl, password: 'guessed' } }],
    ['no user', { tls: { caFile } }],
    ['certificates that do not know it', { tls: {}, sasl }],
    ['plain text', { sasl }],
  ])('takes nothing by %s', async (_, access) => {
    const writer = new KafkaWriter({ ...options, access })
    await expect(writer.write([{ topic: 'acme.readings', value: Buffer.from('not to be taken') }])).rejects.toThrow()
    await writer.close()
  })

  it('lets each user do what is theirs, in their installation only', async () => {
    const as = (username: string) => ({ ...options, access: { ...options.access, sasl: { ...sasl, username } } })
    const write = async (username: string, kind: TopicKind) => {
      const writer = new KafkaWriter(as(username))
      await writer.write([{ topic: topicName(options, kind), value: Buffer.from('one more') }]).finally(() => writer.close())
    }
    await expect(write('acme.gateway', 'readings')).rejects.toThrow()
    await giveRights(options, 5_000_000)
    await write('acme.gateway', 'readings')
    await write('acme.rules', 'alerts')
    for (const [user, kind] of [['acme.gateway', 'alerts'], ['acme.rules', 'readings'], ['acme.portal', 'readings'], ['other.gateway', 'readings']] as const) await expect(write(user, kind), `${user} ${kind}`).rejects.toThrow()
    const traffic = await readTraffic(as('acme.portal'), Date.now())
    expect(traffic.find(({ kind }) => kind === 'alerts')).toMatchObject({ held: 1 })
    expect((await readLags(as('acme.portal'))).length).toBeGreaterThan(0)
    const quotas = await withAdmin(options, (admin) => admin.describeClientQuotas({ components: [{ entityType: 'user', matchType: 0, match: 'acme.gateway' }] }))
    expect(quotas[0]?.values).toEqual(expect.arrayContaining([expect.objectContaining({ key: 'producer_byte_rate', value: 5_000_000 })]))
  })
})
