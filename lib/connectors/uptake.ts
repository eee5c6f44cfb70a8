import type { Logger } from 'pino'
import type { ConnectorMetrics } from '@/lib/connectors/metrics'
import type { Outbox } from '@/lib/connectors/outbox'
import { type Columns, columnsOf, type Reading } from '@/lib/connectors/reading'
import { sayOnce } from '@/lib/connectors/say-once'

export type EventBody = Record<string, unknown>

/** Where one connection hands in what it has. */
export class Uptake {
  readonly #once = sayOnce()
  connected = false

  constructor(
    readonly connection: string,
    private readonly outboxes: { readings: Outbox<Columns>; events: Outbox<EventBody> },
    private readonly metrics: ConnectorMetrics,
    readonly log: Logger,
  ) {
    this.stands(false)
  }

  /** Resolves when they are durable. `patient`: the sender keeps them until then. */
  async readings(readings: Reading[], patient: boolean): Promise<void> {
    if (await this.outboxes.readings.keep(readings.map(columnsOf), patient)) this.metrics.readings.inc({ connection: this.connection }, readings.length)
  }

  async columns(columns: Columns[], patient: boolean): Promise<void> {
    const count = columns.reduce((sum, { t }) => sum + t.length, 0)
    if (await this.outboxes.readings.keep(columns, patient)) this.metrics.readings.inc({ connection: this.connection }, count)
  }

  async events(events: EventBody[], patient: boolean): Promise<void> {
    if (await this.outboxes.events.keep(events, patient)) this.metrics.events.inc({ connection: this.connection }, events.length)
  }

  /** Something that is no reading: always counted, logged the first time per reason and place. */
  untaken(reason: string, of: string, detail?: string): void {
    this.metrics.untaken.inc({ connection: this.connection, reason })
    if (this.#once(reason, of)) this.log.warn({ connection: this.connection, of, ...(detail !== undefined && { detail }) }, `not taken: ${reason}`)
  }

  uncertain(): void {
    this.metrics.uncertain.inc({ connection: this.connection })
  }

  rebirth(node: string, reason: string): void {
    this.metrics.rebirths.inc({ connection: this.connection, reason })
    this.log.info({ connection: this.connection, node, reason }, 'asked for a rebirth')
  }

  stands(connected: boolean): void {
    if (connected !== this.connected) this.log.info({ connection: this.connection }, connected ? 'connected' : 'connection lost')
    this.connected = connected
    this.metrics.connected.set({ connection: this.connection }, connected ? 1 : 0)
  }
}
