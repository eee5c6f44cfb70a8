import { earliest, latest, offsetsAt, type PartitionOffset, withAdmin } from '@/lib/adapters/events/kafka-offsets'
import { type KafkaOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { topicKinds, type TopicKind } from '@/lib/adapters/events/topics'

export interface TopicTraffic {
  kind: TopicKind
  partitions: number
  /** Records that the broker holds, and of them those of the last minute. */
  held: number
  lastMinute: number
}

export interface ReaderLag {
  topic: TopicKind
  reader: 'history' | 'alarms' | 'rules' | 'lake-iceberg' | 'lake-parquet'
  /** Records that it has not read; null when it has never said how far it is. */
  behind: number | null
}

/** `ifAny`: shown only where it has read: an installation does without, or has the one or the other. */
const groups: { reader: ReaderLag['reader']; kinds: TopicKind[]; ifAny?: true }[] = [
  { reader: 'rules', kinds: ['readings', 'rules'] },
  { reader: 'history', kinds: ['readings', 'events', 'dead-letters'] },
  { reader: 'alarms', kinds: ['alerts'] },
  { reader: 'lake-iceberg', kinds: ['readings'], ifAny: true },
  { reader: 'lake-parquet', kinds: ['readings'], ifAny: true },
]

/** What came into each topic; counted by the broker's own offsets and times. */
export const readTraffic = (options: KafkaOptions, now: number): Promise<TopicTraffic[]> =>
  withAdmin(options, (admin) =>
    Promise.all(topicKinds.map(async (kind) => {
      const topic = topicName(options, kind)
      const [first, minuteAgo, end] = [await offsetsAt(admin, topic, earliest), await offsetsAt(admin, topic, BigInt(now - 60_000)), await offsetsAt(admin, topic, latest)]
      return { kind, partitions: end.length, held: between(first, end), lastMinute: between(minuteAgo, end) }
    })),
  )

/** How far the readers are behind the ends. Flink says so at each checkpoint: seconds later than it is. */
export const readLags = (options: KafkaOptions): Promise<ReaderLag[]> =>
  withAdmin(options, async (admin) => {
    const lags = groups.flatMap(({ reader, kinds, ifAny }) => kinds.map((topic) => ({ reader, topic, ifAny })))
    const all = await Promise.all(lags.map(async ({ reader, topic, ifAny }) => {
      const name = topicName(options, topic)
      const end = await offsetsAt(admin, name, latest)
      const [group] = await admin.listConsumerGroupOffsets({ groups: [{ groupId: `${options.prefix}${reader}`, topics: [{ name, partitionIndexes: end.map(({ partition }) => partition) }] }] })
      const committed = group?.topics[0]?.partitions.map(({ partitionIndex, committedOffset }) => ({ partition: partitionIndex, offset: committedOffset })) ?? []
      const behind = committed.every(({ offset }) => offset < 0n) ? null : between(committed, end)
      return { lag: { topic, reader, behind }, shown: !ifAny || behind !== null }
    }))
    return all.filter(({ shown }) => shown).map(({ lag }) => lag)
  })

function between(from: PartitionOffset[], to: PartitionOffset[]): number {
  const begin = new Map(from.map(({ partition, offset }) => [partition, offset]))
  return to.reduce((sum, { partition, offset }) => sum + Math.max(0, Number(offset - (begin.get(partition) ?? 0n))), 0)
}
