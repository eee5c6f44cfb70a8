import { ChannelListener } from '@/lib/http/channel-listener'
import { system } from '@/lib/system'

const heartbeatMs = 15_000

/** Told what happens to a stream. */
export interface StreamWatch {
  opened(): void
  closed(): void
  /** A frame of an event of that name was written; the oldest change that it shows was heard of so many seconds before, null when nobody told of one. */
  wrote(name: string, toldSeconds: number | null): void
}

interface EventSource {
  /** Name of its events; `message` when not said. */
  name?: string
  channel: string
  /** Which payloads are meant for this stream; an empty payload means "look again". */
  concerns(payload: string): boolean
  /** The next event, or null when the stream is to end: gone, or no longer allowed. */
  next(): Promise<unknown>
  /** After the frame that carries the event was written; `isFirst` of the stream. */
  sent?(event: unknown, isFirst: boolean): void
  /** When the event becomes another one by the clock alone, in ms; null when it does not. */
  changesAt?(event: unknown): number | null
}

const holder = globalThis as typeof globalThis & { millraceListener?: ChannelListener }

const texts = new WeakMap<object, string>()

/** An event that goes to many streams is written once. */
function textOf(event: unknown): string {
  if (typeof event !== 'object' || event === null) return JSON.stringify(event)
  const text = texts.get(event) ?? JSON.stringify(event)
  texts.set(event, text)
  return text
}

/**
 * Server-sent events of one or several sources: what `next` answers at the start, at every notification that concerns the
 * source and at every heartbeat, so that whoever loses the right to look is cut off within 15 s. Notifications that come
 * while one is being answered are answered together.
 */
export function eventStream(source: EventSource | EventSource[], signal: AbortSignal, watch?: StreamWatch): Response {
  const encoder = new TextEncoder()
  const stops: (() => void)[] = []
  const stop = () => stops.splice(0).forEach((one) => one())
  const body = new ReadableStream({
    async start(controller) {
      watch?.opened()
      stops.push(() => watch?.closed())
      stops.push(() => {
        try {
          controller.close()
        } catch {
          // Closed by the browser already.
        }
      })
      signal.addEventListener('abort', stop)
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      await Promise.all([source].flat().map((one) => follow(one, { write, stops, stop, watch })))
    },
    cancel: stop,
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
}

interface Stream {
  write(text: string): void
  stops: (() => void)[]
  stop(): void
  watch: StreamWatch | undefined
}

async function follow(source: EventSource, { write, stops, stop, watch }: Stream): Promise<void> {
  const name = source.name ?? 'message'
  let busy = false
  let again = false
  let heardAt: number | null = null
  let isFirst = true
  let alarmClock: NodeJS.Timeout | undefined
  const push = async () => {
    if (busy) {
      again = true
      return
    }
    busy = true
    do {
      again = false
      const since = heardAt
      heardAt = null
      const event = await source.next().catch(() => undefined)
      if (event === null) return stop()
      if (event === undefined) {
        heardAt ??= since
        continue
      }
      write(`${source.name ? `event: ${source.name}\n` : ''}data: ${textOf(event)}\n\n`)
      watch?.wrote(name, since === null ? null : (performance.now() - since) / 1000)
      source.sent?.(event, isFirst)
      isFirst = false
      clearTimeout(alarmClock)
      const changesAt = source.changesAt?.(event) ?? null
      // A timer may run a moment early; asked too soon, nothing would have changed yet.
      if (changesAt !== null) alarmClock = setTimeout(() => void push().catch(stop), Math.max(0, changesAt - Date.now()) + 5)
    } while (again)
    busy = false
  }
  const listener = (holder.millraceListener ??= new ChannelListener(system().db))
  const unlisten = await listener.listen(source.channel, (payload) => {
    if (payload !== '' && !source.concerns(payload)) return
    heardAt ??= performance.now()
    void push().catch(stop)
  })
  const heartbeat = setInterval(() => void push().catch(stop), heartbeatMs)
  stops.push(() => clearInterval(heartbeat), () => clearTimeout(alarmClock), unlisten)
  await push().catch(stop)
}
