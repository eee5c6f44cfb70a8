import type { TopicKind } from '@/lib/adapters/events/topics'

export interface KafkaOptions {
  brokers: string[]
  registryUrl: string
  /** Begins the name of every topic, group and subject of this installation. */
  prefix: string
}

export const topicName = ({ prefix }: KafkaOptions, kind: TopicKind): string => `${prefix}${kind}`

/** A call that the broker does not answer ends within some seconds. */
export const clientOptions = ({ brokers }: Pick<KafkaOptions, 'brokers'>) => ({ clientId: 'millrace', bootstrapBrokers: brokers, connectTimeout: 2000, requestTimeout: 5000, timeout: 5000, retries: 2, retryDelay: 100 })
