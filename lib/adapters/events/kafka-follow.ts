import { setTimeout as wait } from 'node:timers/promises'
import { Consumer, type Message, type MessagesStream } from '@platformatic/kafka'
import type { Logger } from 'pino'
import { clientOptions, type KafkaOptions } from '@/lib/adapters/events/kafka-options'

export type Read = Pick<Message<Buffer, Buffer, Buffer, Buffer>, 'topic' | 'partition' | 'offset' | 'key' | 'value' | 'headers' | 'timestamp'>
export interface Place {
  topic: string
  partition: number
  offset: bigint
}

export interface Following {
  group: string
  topics: string[]
  /** Where to begin in each partition; asked again after a failure. Without it: where the group committed, or at the beginning. */
  from?(): Promise<Place[]>
  /** Messages in the order of each partition. When it throws, the same ones come again. */
  take(messages: Read[], commit: () => Promise<void>): Promise<void>
}

const heldBytes = 64 * 2 ** 20
const longestPauseMs = 5000

/** Reads the topics until told to stop, whatever happens to the broker meanwhile. */
export async function follow(options: KafkaOptions, following: Following, signal: AbortSignal, log: Logger): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      await followOnce(options, following, signal, () => (failures = 0))
    } catch (error) {
      failures++
      log.warn({ err: error, topics: following.topics, failures }, 'the stream is not read; trying again')
      await wait(Math.min(200 * 2 ** failures, longestPauseMs), undefined, { signal }).catch(() => undefined)
    }
  }
}

async function followOnce(options: KafkaOptions, { group, topics, from, take }: Following, signal: AbortSignal, onTaken: () => void): Promise<void> {
  const groupOptions = { sessionTimeout: 6000, rebalanceTimeout: 6000, heartbeatInterval: 1000 }
  const consumer = new Consumer<Buffer, Buffer, Buffer, Buffer>({ ...clientOptions(options), groupId: group, ...groupOptions, autocommit: false, minBytes: 1, maxWaitTime: 250, maxBytes: 16 * 2 ** 20 })
  try {
    const begin = from ? { mode: 'manual' as const, offsets: await from() } : { mode: 'committed' as const }
    // Of what the broker dropped meanwhile the reader goes on with the oldest that is kept, not with the newest.
    const stream = await consumer.consume({ topics, ...begin, fallbackMode: 'earliest' })
    // It says so as an event when it cannot come back into its group; nobody who listens is a process that ends.
    consumer.on('error', (error: Error) => stream.destroy(error))
    const commit = async (messages: Read[]) => {
      const last = new Map(messages.map(({ topic, partition, offset }) => [`${topic}/${partition}`, { topic, partition, offset: offset + 1n, leaderEpoch: 0 }]))
      await consumer.commit({ offsets: [...last.values()] })
    }
    for await (const messages of batches(stream, signal)) {
      await take(messages, () => commit(messages))
      onTaken()
    }
  } finally {
    await consumer.close(true).catch(() => undefined)
  }
}

/** What came while the batch before was worked on, at once; the stream pauses while too much of it waits. */
async function* batches(stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>, signal: AbortSignal): AsyncGenerator<Read[]> {
  let pending: Read[] = []
  let bytes = 0
  let ended = false
  let failure: Error | undefined
  let wake = () => {}
  stream.on('data', (message) => {
    pending.push(message)
    bytes += message.value?.length ?? 0
    if (bytes > heldBytes) stream.pause()
    wake()
  })
  stream.on('error', (error) => ((failure = error), wake()))
  stream.on('close', () => ((ended = true), wake()))
  const stop = () => wake()
  signal.addEventListener('abort', stop)
  try {
    while (!signal.aborted) {
      if (failure) throw failure
      if (pending.length > 0) {
        const batch = pending
        pending = []
        bytes = 0
        if (stream.isPaused()) stream.resume()
        yield batch
      } else if (ended) throw new Error('the stream ended')
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
