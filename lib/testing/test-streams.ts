import { randomBytes } from 'node:crypto'
import path from 'node:path'
import pino from 'pino'
import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { deployRules, jobName } from '@/lib/adapters/detector/flink'
import type { Deploy, StreamJob } from '@/lib/adapters/detector/flink-deploy'
import type { KafkaOptions } from '@/lib/adapters/events/kafka-options'
import { ensureStreams } from '@/lib/adapters/events/kafka-topics'
import { killTaskManager } from '@/lib/testing/kill-task-manager'
import { checkout } from '@/scripts/checkout'
import { buildRules } from '@/scripts/stack/build-rules'
import { flinkHome } from '@/scripts/stack/servers/flink'
import { testServer, type TestServer } from '@/scripts/stack/test-stack'

export const quiet = pino({ level: 'silent' })
const programs = path.join(checkout, 'var/stack/programs')

export interface TestStreams {
  options: KafkaOptions
  /** What the product's processes are told. */
  env: Record<string, string>
}

/** Topics and schemas of a test's own on the shared Kafka and registry; null when they cannot be had. `kafka`, `registry`: others than the shared ones. */
export async function testStreams({ partitions = 2, kafka, registry: own }: { partitions?: number; kafka?: TestServer; registry?: TestServer } = {}): Promise<TestStreams | null> {
  const [broker, registry] = [kafka ?? (await testServer('kafka')), own ?? (await testServer('registry'))]
  if (!broker.settings || !registry.settings) return null
  const prefix = `test-${randomBytes(4).toString('hex')}.`
  const options = { brokers: [broker.settings.KAFKA_BROKERS!], registryUrl: registry.settings.SCHEMA_REGISTRY_URL!, prefix }
  await ensureStreams(options, { partitions })
  return { options, env: { EVENTS: 'kafka', KAFKA_BROKERS: options.brokers[0]!, SCHEMA_REGISTRY_URL: options.registryUrl, KAFKA_PREFIX: prefix } }
}

export interface TestRules {
  cluster: FlinkCluster
  deploy(deploy?: Deploy): Promise<{ id: string; state?: string }>
  /** Its job is named so. */
  name: string
  /** As a machine dies: at once, without a word. */
  killTaskManager(): void
  /** How many times the job was started anew after a failure. */
  restarts(): Promise<number>
  stop(): Promise<void>
}

/** The rules of a test's own in Flink; null when it cannot be had. `own`: a folder of servers that nobody else uses. */
export async function testRules({ brokers, registryUrl, prefix }: KafkaOptions, own?: string): Promise<TestRules | null> {
  const flink = await testServer('flink', own)
  if (!flink.settings) return null
  const jar = await buildRules(programs, flinkHome(programs))
  const job: StreamJob = { flinkUrl: flink.settings.FLINK_URL!, sqlGatewayUrl: flink.settings.FLINK_SQL_GATEWAY_URL!, brokers: brokers.join(','), registryUrl, prefix, jar, parallelism: 1 }
  const cluster = new FlinkCluster(job.flinkUrl)
  return {
    cluster,
    deploy: (deploy) => deployRules(job, deploy),
    name: jobName(prefix),
    killTaskManager: () => killTaskManager(path.join(flink.varDir, 'stack/flink')),
    async restarts() {
      const running = await cluster.find(jobName(prefix))
      const metrics = (await (await fetch(`${job.flinkUrl}/jobs/${running?.id}/metrics?get=numRestarts`)).json()) as { value: string }[]
      return Number(metrics[0]?.value)
    },
    async stop() {
      const running = await cluster.find(jobName(prefix))
      if (running) await cluster.cancel(running.id)
    },
  }
}
