import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AvroCodec, Unreadable } from '@/lib/adapters/events/avro-codec'
import { follow, type Place, type Read } from '@/lib/adapters/events/kafka-follow'
import { earliest, offsetsAt, withAdmin } from '@/lib/adapters/events/kafka-offsets'
import { type KafkaOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { KafkaWriter } from '@/lib/adapters/events/kafka-writer'
import { deliveryHeader, recordOf } from '@/lib/adapters/events/messages'
import { SchemaRegistry } from '@/lib/adapters/events/schema-registry'
import type { TopicKind } from '@/lib/adapters/events/topics'
import type { Telemetry } from '@/lib/adapters/telemetry/port'
import type { Position } from '@/lib/telemetry/journal'
import type { IngestRecord } from '@/lib/telemetry/record'

const kinds: TopicKind[] = ['readings', 'events', 'dead-letters']
const pauseMs = 1000

/** Another history was so far ahead: reading anew from there is quicker than reading over it. */
const mostReadOver = 50_000

/** A partition is a journal of its own: its position moves in the transaction that stores, so that everything is stored once. */
export const journalOf = (topic: string, partition: number): string => `kafka ${topic}/${partition}`

/** What of a batch has to be stored of one partition. */
interface Stretch {
  topic: string
  partition: number
  messages: Read[]
}

/** Stores what the stream holds, where the gateway keeps no journal. */
export class StreamHistorian {
  readonly #codec: AvroCodec
  readonly #writer: KafkaWriter
  readonly #positions = new Map<string, number>()
  #keptDay = ''

  constructor(private readonly telemetry: Telemetry, private readonly options: KafkaOptions, private readonly log: Logger) {
    this.#codec = new AvroCodec(new SchemaRegistry(options.registryUrl), options.prefix)
    this.#writer = new KafkaWriter(options)
  }

  async run(signal: AbortSignal): Promise<void> {
    const { prefix } = this.options
    await follow(this.options, {
      group: `${prefix}history`,
      topics: kinds.map((kind) => topicName(this.options, kind)),
      from: () => this.#from(),
      take: async (messages, commit) => {
        await this.#store(messages)
        // Only for those who look how far it is: what counts is the position in the database.
        await commit()
        await wait(pauseMs, undefined, { signal }).catch(() => undefined)
      },
    }, signal, this.log)
    await this.#writer.close()
  }

  async #from(): Promise<Place[]> {
    await this.#codec.open()
    const places = await withAdmin(this.options, async (admin) => {
      const all = await Promise.all(kinds.map((kind) => topicName(this.options, kind)).map(async (topic) => (await offsetsAt(admin, topic, earliest)).map((each) => ({ topic, ...each }))))
      return all.flat()
    })
    return Promise.all(places.map(async ({ topic, partition, offset }) => {
      const stored = (await this.telemetry.stored(journalOf(topic, partition))).offset
      // What the broker kept no longer cannot be stored any more; the gap is named by the lag before it.
      const at = Math.max(stored, Number(offset))
      if (stored < Number(offset) && stored > 0) this.log.error({ topic, partition, stored, kept: Number(offset) }, 'records were dropped by the broker before they were stored')
      this.#positions.set(journalOf(topic, partition), stored)
      return { topic, partition, offset: BigInt(at) }
    }))
  }

  async #store(messages: Read[]): Promise<void> {
    const today = new Date().toISOString().slice(0, 10)
    if (today !== this.#keptDay) await this.telemetry.keep(new Date())
    this.#keptDay = today
    for (const stretch of stretchesOf(messages)) await this.#storeStretch(stretch)
  }

  /** All that is not stored yet, at once; when the database will never take one of them, in halves until it stands alone. */
  async #storeStretch({ topic, partition, messages: read }: Stretch): Promise<void> {
    const stored = this.#positions.get(journalOf(topic, partition)) ?? 0
    const messages = read.filter(({ offset }) => offset >= stored)
    if (messages.length === 0) return
    const records: IngestRecord[] = []
    for (const message of messages) {
      const record = await this.#read(message)
      if (record) records.push(record)
    }
    try {
      if (!(await this.#append(topic, partition, messages, records))) return await this.#storeRest({ topic, partition, messages })
    } catch (error) {
      if (!isPoison(error)) throw error
      if (messages.length > 1) {
        const half = Math.floor(messages.length / 2)
        for (const part of [messages.slice(0, half), messages.slice(half)]) await this.#storeStretch({ topic, partition, messages: part })
      } else {
        await this.#putAside(messages[0]!, (error as Error).message)
        await this.#append(topic, partition, messages, [])
      }
    }
  }

  /** The partition was another history's meanwhile: what that one stored is left out. */
  async #storeRest({ topic, partition, messages }: Stretch): Promise<void> {
    const journal = journalOf(topic, partition)
    const { offset } = await this.telemetry.stored(journal)
    const [first, last] = [Number(messages[0]!.offset), Number(messages.at(-1)!.offset)]
    if (offset < first || offset > last + mostReadOver) throw new Error(`${journal} is stored to ${offset}, and ${first} to ${last} were read; reading it anew from there`)
    this.#positions.set(journal, offset)
    await this.#storeStretch({ topic, partition, messages })
  }

  /** @returns whether they are stored now; not when another history was quicker. */
  async #append(topic: string, partition: number, messages: Read[], records: IngestRecord[]): Promise<boolean> {
    const journal = journalOf(topic, partition)
    const at = (offset: number): Position => ({ segment: 0, offset })
    const next = Number(messages.at(-1)!.offset) + 1
    const { moved } = await this.telemetry.append(journal, at(this.#positions.get(journal) ?? 0), at(next), records)
    if (moved) this.#positions.set(journal, next)
    return moved
  }

  async #read(message: Read): Promise<IngestRecord | null> {
    try {
      const { name, value } = await this.#codec.decode(message.value)
      return recordOf(name, value, headerOf(message))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      await this.#putAside(message, error.message)
      return null
    }
  }

  /** Into the topic of dead letters, where an administrator sees it; it holds up nobody. */
  async #putAside({ topic, partition, offset, value, timestamp }: Read, message: string): Promise<void> {
    this.log.error({ topic, partition, offset: String(offset), reason: message }, 'a record cannot be read and is put aside')
    const items = JSON.stringify([{ index: 0, code: 'poison', message, raw: { topic, partition, offset: String(offset), base64: value?.subarray(0, 4096).toString('base64') ?? null } }])
    const letter = this.#codec.encode('dead-letter', { tenantId: '', sourceId: '', receivedAt: Number(timestamp), what: 'poison', items })
    await this.#writer.write([{ topic: topicName(this.options, 'dead-letters'), key: Buffer.from(`${topic}/${partition}/${offset}`), value: letter }])
  }
}

/** What the database will never take, however often it is asked (SQLSTATE 22, 23). */
const isPoison = (error: unknown) => /^2[23]/.test((error as { code?: string }).code ?? '')

function headerOf({ headers }: Read): string | undefined {
  for (const [name, value] of headers) if (name.toString() === deliveryHeader) return value.toString()
  return undefined
}

function stretchesOf(messages: Read[]): Stretch[] {
  const all = new Map<string, Stretch>()
  for (const message of messages) {
    const key = journalOf(message.topic, message.partition)
    const stretch = all.get(key) ?? all.set(key, { topic: message.topic, partition: message.partition, messages: [] }).get(key)!
    stretch.messages.push(message)
  }
  return [...all.values()]
}
