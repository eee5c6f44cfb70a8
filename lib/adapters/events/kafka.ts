import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { changeOf } from '@/lib/adapters/events/alerts'
import { AvroCodec, Unreadable } from '@/lib/adapters/events/avro-codec'
import { follow, type Read } from '@/lib/adapters/events/kafka-follow'
import { earliest, latest, offsetsAt, withAdmin } from '@/lib/adapters/events/kafka-offsets'
import { type KafkaOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { KafkaWriter, type Message } from '@/lib/adapters/events/kafka-writer'
import { deliveryHeader, outgoingOf } from '@/lib/adapters/events/messages'
import type { EventStream } from '@/lib/adapters/events/port'
import { PublishedRules, ruleKey, type RuleRecord } from '@/lib/adapters/events/rule-records'
import { SchemaRegistry } from '@/lib/adapters/events/schema-registry'
import type { AlarmChange } from '@/lib/alarm/engine'
import type { Rule } from '@/lib/alarm/rule'
import type { IngestRecord } from '@/lib/telemetry/record'

const retryMs = 1000

export class KafkaEvents implements EventStream {
  readonly #codec: AvroCodec
  readonly #writer: KafkaWriter
  readonly #stop = new AbortController()
  readonly #published = new PublishedRules()
  /** Of each tenant what must still be said. */
  readonly #wanted = new Map<string, { rules: Rule[]; now: number }>()
  #saying = false
  #ready = false
  #partitions = 0
  /** How many times a rule was said to be in force. */
  armed = 0

  constructor(private readonly options: KafkaOptions, private readonly log: Logger) {
    this.#codec = new AvroCodec(new SchemaRegistry(options.registryUrl), options.prefix)
    this.#writer = new KafkaWriter(options)
  }

  async open(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#codec.open()
        this.#partitions = await this.#readRules()
        this.#ready = true
        void this.#sayRules()
        return
      } catch (error) {
        this.log.error({ err: error }, 'Kafka or its schema registry does not answer; nothing is taken until both do')
        await wait(retryMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
      }
    }
  }

  async publish(record: IngestRecord): Promise<void> {
    if (!this.#ready) throw new Error('the stream is not open yet')
    const messages = outgoingOf(record).map(({ topic, key, schema, value, timestamp, delivery }): Message => ({
      topic: topicName(this.options, topic),
      key: Buffer.from(key),
      value: this.#codec.encode(schema, value),
      timestamp: BigInt(timestamp),
      ...(delivery && { headers: new Map([[Buffer.from(deliveryHeader), Buffer.from(delivery)]]) }),
    }))
    if (messages.length > 0) await this.#writer.write(messages)
  }

  async tick(now: number): Promise<void> {
    if (!this.#ready) return
    const value = this.#codec.encode('sensor-telemetry', { tenantId: '', signalId: '', sourceId: '', receivedAt: now, t: [], v: [] })
    const messages = Array.from({ length: this.#partitions }, (_, partition): Message => ({ topic: topicName(this.options, 'readings'), partition, value, timestamp: BigInt(now) }))
    await this.#writer.write(messages).catch(() => undefined)
  }

  setRules(tenantId: string, rules: Rule[], now: number): void {
    this.#wanted.set(tenantId, { rules, now })
    if (this.#ready) void this.#sayRules()
  }

  onAlerts(handle: (changes: AlarmChange[]) => void, handled: () => Promise<void>): void {
    const take = async (messages: Read[], commit: () => Promise<void>) => {
      handle(await this.#changesOf(messages))
      await handled()
      await commit()
    }
    void follow(this.options, { group: `${this.options.prefix}alarms`, topics: [topicName(this.options, 'alerts')], take }, this.#stop.signal, this.log)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#writer.close()
  }

  async #changesOf(messages: Read[]): Promise<AlarmChange[]> {
    const changes: AlarmChange[] = []
    for (const { value, topic, partition, offset } of messages) {
      try {
        const alert = (await this.#codec.decode(value)).value
        const change = changeOf(alert)
        if (change?.kind === 'raised' && this.#published.wasOver({ ...change, version: change.ruleVersion })) continue
        if (change) changes.push(change)
        else if (alert.kind === 'armed') this.armed++
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
        this.log.error({ err: error, topic, partition, offset: String(offset) }, 'a record of the alerts cannot be read and is left out')
      }
    }
    return changes
  }

  /** What the topic of the rules says, to its present end. @returns how many partitions readings have. */
  async #readRules(): Promise<number> {
    const topic = topicName(this.options, 'rules')
    const [from, to, readings] = await withAdmin(this.options, async (admin) => [await offsetsAt(admin, topic, earliest), await offsetsAt(admin, topic, latest), await offsetsAt(admin, topicName(this.options, 'readings'), latest)] as const)
    if (readings.length === 0) throw new Error('the topics are not there yet: `npm run streams -- deploy` makes them')
    const end = to[0]?.offset ?? 0n
    if ((from[0]?.offset ?? 0n) >= end) return readings.length
    const done = new AbortController()
    const take = async (messages: Read[]) => {
      for (const { value } of messages) await this.#takeRule(value)
      if (messages.at(-1)!.offset + 1n >= end) done.abort()
    }
    await follow(this.options, { group: `${this.options.prefix}rules-${process.pid}-${Date.now()}`, topics: [topic], take }, AbortSignal.any([done.signal, this.#stop.signal]), this.log)
    return readings.length
  }

  async #takeRule(value: Buffer | null): Promise<void> {
    if (!value) return
    await this.#codec.decode(value).then(({ value: record }) => this.#published.take(record as RuleRecord), (error: unknown) => {
      if (!(error instanceof Unreadable)) throw error
    })
  }

  /** One tenant after the other, until the topic says what is wanted; without the broker again and again. */
  async #sayRules(): Promise<void> {
    if (this.#saying) return
    this.#saying = true
    while (this.#wanted.size > 0 && !this.#stop.signal.aborted) {
      const [tenantId, wish] = [...this.#wanted][0]!
      try {
        const records = this.#published.changes(tenantId, wish.rules, wish.now)
        if (records.length > 0) await this.#writer.write(records.map((record) => this.#ruleMessage(record)))
        records.forEach((record) => this.#published.take(record))
        if (this.#wanted.get(tenantId) === wish) this.#wanted.delete(tenantId)
      } catch (error) {
        this.log.warn({ err: error, tenantId }, 'rules could not be published; trying again')
        await wait(retryMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
      }
    }
    this.#saying = false
  }

  #ruleMessage = (record: RuleRecord): Message => ({
    topic: topicName(this.options, 'rules'),
    key: Buffer.from(ruleKey(record)),
    value: this.#codec.encode('alarm-rule', record),
    timestamp: BigInt(record.changedAt),
  })
}
