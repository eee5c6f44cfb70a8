import type { EventStream } from '@/lib/adapters/events/port'
import { Reception, type ReceptionOptions } from '@/lib/telemetry/gateway/reception'
import { AlarmWriter } from '@/lib/telemetry/gateway/alarm-writer'
import type { IngestRecord } from '@/lib/telemetry/record'

export interface StreamGatewayOptions extends ReceptionOptions {
  events: EventStream
}

/** Silence is noticed that late. */
const tickMs = 100

/**
 * From a request to the stream; the rules are judged behind it, by as many machines as it takes, and what they decide comes
 * back as alerts. It keeps nothing on its disk: any number of these may run side by side.
 */
export class StreamGateway extends Reception {
  readonly full = null
  readonly #writer: AlarmWriter
  #timer: NodeJS.Timeout | undefined
  #ticking = false

  constructor(protected override readonly options: StreamGatewayOptions) {
    super(options)
    this.#writer = new AlarmWriter(options.db, options.log)
  }

  async open(): Promise<void> {
    const { events, metrics } = this.options
    await this.directory.open()
    // Until it is open every request is answered with 503: the sender comes again.
    void events.open()
    events.onAlerts(
      (changes) => {
        metrics.alarms.inc(changes.filter(({ kind }) => kind === 'raised').length)
        this.#writer.add(changes)
      },
      () => this.#writer.settled(),
    )
    this.#timer = setInterval(() => void this.#tick(), tickMs)
    this.ready = true
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.options.events.close()
    await this.directory.close()
  }

  protected keep(record: IngestRecord): Promise<void> {
    return this.options.events.publish(record)
  }

  protected takeRules(tenantIds: string[]): void {
    for (const id of tenantIds) this.options.events.setRules(id, this.directory.tenant(id)?.rules ?? [], this.now())
  }

  /** One at a time: without the broker they would pile up. */
  async #tick(): Promise<void> {
    if (this.#ticking) return
    this.#ticking = true
    await this.options.events.tick(this.now())
    this.#ticking = false
  }
}
