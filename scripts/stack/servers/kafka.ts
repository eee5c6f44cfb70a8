import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Admin } from '@platformatic/kafka'
import { clientOptions } from '@/lib/adapters/events/kafka-options'
import { checkout } from '../../checkout'
import { installOnce, runOrThrow } from '../install-once'
import { fetchDependencies, requireJava } from '../java'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '4.3.1'
const folder = `kafka-${version}`
const platform = path.join(checkout, 'platform/kafka')
type Port = 'broker' | 'controller'

/** Kafka as its own controller (KRaft), one node. */
export const kafka: StackServer<Port> = {
  name: 'kafka',
  title: `Kafka ${version} (readings, alarms)`,
  group: 'streams',
  ports: { broker: 9092, controller: 9094 },
  secondsToStart: 240,
  async install({ programs, say }) {
    await requireJava('Kafka')
    await installOnce(programs, folder, async (draft) => {
      say('fetching (54 MB)')
      await fetchDependencies(path.join(platform, 'pom.xml'), path.join(draft, 'lib'))
    })
  },
  async start(site) {
    const file = writeConfiguration(site)
    if (!existsSync(path.join(site.data, 'log/meta.properties'))) await runOrThrow('java', ['-Xmx128m', '-cp', classpath(site), 'kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId, '-c', file])
    const memory = ['-Xms128m', '-Xmx512m', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20']
    return startDetached(site, { program: 'java', args: [...memory, `-Dlog4j2.configurationFile=${path.join(platform, 'log4j2.properties')}`, '-cp', classpath(site), 'kafka.Kafka', file] })
  },
  ready: (site) => answers(brokers(site)),
  settings: (site) => ({ EVENTS: 'kafka', KAFKA_BROKERS: brokers(site) }),
}

/** Of 16 bytes in base64, as Kafka wants it; nothing is told apart by it here. */
const clusterId = 'bWlsbHJhY2Utc3RhY2stMQ'
const brokers = (site: Site<Port>) => `127.0.0.1:${site.port('broker')}`
const classpath = (site: Site<Port>) => path.join(site.programs, folder, 'lib/*')

async function answers(broker: string): Promise<boolean> {
  const admin = new Admin({ ...clientOptions({ brokers: [broker] }), retries: 0 })
  return admin.listTopics().then(() => true, () => false).finally(() => admin.close())
}

function writeConfiguration(site: Site<Port>): string {
  const file = path.join(site.data, 'server.properties')
  const listeners = `PLAINTEXT://127.0.0.1:${site.port('broker')},CONTROLLER://127.0.0.1:${site.port('controller')}`
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${site.port('controller')}`,
    listeners,
    'advertised.listeners': listeners,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': path.join(site.data, 'log'),
    'num.network.threads': 2,
    'num.io.threads': 4,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 2,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // One consumer after the other joins here: waiting for more would only be slow.
    'group.initial.rebalance.delay.ms': 0,
    'log.segment.bytes': 134217728,
  }
  writeFileSync(file, Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join(''))
  return file
}
