import { Admin } from '@platformatic/kafka'
import { clientOptions, type KafkaOptions } from '@/lib/adapters/events/kafka-options'

export interface PartitionOffset {
  partition: number
  offset: bigint
}

/** The broker's own names for the ends of a partition; any other number is a time. */
export const earliest = -2n
export const latest = -1n

/** Runs with an admin client that is closed afterwards. */
export async function withAdmin<T>(options: KafkaOptions, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin(clientOptions(options))
  try {
    return await work(admin)
  } finally {
    await admin.close().catch(() => undefined)
  }
}

/** Of every partition the first offset at or after a time (epoch milliseconds), or an end. Nothing so new: its end. */
export async function offsetsAt(admin: Admin, topic: string, timestamp: bigint): Promise<PartitionOffset[]> {
  const metadata = await admin.metadata({ topics: [topic] })
  const count = metadata.topics.get(topic)?.partitionsCount ?? 0
  const ask = async (at: bigint) => {
    const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions: Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp: at })) }] })
    return new Map(found!.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]))
  }
  const found = await ask(timestamp)
  const ends = [...found.values()].some((offset) => offset < 0n) ? await ask(latest) : found
  return [...found].map(([partition, offset]) => ({ partition, offset: offset < 0n ? ends.get(partition)! : offset })).sort((a, b) => a.partition - b.partition)
}
