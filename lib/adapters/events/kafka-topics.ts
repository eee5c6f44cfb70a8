import { Admin } from '@platformatic/kafka'
import { type KafkaOptions, clientOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { AvroCodec } from '@/lib/adapters/events/avro-codec'
import { SchemaRegistry } from '@/lib/adapters/events/schema-registry'
import { schemaNames, subjectOf } from '@/lib/adapters/events/schemas'
import { type TopicKind, topicKinds, topicPlans } from '@/lib/adapters/events/topics'

/** The largest body that the gateway takes, with its envelope. */
const largestRecordBytes = 16 * 2 ** 20

/** Of topics that are made: partitions of `readings`, `events` and `alerts`, and copies of all. */
export interface TopicSize {
  partitions?: number
  replicas?: number
}

/** Makes the topics that are missing and registers the schemas; changes nothing that is there. Of three copies and more one may be away. */
export async function ensureStreams(options: KafkaOptions, { partitions = 6, replicas = 1 }: TopicSize = {}): Promise<void> {
  await ensureTopics(options, partitions, replicas)
  const registry = new SchemaRegistry(options.registryUrl)
  await new AvroCodec(registry, options.prefix).open()
  // Readers and writers are never brought forward all at once: each must do with the other's schema, whichever is older.
  for (const name of schemaNames) await registry.setCompatibility(subjectOf(options.prefix, name), 'FULL_TRANSITIVE')
}

async function ensureTopics(options: KafkaOptions, partitions: number, replicas: number): Promise<void> {
  const admin = new Admin(clientOptions(options))
  try {
    const there = new Set(await admin.listTopics())
    const plans = topicPlans(partitions)
    for (const kind of topicKinds) if (!there.has(topicName(options, kind))) await make(admin, options, kind, plans[kind], replicas)
  } finally {
    await admin.close()
  }
}

async function make(admin: Admin, options: KafkaOptions, kind: TopicKind, { partitions, config }: ReturnType<typeof topicPlans>[TopicKind], replicas: number): Promise<void> {
  const inSync = replicas > 2 ? { 'min.insync.replicas': String(replicas - 1) } : {}
  const configs = Object.entries({ ...config, ...inSync, 'max.message.bytes': String(largestRecordBytes) }).map(([name, value]) => ({ name, value }))
  await admin.createTopics({ topics: [topicName(options, kind)], partitions, replicas, configs })
}
