import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises'
import { AlarmEngine, type EngineState } from '@/lib/alarm/engine'
import { storedPosition } from '@/lib/adapters/telemetry/append-records'
import { below } from '@/lib/below'
import { AlarmWriter } from '@/lib/telemetry/gateway/alarm-writer'
import { Reception, type ReceptionOptions } from '@/lib/telemetry/gateway/reception'
import { inSpan } from '@/lib/observe/tracing'
import { journalName } from '@/lib/telemetry/historian'
import { before, forgetBefore, Journal, type Position, readJournal } from '@/lib/telemetry/journal'
import { decodeRecord, encodeRecord, type IngestRecord } from '@/lib/telemetry/record'

export interface GatewayOptions extends ReceptionOptions {
  /** Of the journal. */
  dir: string
  /** Bytes that the journal may hold before the gateway takes no more. */
  backlogBytes?: number
}

const tickMs = 100
const upkeepMs = 5000
const checkpointMs = 1000

interface Checkpoint {
  /** Everything before it is in the states below; what follows may be. */
  position: Position
  tenants: { tenantId: string; position: Position; rules: EngineState }[]
}

/**
 * From a request to the journal, and from there to the alarm. Every record is judged after it is durable, in the
 * journal's order. A checkpoint keeps how every rule stood at some place; after a crash what follows that place is
 * judged again, and gives the same alarms with the same ids.
 */
export class Gateway extends Reception {
  readonly #engine = new AlarmEngine()
  readonly #writer: AlarmWriter
  #journal!: Journal
  #judged: Position = { segment: 0, offset: 0 }
  #checkpointed = this.#judged
  #checkpointing = false
  #backlogFull = false
  #timers: NodeJS.Timeout[] = []

  constructor(protected override readonly options: GatewayOptions) {
    super(options)
    this.#writer = new AlarmWriter(options.db, options.log)
  }

  get full(): string | null {
    return this.#backlogFull ? 'The database has been away for long; the journal is full.' : null
  }

  async open(): Promise<void> {
    const { dir, db } = this.options
    await mkdir(dir, { recursive: true })
    await this.directory.open()
    this.#journal = await Journal.open(dir, { after: (await storedPosition(db, journalName)).segment })
    await this.#judgeAgain()
    const { rows } = await db.operatorPool.query<{ tenant_id: string; id: string }>('SELECT tenant_id, id FROM alarm WHERE returned_at IS NULL')
    const standing = this.#engine.standing()
    // Nobody would ever give these back: their rule is gone, or stands otherwise than when they were raised.
    this.#writer.add(rows.filter(({ id }) => !standing.has(id)).map((row) => ({ kind: 'returned', tenantId: row.tenant_id, id: row.id, returnedAt: this.now() })))
    this.#engine.resume(this.now())
    this.#timers = [
      setInterval(() => this.#tick(), tickMs),
      setInterval(() => void this.#upkeep().catch(() => undefined), upkeepMs),
      setInterval(() => void this.#checkpoint(), checkpointMs),
    ]
    // Not before the journal is judged to its end: a newer reading would make the older ones late.
    this.ready = true
    await this.#upkeep().catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#timers.forEach(clearInterval)
    await this.#journal.close()
    for (let i = 0; i < 100 && !this.#writer.idle; i++) await new Promise((resolve) => setTimeout(resolve, 20))
    // Without the database nothing settles; the next start judges again what this one could not write.
    if (this.#writer.idle) await this.#checkpoint()
    await this.directory.close()
  }

  protected async keep(record: IngestRecord): Promise<void> {
    const position = await inSpan('journal append', {}, () => this.#journal.append(encodeRecord(record)))
    this.#judge(record, position)
  }

  #judge({ tenantId, groups, receivedAt }: IngestRecord, position: Position): void {
    const decidedAt = this.now()
    for (const { signal, t, v } of groups) {
      const changes = this.#engine.judge(tenantId, signal, t, v, receivedAt, decidedAt)
      if (changes.length > 0) this.#decided(changes)
    }
    this.#judged = position
  }

  #decided(changes: Parameters<AlarmWriter['add']>[0]): void {
    this.options.metrics.alarms.inc(changes.filter(({ kind }) => kind === 'raised').length)
    this.#writer.add(changes)
  }

  #tick(): void {
    const changes = this.#engine.tick(this.now())
    if (changes.length > 0) this.#decided(changes)
  }

  protected takeRules(tenantIds: string[]): void {
    for (const id of tenantIds) this.#writer.add(this.#engine.setRules(id, this.directory.tenant(id)?.rules ?? [], this.now()))
  }

  async #judgeAgain(): Promise<void> {
    const { dir, log } = this.options
    const saved = readCheckpoint(dir)
    this.#engine.restore(saved?.tenants.flatMap(({ rules }) => rules) ?? [])
    const judgedOf = new Map(saved?.tenants.map(({ tenantId, position }) => [tenantId, position]))
    let position = saved?.position ?? { segment: 0, offset: 0 }
    for (;;) {
      const { payloads, ends, next } = await readJournal(dir, position)
      if (payloads.length === 0) break
      for (const [i, payload] of payloads.entries()) {
        const record = decodeRecord(payload)
        const judged = judgedOf.get(record.tenantId)
        if (!judged || before(judged, ends[i]!)) this.#judge(record, ends[i]!)
        if (record.webhookId) this.deliveries.remember(record.tenantId, record.webhookId, record.sha256, Promise.resolve({ status: record.status, body: record.answer }))
      }
      position = next
    }
    this.#judged = this.#journal.end
    log.info({ position }, 'the journal is judged to its end')
  }

  /**
   * How every rule stands, tenant after tenant: between two of them requests are answered. It counts once everything that
   * was decided before is durable: what a checkpoint has behind it is never judged again.
   */
  async #checkpoint(): Promise<void> {
    if (this.#checkpointing || !before(this.#checkpointed, this.#judged)) return
    this.#checkpointing = true
    try {
      const position = this.#judged
      const tenants: string[] = []
      for (const tenantId of this.#engine.tenantIds()) {
        tenants.push(JSON.stringify({ tenantId, position: this.#judged, rules: this.#engine.save(tenantId) } satisfies Checkpoint['tenants'][number]))
        await new Promise((resolve) => setImmediate(resolve))
      }
      await this.#writer.settled()
      const file = await open(below(this.options.dir, 'rules.next'), 'w', 0o600)
      await file.writeFile(`{"position":${JSON.stringify(position)},"tenants":[${tenants.join(',')}]}`).then(() => file.datasync()).finally(() => file.close())
      await rename(below(this.options.dir, 'rules.next'), checkpointFile(this.options.dir))
      this.#checkpointed = position
    } catch (error) {
      this.options.log.warn({ err: error }, 'no checkpoint of the rules; the journal keeps more')
    } finally {
      this.#checkpointing = false
    }
  }

  /** Forgets what both readers of the journal have behind them, and looks how much they have not. */
  async #upkeep(): Promise<void> {
    const { dir, db, metrics, backlogBytes = 4 * 2 ** 30 } = this.options
    const stored = await storedPosition(db, journalName).catch(() => null)
    const behind = stored && (before(stored, this.#checkpointed) ? stored : this.#checkpointed)
    if (behind) await forgetBefore(dir, behind)
    const sizes = await Promise.all((await readdir(dir)).map((name) => stat(below(dir, name)).then(({ size }) => size, () => 0)))
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    metrics.journalBytes.set(bytes)
    this.#backlogFull = bytes > backlogBytes
  }
}

const checkpointFile = (dir: string) => below(dir, 'rules.json')

function readCheckpoint(dir: string): Checkpoint | null {
  if (!existsSync(checkpointFile(dir))) return null
  try {
    const saved = JSON.parse(readFileSync(checkpointFile(dir), 'utf8')) as Partial<Checkpoint>
    // Written by an earlier version: the journal is judged from its beginning, which gives the same alarms.
    return saved.position && saved.tenants ? { position: saved.position, tenants: saved.tenants } : null
  } catch {
    return null
  }
}
