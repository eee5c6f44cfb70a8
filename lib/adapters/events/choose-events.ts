import type { Env } from '@/lib/env'
import type { KafkaAccess, KafkaOptions } from '@/lib/adapters/events/kafka-options'

/** Where the stream is; null when readings are kept and judged on this machine. */
export function streamOptions(env: Env): KafkaOptions | null {
  const { EVENTS, KAFKA_BROKERS, KAFKA_PREFIX: prefix, SCHEMA_REGISTRY_URL: registryUrl } = env
  return EVENTS === 'kafka' ? { brokers: KAFKA_BROKERS!.split(','), registryUrl: registryUrl!, prefix, access: accessOf(env) } : null
}

const accessOf = ({ KAFKA_RACK: rack, KAFKA_TLS, KAFKA_CA_FILE: caFile, KAFKA_SASL: mechanism, KAFKA_USER: username, KAFKA_PASSWORD: password }: Env): KafkaAccess => ({
  ...(rack && { rack }),
  ...(KAFKA_TLS === 'on' && { tls: { ...(caFile && { caFile }) } }),
  ...(username && { sasl: { mechanism, username, password: password! } }),
})
