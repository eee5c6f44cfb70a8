import { Producer } from '@platformatic/kafka'
import { clientOptions, type KafkaOptions } from '@/lib/adapters/events/kafka-options'

export interface Message {
  topic: string
  key?: Buffer
  value: Buffer
  partition?: number
  timestamp?: bigint
  headers?: Map<Buffer, Buffer>
}

interface Waiting {
  messages: Message[]
  done(): void
  failed(error: unknown): void
}

const deadlineMs = 8000
const mostBytesAtOnce = 8 * 2 ** 20

/**
 * Writes messages in the order in which they are given. One send is under way at a time and takes with it what waits, as the
 * journal shares its fsync: order holds without numbering requests, and a busy gateway makes large batches.
 */
export class KafkaWriter {
  #waiting: Waiting[] = []
  #sending = false
  #producer: Producer | undefined

  constructor(private readonly options: KafkaOptions) {}

  /** Resolves when all replicas that count have them. @throws when that is not known. */
  write(messages: Message[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ messages, done, failed })
      if (!this.#sending) void this.#send()
    })
  }

  async close(): Promise<void> {
    while (this.#sending) await new Promise((resolve) => setTimeout(resolve, 5))
    await this.#forget()
  }

  async #send(): Promise<void> {
    this.#sending = true
    while (this.#waiting.length > 0) {
      const group = this.#next()
      try {
        await withDeadline(this.#connected().send({ messages: group.flatMap(({ messages }) => messages) }))
        group.forEach(({ done }) => done())
      } catch (error) {
        // A new one begins to count anew: after a send that may or may not have arrived the broker would refuse the next number.
        await this.#forget()
        group.forEach(({ failed }) => failed(error))
      }
    }
    this.#sending = false
  }

  #next(): Waiting[] {
    let bytes = 0
    const until = this.#waiting.findIndex(({ messages }, i) => (bytes += messages.reduce((sum, { value }) => sum + value.length, 0)) > mostBytesAtOnce && i > 0)
    return this.#waiting.splice(0, until < 0 ? this.#waiting.length : until)
  }

  #connected(): Producer {
    return (this.#producer ??= new Producer({ ...clientOptions(this.options), idempotent: true, acks: -1, compression: 'zstd', autocreateTopics: false }))
  }

  async #forget(): Promise<void> {
    const producer = this.#producer
    this.#producer = undefined
    await producer?.close(true).catch(() => undefined)
  }
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`the broker did not answer within ${deadlineMs / 1000} s`)), deadlineMs)))
  work.catch(() => undefined)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
