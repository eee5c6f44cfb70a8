import type { Env } from '@/lib/env'
import type { KafkaOptions } from '@/lib/adapters/events/kafka-options'

/** Where the stream is; null when readings are kept and judged on this machine. */
export function streamOptions({ EVENTS, KAFKA_BROKERS, KAFKA_PREFIX: prefix, SCHEMA_REGISTRY_URL: registryUrl }: Env): KafkaOptions | null {
  return EVENTS === 'kafka' ? { brokers: KAFKA_BROKERS!.split(','), registryUrl: registryUrl!, prefix } : null
}
