import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { intervalMs, type Sender, signalsPerSender, valueAt } from './facility'

/** How readings are written: `columns` and `array` are the gateway's own forms, `lines` is QuestDB's line protocol. */
export type Form = 'columns' | 'array' | 'lines'

export interface Stream {
  form: Form
  path: string
  senders: Sender[]
  /** Of the first reading, epoch ms. */
  startAt: number
  seconds: number
  /** Times the usual ten readings a second of each signal. */
  speed: number
  /** Every sender sends once in so long. */
  everyMs: number
}

export interface Prepared {
  /** Head and body, as they go over the wire. */
  bytes: Buffer
  /** When it is to be sent, ms after the start. */
  dueMs: number
  readings: number
}

/** Everything that will be sent, built and signed beforehand: while it is sent, sending is all that the load costs. Senders take turns evenly. */
export function prepare(stream: Stream): Prepared[] {
  const { senders, seconds, everyMs, speed } = stream
  const rounds = Math.round((seconds * 1000) / everyMs)
  const perSignal = Math.round(everyMs / intervalMs(speed))
  const all: Prepared[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [i, sender] of senders.entries()) {
      const body = bodyOf(stream, sender, (i % 39) * signalsPerSender, round * perSignal, perSignal)
      all.push({ bytes: request(stream, sender, body, `${round}-${i}-${stream.startAt}`), dueMs: (round + i / senders.length) * everyMs, readings: perSignal * sender.signals.length })
    }
  }
  return all
}

function bodyOf({ form, startAt, speed }: Stream, { tenantId, signals }: Sender, firstSignal: number, firstStep: number, count: number): Buffer {
  const times = Array.from({ length: count }, (_, i) => startAt + (firstStep + i) * intervalMs(speed))
  const values = (signal: number) => times.map((_, i) => valueAt(firstSignal + signal, firstStep + i))
  if (form === 'columns') return Buffer.from(JSON.stringify(signals.map((signal, s) => ({ signal, t: times, v: values(s) }))))
  const single = signals.flatMap((signal, s) => values(s).map((v, i) => ({ signal, t: times[i]!, v })))
  if (form === 'array') return Buffer.from(JSON.stringify(single))
  return Buffer.from(single.map(({ signal, t, v }) => `readings,tenant=${tenantId},signal=${signal} v=${v} ${t}\n`).join(''))
}

function request({ form, path }: Stream, { sourceId, secret }: Sender, body: Buffer, id: string): Buffer {
  const seconds = Math.floor(Date.now() / 1000)
  const signed = form === 'lines' ? '' : `millrace-source: ${sourceId}\r\nwebhook-id: ${id}\r\nwebhook-timestamp: ${seconds}\r\nwebhook-signature: ${signWebhook(secret, id, seconds, body)}\r\n`
  const type = form === 'lines' ? 'text/plain' : 'application/json'
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${type}\r\n${signed}content-length: ${body.length}\r\n\r\n`), body])
}
