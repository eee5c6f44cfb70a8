import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Logger } from 'pino'
import type { ConnectorMetrics } from '@/lib/connectors/metrics'
import type { Kept, Outbox } from '@/lib/connectors/outbox'
import { sayOnce } from '@/lib/connectors/say-once'
import { type Verdict, verdictOf } from '@/lib/connectors/verdict'

export interface UplinkOptions<T> {
  /** In metrics and logs. */
  what: 'readings' | 'events'
  outbox: Outbox<T>
  /** Where a batch is posted. */
  url: string
  apiKey: string
  deadlineMs: number
  /** After the first failure; doubled after each further one. */
  firstPauseMs?: number
  mostItems: number
  sizeOf(item: T): number
  /** What is posted for the items of several records. */
  join(items: T[]): T[]
  /** Names an item in the log of a refusal. */
  nameOf(item: T): string
  log: Logger
  metrics: ConnectorMetrics
}

const lingerMs = 100
const longestPauseMs = 30_000
const worthPackingBytes = 1024

/**
 * Delivers what the outbox keeps, oldest first, one batch at a time, until the gateway has judged it. A batch carries an
 * id made of its place in the journal, so that one whose answer was lost is answered as the first time.
 */
export class Uplink<T> {
  readonly #once = sayOnce()
  #failures = 0
  /** Why the gateway takes nothing now, or null. */
  away: string | null = null
  answeredAt: number | null = null

  constructor(private readonly options: UplinkOptions<T>) {}

  async run(signal: AbortSignal): Promise<void> {
    const { outbox, what, metrics, log, mostItems, sizeOf } = this.options
    const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined)
    while (!signal.aborted) {
      try {
        metrics.backlogBytes.set({ what }, outbox.backlogBytes)
        const batch = await outbox.oldest(mostItems, sizeOf)
        await pause(batch ? await this.#deliver(batch, signal) : lingerMs)
      } catch (error) {
        log.error({ err: error }, `what waits (${what}) cannot be read or its place not be kept`)
        await pause(longestPauseMs)
      }
    }
  }

  /** @returns how long to wait before the next. */
  async #deliver(batch: Kept<T>, signal: AbortSignal): Promise<number> {
    const { outbox, join, mostItems, sizeOf } = this.options
    const items = join(batch.items)
    const verdict = await this.#post(items, `${outbox.instance}-${batch.from.segment}-${batch.from.offset}-${batch.to.offset}`, signal)
    if (signal.aborted && verdict.kind === 'away') return 0
    this.#note(verdict, items)
    if (verdict.kind === 'away') return this.#pause(verdict.retryAfterMs)
    this.#failures = 0
    await outbox.delivered(batch.to)
    // A full batch says that more waits.
    return items.reduce((sum, item) => sum + sizeOf(item), 0) * 2 >= mostItems ? 0 : lingerMs
  }

  async #post(items: T[], id: string, signal: AbortSignal): Promise<Verdict> {
    const { url, apiKey, deadlineMs, what, metrics } = this.options
    const plain = Buffer.from(JSON.stringify(items))
    const packed = plain.length > worthPackingBytes
    const ended = metrics.answered.startTimer({ what })
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        body: new Uint8Array(packed ? await promisify(gzip)(plain) : plain),
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'webhook-id': id, ...(packed && { 'content-encoding': 'gzip' }) },
        signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      })
      const text = await response.text()
      metrics.posts.inc({ what, status: response.status })
      return verdictOf(response.status, parsed(text), response.headers.get('retry-after'), Date.now())
    } catch (error) {
      metrics.posts.inc({ what, status: 'none' })
      return { kind: 'away', why: reasonOf(error), retryAfterMs: null }
    } finally {
      ended()
    }
  }

  #note(verdict: Verdict, items: T[]): void {
    const { log, what, metrics, nameOf } = this.options
    if (verdict.kind === 'away') {
      if (this.away !== verdict.why) log.warn({ why: verdict.why }, `the gateway takes no ${what}; they are kept`)
      this.away = verdict.why
      return
    }
    if (this.away !== null) log.info(`the gateway takes ${what} again`)
    this.away = null
    this.answeredAt = Date.now()
    if (verdict.kind === 'hopeless') {
      metrics.refused.inc({ what, code: 'batch' }, items.length)
      log.error({ why: verdict.why, items: items.length }, `a batch of ${what} was refused as a whole and is not sent again`)
      return
    }
    for (const { index, code, message } of verdict.refused) {
      metrics.refused.inc({ what, code })
      const item = items[index]
      const name = item === undefined ? '?' : nameOf(item)
      if (this.#once(name, code)) log.warn({ of: name, code }, `refused by the gateway: ${message}`)
    }
    const unnamed = verdict.refusedCount - verdict.refused.length
    if (unnamed > 0) metrics.refused.inc({ what, code: 'unnamed' }, unnamed)
  }

  #pause(retryAfterMs: number | null): number {
    const { firstPauseMs = 500 } = this.options
    const backoff = Math.min(firstPauseMs * 2 ** Math.min(this.#failures++, 6), longestPauseMs)
    return retryAfterMs ?? backoff * (0.75 + Math.random() / 2)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** fetch says "fetch failed" and keeps the reason to itself. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error ? (cause as NodeJS.ErrnoException).code ?? cause.message : message
}
