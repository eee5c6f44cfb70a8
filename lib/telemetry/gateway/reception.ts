import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from '@/lib/db'
import { type Answer, Deliveries } from '@/lib/telemetry/gateway/deliveries'
import { Directory, type Source } from '@/lib/telemetry/gateway/directory'
import type { GatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { StandIns } from '@/lib/telemetry/gateway/stand-ins'
import { TenantQueues } from '@/lib/telemetry/gateway/tenant-queues'
import { mostOpened, opensTooMany, parseBody, readBatch, type RefusedReading, TooManyRefused } from '@/lib/telemetry/read-batch'
import { readEvents } from '@/lib/telemetry/events/read-events'
import type { IngestRecord } from '@/lib/telemetry/record'

export interface ReceptionOptions {
  db: Database
  log: Logger
  metrics: GatewayMetrics
  now?: () => number
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

/** What both gateways do with a request before it is kept: who sent it, whether it came before, what of it is taken. */
export abstract class Reception {
  readonly queues: TenantQueues
  readonly directory: Directory
  readonly deliveries: Deliveries
  readonly #standIns = new StandIns()
  protected readonly now: () => number
  /** Whether requests are taken at all. */
  ready = false

  constructor(protected readonly options: ReceptionOptions) {
    const { db, log } = options
    this.now = options.now ?? Date.now
    this.queues = new TenantQueues({ tenantBytes: options.tenantBytes ?? 32 * 2 ** 20, totalBytes: options.totalBytes ?? 128 * 2 ** 20 })
    this.deliveries = new Deliveries(db)
    this.directory = new Directory(db, (ids) => this.takeRules(ids), (error) => log.warn({ err: error }, 'what tenants have could not be read; what is known goes on'))
  }

  /** Why no more is taken now, or null. */
  abstract get full(): string | null

  /** Resolves once the record is durable. @throws when it is not. */
  protected abstract keep(record: IngestRecord): Promise<void>

  /** Rules of these tenants may have changed. */
  protected abstract takeRules(tenantIds: string[]): void

  abstract open(): Promise<void>
  abstract close(): Promise<void>

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
      await this.keep(record)
      this.#count(record)
      return { status: record.status, body: record.answer }
    })
    if (webhookId !== null) this.deliveries.remember(tenantId, webhookId, sha256, answer)
    return answer
  }

  #record(intake: Intake, sha256: string): IngestRecord {
    const { source, webhookId, body } = intake
    const receivedAt = this.now()
    const base = { tenantId: source.tenantId, sourceId: source.id, webhookId, sha256, receivedAt }
    /** A letter of its own that holds how it began. */
    const none = (status: number, title: string, detail: string, message: string): IngestRecord =>
      ({ ...base, ...problemOf(status, title, detail), groups: [], refused: [{ index: 0, code: 'bad_shape', message, raw: body.toString('utf8', 0, 10_000) }] })
    if (opensTooMany(body)) {
      const message = `A body holds at most ${mostOpened.toLocaleString('en')} readings; send several.`
      return none(400, 'Too much in one body', message, message)
    }
    let parsed: unknown
    try {
      parsed = parseBody(body.toString('utf8'))
    } catch {
      return none(400, 'Not JSON', 'Send JSON in UTF-8: one reading, an array of readings, or columns.', 'The body is no JSON.')
    }
    try {
      return { ...base, ...this.#judged(intake, parsed, receivedAt) }
    } catch (error) {
      if (error instanceof TooManyRefused) return none(400, 'Too much cannot be taken', error.message, error.message)
      throw error
    }
  }

  /** What of it is taken. @throws TooManyRefused */
  #judged({ what, source }: Intake, parsed: unknown, receivedAt: number): Pick<IngestRecord, 'status' | 'answer' | 'groups' | 'events' | 'refused'> {
    const plant = this.directory.tenant(source.tenantId)
    if (what === 'events') {
      const { events, refused } = readEvents(parsed, plant, receivedAt)
      return { ...verdict(events.length, refused), groups: [], events, refused }
    }
    const { groups, accepted, refused } = readBatch(parsed, (signal) => plant?.units.get(signal), receivedAt)
    const admitted = this.#standIns.admit(source, plant?.sources.some(({ standsIn }) => standsIn) ?? false, groups, receivedAt)
    return { ...verdict(accepted, refused), groups: admitted, refused }
  }

  #count(record: IngestRecord): void {
    const { metrics } = this.options
    if (record.events) metrics.events.inc(record.events.length)
    metrics.readings.inc(record.groups.reduce((sum, { t }) => sum + t.length, 0))
    if (record.refused.length > 0) metrics.refused.inc(record.refused.length)
    metrics.durable.observe((this.now() - record.receivedAt) / 1000)
  }
}

/** The answer to what was judged one by one. */
function verdict(accepted: number, refused: RefusedReading[]): { status: number; answer: object } {
  const named = refused.slice(0, mostNamed).map(({ index, at, code, message }) => ({ index, ...(at !== undefined && { at }), code, message }))
  return { status: refused.length === 0 ? 202 : accepted > 0 ? 207 : 422, answer: { accepted, refused: named, refusedCount: refused.length } }
}

const problemOf = (status: number, title: string, detail: string) => ({ status, answer: { type: 'about:blank', title, status, detail } })
export const problem = (status: number, title: string, detail: string): Answer => ({ status, body: { type: 'about:blank', title, status, detail } })
