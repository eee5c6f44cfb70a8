import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises'
import type { Logger } from 'pino'
import { AlarmEngine, type EngineState } from '@/lib/alarm/engine'
import { storedPosition } from '@/lib/adapters/telemetry/append-records'
import { below } from '@/lib/below'
import type { Database } from '@/lib/db'
import { AlarmWriter } from '@/lib/telemetry/gateway/alarm-writer'
import { type Answer, Deliveries } from '@/lib/telemetry/gateway/deliveries'
import { Directory, type Source } from '@/lib/telemetry/gateway/directory'
import type { GatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { StandIns } from '@/lib/telemetry/gateway/stand-ins'
import { TenantQueues } from '@/lib/telemetry/gateway/tenant-queues'
import { inSpan } from '@/lib/observe/tracing'
import { journalName } from '@/lib/telemetry/historian'
import { before, forgetBefore, Journal, type Position, readJournal } from '@/lib/telemetry/journal'
import { parseBody, readBatch, type RefusedReading } from '@/lib/telemetry/read-batch'
import { readEvents } from '@/lib/telemetry/events/read-events'
import { decodeRecord, encodeRecord, type IngestRecord } from '@/lib/telemetry/record'

export interface GatewayOptions {
  db: Database
  log: Logger
  /** Of the journal. */
  dir: string
  metrics: GatewayMetrics
  now?: () => number
  /** Bytes that the journal may hold before the gateway takes no more. */
  backlogBytes?: number
  tenantBytes?: number
  totalBytes?: number
}

/** A request whose sender is known. */
export interface Intake {
  what: 'readings' | 'events'
  source: Source
  webhookId: string | null
  body: Buffer
}

/** The answer names so many; the dead letters hold all. */
const mostNamed = 1000
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
export class Gateway {
  readonly queues: TenantQueues
  readonly directory: Directory
  readonly deliveries: Deliveries
  readonly #engine = new AlarmEngine()
  readonly #standIns = new StandIns()
  readonly #writer: AlarmWriter
  readonly #now: () => number
  #journal!: Journal
  #judged: Position = { segment: 0, offset: 0 }
  #checkpointed = this.#judged
  #checkpointing = false
  #backlogFull = false
  #timers: NodeJS.Timeout[] = []
  /** Nothing is taken before the journal is judged to its end: a newer reading would make the older ones late. */
  ready = false

  constructor(private readonly options: GatewayOptions) {
    const { db, log } = options
    this.#now = options.now ?? Date.now
    this.queues = new TenantQueues({ tenantBytes: options.tenantBytes ?? 32 * 2 ** 20, totalBytes: options.totalBytes ?? 128 * 2 ** 20 })
    this.deliveries = new Deliveries(db, this.#now)
    this.#writer = new AlarmWriter(db, log)
    this.directory = new Directory(db, (ids) => this.#takeRules(ids), (error) => log.warn({ err: error }, 'what tenants have could not be read; what is known goes on'))
  }

  /** Why no more is taken now, or null. */
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
    this.#writer.add(rows.filter(({ id }) => !standing.has(id)).map((row) => ({ kind: 'returned', tenantId: row.tenant_id, id: row.id, returnedAt: this.#now() })))
    this.#engine.resume(this.#now())
    this.#timers = [
      setInterval(() => this.#tick(), tickMs),
      setInterval(() => void this.#upkeep().catch(() => undefined), upkeepMs),
      setInterval(() => void this.#checkpoint(), checkpointMs),
    ]
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

  /** Answers once everything that was taken is durable. @throws when it could not be made so; then nothing was taken. */
  async take(intake: Intake): Promise<Answer> {
    const { source, webhookId, body } = intake
    const { tenantId } = source
    const sha256 = createHash('sha256').update(body).digest('hex')
    if (webhookId !== null) {
      const earlier = await this.deliveries.find(tenantId, webhookId, sha256)
      if (earlier === 'conflict') return problem(409, 'Another body under the same webhook-id', 'A webhook-id names one body. Send this one under an id of its own.')
      if (earlier) return earlier
    }
    // It came again while the database was asked: the second waits for the first.
    if (webhookId !== null && this.deliveries.has(tenantId, webhookId)) return this.take(intake)
    const answer = this.queues.inTurn(tenantId, () => this.#record(intake, sha256)).then(async (record) => {
      await this.#keep(record)
      return { status: record.status, body: record.answer }
    })
    if (webhookId !== null) this.deliveries.remember(tenantId, webhookId, sha256, answer)
    return answer
  }

  #record({ what, source, webhookId, body }: Intake, sha256: string): IngestRecord {
    const receivedAt = this.#now()
    const base = { tenantId: source.tenantId, sourceId: source.id, webhookId, sha256, receivedAt }
    let parsed: unknown
    try {
      parsed = parseBody(body.toString('utf8'))
    } catch {
      const message = 'The body is no JSON.'
      const refused: RefusedReading[] = [{ index: 0, code: 'bad_shape', message, raw: body.toString('utf8', 0, 10_000) }]
      return { ...base, ...problemOf(400, 'Not JSON', 'Send JSON in UTF-8: one reading, an array of readings, or columns.'), groups: [], refused }
    }
    const plant = this.directory.tenant(source.tenantId)
    if (what === 'events') {
      const { events, refused } = readEvents(parsed, plant, receivedAt)
      return { ...base, ...verdict(events.length, refused), groups: [], events, refused }
    }
    const { groups, accepted, refused } = readBatch(parsed, (signal) => plant?.units.get(signal), receivedAt)
    const admitted = this.#standIns.admit(source, plant?.sources.some(({ standsIn }) => standsIn) ?? false, groups, receivedAt)
    return { ...base, ...verdict(accepted, refused), groups: admitted, refused }
  }

  async #keep(record: IngestRecord): Promise<void> {
    const position = await inSpan('journal append', {}, () => this.#journal.append(encodeRecord(record)))
    this.#judge(record, position)
    const { metrics } = this.options
    if (record.events) metrics.events.inc(record.events.length)
    metrics.readings.inc(record.groups.reduce((sum, { t }) => sum + t.length, 0))
    if (record.refused.length > 0) metrics.refused.inc(record.refused.length)
    metrics.durable.observe((this.#now() - record.receivedAt) / 1000)
  }

  #judge({ tenantId, groups, receivedAt }: IngestRecord, position: Position): void {
    const decidedAt = this.#now()
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
    const changes = this.#engine.tick(this.#now())
    if (changes.length > 0) this.#decided(changes)
  }

  #takeRules(tenantIds: string[]): void {
    for (const id of tenantIds) this.#writer.add(this.#engine.setRules(id, this.directory.tenant(id)?.rules ?? [], this.#now()))
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

/** The answer to what was judged one by one. */
function verdict(accepted: number, refused: RefusedReading[]): { status: number; answer: object } {
  const named = refused.slice(0, mostNamed).map(({ index, at, code, message }) => ({ index, ...(at !== undefined && { at }), code, message }))
  return { status: refused.length === 0 ? 202 : accepted > 0 ? 207 : 422, answer: { accepted, refused: named, refusedCount: refused.length } }
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

const problemOf = (status: number, title: string, detail: string) => ({ status, answer: { type: 'about:blank', title, status, detail } })
export const problem = (status: number, title: string, detail: string): Answer => ({ status, body: { type: 'about:blank', title, status, detail } })
