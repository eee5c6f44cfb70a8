import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { below } from '@/lib/below'
import { before, forgetBefore, frameBytes, Journal, type Position, readJournal } from '@/lib/telemetry/journal'

export interface OutboxOptions {
  dir: string
  log: Logger
  /** What may wait for the gateway before no more is taken. */
  limitBytes: number
  /** Items of one record. */
  mostItems?: number
  /** Between two writes: what comes meanwhile shares the next. */
  gatherMs?: number
  onDropped?: (items: number) => void
}

/** One record of the journal, and its place in it. */
export interface Kept<T> {
  items: T[]
  from: Position
  to: Position
}

interface Waiting {
  /** The items as JSON, without the brackets around them. */
  text: string
  count: number
  patient: boolean
  done(kept: boolean): void
}

const retryMs = 1000
/** Of what is handed in at once: the gateway takes no longer body. */
const mostCharacters = 8 * 2 ** 20
/** Of what shares a record, which is sent as one body: with three bytes for each it still fits. */
const sharedCharacters = 2 * 2 ** 20

/**
 * What was taken and not yet delivered, on disk. What is in here is never dropped. When it is full, or the disk fails,
 * impatient items (nobody would send them again) are dropped and counted; patient ones (the broker keeps them until they
 * are acknowledged) wait for room. What could never be written, nested too deeply or too large, is left out at once, whoever
 * sent it: it would hold up everything behind it.
 */
export class Outbox<T> {
  #waiting: Waiting[] = []
  #writing = false
  #failedAt = -Infinity
  #dropped = 0
  #droppedNow = 0
  #read: Kept<T>[] = []
  #readTo: Position
  #forgotten = 0
  #closed = false

  private constructor(private readonly options: OutboxOptions, private readonly journal: Journal, readonly instance: string, private sentTo: Position, private backlog: number) {
    this.#readTo = sentTo
  }

  static async open<T>(options: OutboxOptions): Promise<Outbox<T>> {
    const { dir, limitBytes } = options
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const sent = await readFile(sentFile(dir), 'utf8').then((text) => JSON.parse(text) as Position).catch(() => ({ segment: 0, offset: 0 }))
    const backlog = await bytesAfter(dir, sent)
    const journal = await Journal.open(dir, { segmentBytes: Math.min(64 * 2 ** 20, Math.max(2 ** 16, Math.floor(limitBytes / 8))) })
    return new Outbox<T>(options, journal, await instanceOf(dir), sent, backlog)
  }

  /** Bytes that wait for the gateway. */
  get backlogBytes(): number {
    return this.backlog
  }

  /** Takes no more from those who cannot wait. */
  get full(): boolean {
    return Date.now() - this.#failedAt < retryMs || this.backlog >= this.options.limitBytes
  }

  /** Resolves once the items are durable: true; or with false when they were dropped, which of what can be written only happens to who is not `patient`. */
  keep(items: T[], patient: boolean): Promise<boolean> {
    if (items.length === 0) return Promise.resolve(true)
    if (this.full && !patient) {
      this.#drop(items.length)
      return Promise.resolve(false)
    }
    const text = textOf(items)
    if (text === null) {
      this.options.log.error({ items: items.length }, 'a message is nested too deeply or too large to be kept, and is left out')
      this.options.onDropped?.(items.length)
      return Promise.resolve(false)
    }
    return new Promise((done) => {
      this.#waiting.push({ text, count: items.length, patient, done })
      void this.#write()
    })
  }

  /** The oldest that was not delivered: records up to `mostItems` together, at least one; null when there is nothing. */
  async oldest(mostItems: number, sizeOf: (item: T) => number): Promise<Kept<T> | null> {
    if (this.#read.length === 0) await this.#readOn()
    const first = this.#read[0]
    if (!first) return null
    const together: Kept<T> = { items: [], from: first.from, to: first.to }
    let size = 0
    for (const record of this.#read) {
      const more = record.items.reduce((sum, item) => sum + sizeOf(item), 0)
      if (record !== first && (size + more > mostItems || record.from.segment !== first.from.segment)) break
      size += more
      together.items.push(...record.items)
      together.to = record.to
    }
    return together
  }

  /** Everything up to here is delivered. */
  async delivered(to: Position): Promise<void> {
    this.#read = this.#read.filter((record) => {
      if (before(to, record.to)) return true
      this.backlog -= record.to.offset - record.from.offset
      return false
    })
    this.sentTo = to
    // First what frees room: on a full disk nothing else succeeds.
    if (to.segment > this.#forgotten) await forgetBefore(this.options.dir, to)
    this.#forgotten = to.segment
    await this.#save()
    if (!this.full) this.#report()
    void this.#write()
  }

  async close(): Promise<void> {
    this.#closed = true
    while (this.#writing) await wait(5)
    await this.journal.close()
  }

  async #write(): Promise<void> {
    if (this.#writing) return
    this.#writing = true
    const { gatherMs = 10, log } = this.options
    while (this.#waiting.length > 0 && !this.#closed) {
      if (this.backlog >= this.options.limitBytes) {
        this.#dismiss(this.#waiting)
        break
      }
      const group = this.#nextGroup()
      try {
        const payload = Buffer.from(`[${group.map(({ text }) => text).join(',')}]`)
        await this.journal.append(payload)
        this.#failedAt = -Infinity
        this.backlog += frameBytes(payload)
        for (const { done } of group) done(true)
        this.#report()
        await wait(gatherMs)
      } catch (error) {
        if (this.#failedAt === -Infinity) log.error({ err: error }, 'nothing can be kept on disk; what cannot be sent again is lost')
        this.#failedAt = Date.now()
        this.#waiting.unshift(...group)
        this.#dismiss(this.#waiting)
        await wait(retryMs)
      }
    }
    this.#writing = false
  }

  #nextGroup(): Waiting[] {
    const { mostItems = 5000 } = this.options
    let [items, characters, end] = [0, 0, 0]
    for (const { count, text } of this.#waiting) {
      items += count
      characters += text.length
      if (end > 0 && (items > mostItems || characters > sharedCharacters)) break
      end++
    }
    return this.#waiting.splice(0, end)
  }

  /** Only the patient go on waiting. */
  #dismiss(waiting: Waiting[]): void {
    this.#waiting = waiting.filter(({ patient }) => patient)
    for (const { count, patient, done } of waiting) {
      if (patient) continue
      this.#drop(count)
      done(false)
    }
  }

  #drop(items: number): void {
    if (this.#droppedNow === 0) this.options.log.error({ dir: this.options.dir, backlogBytes: this.backlog }, 'what waits for the gateway has reached its limit: what comes now is dropped, unless its sender keeps it')
    this.#droppedNow += items
    this.#dropped += items
    this.options.onDropped?.(items)
  }

  #report(): void {
    if (this.#droppedNow > 0) this.options.log.error({ dropped: this.#droppedNow, since: 'the limit was reached', total: this.#dropped }, 'there is room again')
    this.#droppedNow = 0
  }

  async #readOn(): Promise<void> {
    if (!before(this.#readTo, this.journal.end)) return
    const { payloads, next, damaged } = await readJournal(this.options.dir, this.#readTo, 2 ** 20)
    if (damaged !== undefined) this.options.log.error({ file: damaged }, 'a file of what waits is damaged; what follows the damage in it is not sent')
    let offset = next.offset - payloads.reduce((sum, payload) => sum + frameBytes(payload), 0)
    for (const payload of payloads) {
      const from = { segment: next.segment, offset }
      offset += frameBytes(payload)
      this.#read.push({ items: JSON.parse(payload.toString('utf8')) as T[], from, to: { segment: next.segment, offset } })
    }
    this.#readTo = next
    if (payloads.length === 0) this.backlog = await bytesAfter(this.options.dir, next)
  }

  async #save(): Promise<void> {
    const next = below(this.options.dir, 'sent.next')
    const file = await open(next, 'w', 0o600)
    await file.writeFile(JSON.stringify(this.sentTo)).then(() => file.datasync()).finally(() => file.close())
    await rename(next, sentFile(this.options.dir))
  }
}

/** Null when it cannot be written. */
function textOf(items: unknown[]): string | null {
  try {
    const text = JSON.stringify(items).slice(1, -1)
    return text.length > mostCharacters ? null : text
  } catch {
    return null
  }
}

const sentFile = (dir: string) => below(dir, 'sent.json')

/** Names this journal: another one in its place counts its files from the beginning again. */
async function instanceOf(dir: string): Promise<string> {
  const file = below(dir, 'instance')
  const known = await readFile(file, 'utf8').catch(() => '')
  if (/^[\w-]{12,}$/.test(known)) return known
  const made = randomBytes(12).toString('base64url')
  await writeFile(file, made, { mode: 0o600 })
  return made
}

async function bytesAfter(dir: string, position: Position): Promise<number> {
  const names = (await readdir(dir)).filter((name) => /^\d{10}\.log$/.test(name) && Number(name.slice(0, 10)) >= position.segment)
  const sizes = await Promise.all(names.map(async (name) => (await stat(below(dir, name))).size - (Number(name.slice(0, 10)) === position.segment ? position.offset : 0)))
  return sizes.reduce((sum, size) => sum + Math.max(0, size), 0)
}
