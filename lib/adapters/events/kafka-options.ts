import { readFileSync } from 'node:fs'
import type { TopicKind } from '@/lib/adapters/events/topics'

export const saslMechanisms = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN'] as const

/** How the brokers are spoken to, where it is not in plain text on one machine. */
export interface KafkaAccess {
  /** The zone of this process: it reads from replicas there. */
  rack?: string
  /** Encrypted; with a file of certificates (PEM) where those of the system do not know the brokers'. */
  tls?: { caFile?: string }
  sasl?: { mechanism: (typeof saslMechanisms)[number]; username: string; password: string }
}

export interface KafkaOptions {
  brokers: string[]
  registryUrl: string
  /** Begins the name of every topic, group and subject of this installation. */
  prefix: string
  access?: KafkaAccess
}

export const topicName = ({ prefix }: KafkaOptions, kind: TopicKind): string => `${prefix}${kind}`

/** A call that the broker does not answer ends within some seconds. */
export const clientOptions = ({ brokers, access = {} }: Pick<KafkaOptions, 'brokers' | 'access'>) => ({
  clientId: 'millrace', bootstrapBrokers: brokers, connectTimeout: 2000, requestTimeout: 5000, timeout: 5000, retries: 2, retryDelay: 100,
  ...(access.rack && { clientRack: access.rack }),
  ...(access.tls && { tls: access.tls.caFile ? { ca: readFileSync(access.tls.caFile, 'utf8') } : {} }),
  ...(access.sasl && { sasl: access.sasl }),
})

/** The same for a client in Java, as of Flink; the file of certificates is where that one finds it. Each task manager would have a zone of its own, so none is said. */
export function javaClientProperties({ tls, sasl }: KafkaAccess): Record<string, string> {
  if (!tls && !sasl) return {}
  const login = sasl?.mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule'
  return {
    'security.protocol': `${sasl ? 'SASL_' : ''}${tls ? 'SSL' : 'PLAINTEXT'}`,
    ...(tls?.caFile && { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': tls.caFile }),
    // In one jar with Flink's connector Kafka's classes lie below its name.
    ...(sasl && { 'sasl.mechanism': sasl.mechanism, 'sasl.jaas.config': `org.apache.flink.kafka.shaded.org.apache.kafka.common.security.${login} required username=${JSON.stringify(sasl.username)} password=${JSON.stringify(sasl.password)};` }),
  }
}
