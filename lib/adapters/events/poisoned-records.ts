import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { z } from 'zod'
import { AvroCodec, Unreadable } from '@/lib/adapters/events/avro-codec'
import { follow, type Read } from '@/lib/adapters/events/kafka-follow'
import { earliest, latest, offsetsAt, withAdmin } from '@/lib/adapters/events/kafka-offsets'
import { type KafkaOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { SchemaRegistry } from '@/lib/adapters/events/schema-registry'

export interface PoisonedRecord {
  receivedAt: string
  topic: string
  partition: number
  offset: string
  reason: string
}

const items = z.array(z.object({ message: z.string(), raw: z.object({ topic: z.string(), partition: z.number(), offset: z.string() }) })).min(1)
/** So many of the newest dead letters are looked through. */
const looked = 500n
const deadlineMs = 4000

/** Records that nobody could read, the newest first. */
export async function readPoison(options: KafkaOptions): Promise<PoisonedRecord[]> {
  const topic = topicName(options, 'dead-letters')
  const [from, to] = await withAdmin(options, async (admin) => [await offsetsAt(admin, topic, earliest), await offsetsAt(admin, topic, latest)] as const)
  const end = to[0]?.offset ?? 0n
  const begin = [from[0]?.offset ?? 0n, end - looked].reduce((a, b) => (a > b ? a : b))
  if (begin >= end) return []
  const codec = new AvroCodec(new SchemaRegistry(options.registryUrl), options.prefix)
  const found: PoisonedRecord[] = []
  const done = new AbortController()
  const take = async (messages: Read[]) => {
    for (const message of messages) found.push(...(await poisonIn(codec, message)))
    if (messages.at(-1)!.offset + 1n >= end) done.abort()
  }
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(deadlineMs)])
  await follow(options, { group: `${options.prefix}look-${randomUUID()}`, topics: [topic], from: async () => [{ topic, partition: 0, offset: begin }], take }, signal, pino({ level: 'silent' }))
  return found.reverse()
}

async function poisonIn(codec: AvroCodec, { value }: Read): Promise<PoisonedRecord[]> {
  try {
    const letter = (await codec.decode(value)).value as { what: string; receivedAt: number; items: string }
    if (letter.what !== 'poison') return []
    const { message, raw } = items.parse(JSON.parse(letter.items))[0]!
    return [{ receivedAt: new Date(letter.receivedAt).toISOString(), reason: message, topic: raw.topic, partition: raw.partition, offset: raw.offset }]
  } catch (error) {
    if (error instanceof Unreadable) return []
    throw error
  }
}
