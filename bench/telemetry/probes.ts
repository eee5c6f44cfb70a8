import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { AlarmsView } from '@/lib/alarm/load-alarms'
import type { System } from '@/lib/system'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import type { Sender } from './facility'

const probes = 40
const limit = 100

/** Signals with a limit each, whose alarms are timed from the request that raises them to the frame that shows them. */
export class AlarmProbes {
  #waiting = new Map<string, number>()
  #times: number[] = []
  #next = 0

  private constructor(private readonly url: string, private readonly sender: Sender) {}

  static async found(system: System, url: string, sender: Sender): Promise<AlarmProbes> {
    const { tenantId } = sender
    await system.db.asOperator(async (tx) => {
      for (let i = 0; i < probes; i++) {
        await tx.signal.create({ data: { tenantId, id: `probe-${i}`, nodeId: 'site', name: `Probe ${i}`, unit: 'bar', decimals: 1, expectedIntervalSeconds: 60, quantity: 'pressure' } })
        await tx.alarmRule.create({ data: { tenantId, id: `probe-${i}`, name: `Probe ${i} high`, signalId: `probe-${i}`, kind: 'threshold', settings: { direction: 'high', limit, deadband: 0 }, priority: 1, updatedAt: new Date(), updatedBy: 'bench' } })
      }
    })
    // The gateway hears of new signals within a moment.
    const made = new AlarmProbes(url, sender)
    for (let tries = 0; (await made.#send('probe-0', 1, Date.now())) !== 202; tries++) {
      if (tries > 200) throw new Error('the gateway does not know the probes')
      await wait(50)
    }
    return made
  }

  /** To be told of every frame that a viewer gets. */
  saw(view: AlarmsView): void {
    const now = performance.now()
    for (const { ruleId, raisedAt } of view.open) {
      const key = `${ruleId} ${Date.parse(raisedAt)}`
      const sentAt = this.#waiting.get(key)
      if (sentAt === undefined) continue
      this.#waiting.delete(key)
      this.#times.push(now - sentAt)
    }
  }

  /** So many alarms a second, each raised and returned; ms from before the request until the frame was there. One that has not come `patienceMs` after the last is infinite. */
  async run(perSecond: number, seconds: number, patienceMs = 5000): Promise<number[]> {
    this.#times = []
    const began = performance.now()
    const sending: Promise<unknown>[] = []
    for (let i = 0; i < perSecond * seconds; i++) {
      await wait(Math.max(0, began + (i * 1000) / perSecond - performance.now()))
      sending.push(this.raise())
    }
    await Promise.all(sending)
    for (const until = Date.now() + patienceMs; this.#waiting.size > 0 && Date.now() < until; ) await wait(100)
    const missing = Array<number>(this.#waiting.size).fill(Infinity)
    this.#waiting.clear()
    return [...this.#times, ...missing]
  }

  async raise(): Promise<void> {
    const signal = `probe-${this.#next++ % probes}`
    const t = Date.now()
    this.#waiting.set(`${signal} ${t}`, performance.now())
    const status = await this.#send(signal, 150, t)
    if (status !== 202) throw new Error(`a probe was answered ${status}`)
    await this.#send(signal, 50, t + 1)
  }

  /** From now until an alarm is shown, whatever is refused meanwhile; ms. */
  async untilShown(): Promise<number> {
    this.#times = []
    const began = performance.now()
    while (this.#times.length === 0 && performance.now() - began < 30_000) {
      const key = `probe-${this.#next++ % probes}`
      const t = Date.now()
      this.#waiting.set(`${key} ${t}`, began)
      void this.#send(key, 150, t).then(() => this.#send(key, 50, t + 1)).catch(() => undefined)
      await wait(25)
    }
    this.#waiting.clear()
    return this.#times[0] ?? Infinity
  }

  async #send(signal: string, v: number, t: number): Promise<number> {
    const { sourceId, secret } = this.sender
    const body = Buffer.from(JSON.stringify({ signal, t, v }))
    const [id, seconds] = [randomUUID(), Math.floor(Date.now() / 1000)]
    const headers = { 'millrace-source': sourceId, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signWebhook(secret, id, seconds, body) }
    const response = await fetch(`${this.url}/v1/readings`, { method: 'POST', body, headers, signal: AbortSignal.timeout(30_000) })
    await response.arrayBuffer()
    return response.status
  }
}
