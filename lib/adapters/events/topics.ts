/** What flows between the gateway, the rules and the product. `prefix` holds installations of one cluster apart. */
export const topicKinds = ['readings', 'events', 'rules', 'alerts', 'dead-letters'] as const
export type TopicKind = (typeof topicKinds)[number]

export interface TopicPlan {
  partitions: number
  config: Record<string, string>
}

const day = 86_400_000
const kept = (days: number) => ({ 'retention.ms': String(days * day) })

/**
 * Partitions are never changed afterwards: a key would go to another one, and the order of a signal would be lost. Six are
 * enough for a small cell; platform/kafka/README.md says who reads and writes what.
 */
export const topicPlans = (partitions: number): Record<TopicKind, TopicPlan> => ({
  readings: { partitions, config: kept(7) },
  events: { partitions, config: kept(30) },
  rules: { partitions: 1, config: { 'cleanup.policy': 'compact' } },
  alerts: { partitions, config: kept(30) },
  'dead-letters': { partitions: 1, config: kept(30) },
})

/** Of a signal: its readings stay in order. Of a rule at a signal: the newest counts. */
export const keyOf = (...parts: string[]): string => JSON.stringify(parts)
