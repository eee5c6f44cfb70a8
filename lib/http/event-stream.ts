import { ChannelListener } from '@/lib/http/channel-listener'
import { system } from '@/lib/system'

const heartbeatMs = 15_000

interface EventSource {
  channel: string
  /** Which payloads are meant for this stream; an empty payload means "look again". */
  concerns(payload: string): boolean
  /** The next event, or null when the stream is to end: gone, or no longer allowed. */
  next(): Promise<unknown>
}

const holder = globalThis as typeof globalThis & { millraceListener?: ChannelListener }

/**
 * Server-sent events: what `next` answers at the start, at every notification that concerns the stream and at every
 * heartbeat, so that whoever loses the right to look is cut off within 15 s. Notifications that come while one is being
 * answered are answered together.
 */
export function eventStream(source: EventSource, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  let stop = () => undefined as void
  const body = new ReadableStream({
    async start(controller) {
      let busy = false
      let again = false
      const push = async () => {
        if (busy) {
          again = true
          return
        }
        busy = true
        do {
          again = false
          const event = await source.next().catch(() => undefined)
          if (event === null) return stop()
          if (event !== undefined) controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`))
        } while (again)
        busy = false
      }
      const listener = (holder.millraceListener ??= new ChannelListener(system().db))
      const unlisten = await listener.listen(source.channel, (payload) => {
        if (payload === '' || source.concerns(payload)) void push().catch(() => stop())
      })
      const heartbeat = setInterval(() => void push().catch(() => stop()), heartbeatMs)
      stop = () => {
        clearInterval(heartbeat)
        unlisten()
        try {
          controller.close()
        } catch {
          // Closed by the browser already.
        }
      }
      signal.addEventListener('abort', () => stop())
      await push().catch(() => stop())
    },
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
}
