import { setTimeout as wait } from 'node:timers/promises'
import type { Progress } from './progress'

interface Part {
  name: string
  stop: () => Promise<unknown>
  kill?: () => unknown
}

// Worker, web, notebooks and database in this order, whatever the order of starting; a part unknown here comes first.
const order = ['worker', 'web', 'notebooks', 'PostgreSQL', 'lock']
const deadlineMs = 35_000
/** One Ctrl-C reaches the whole terminal group and is passed on by npm as well: that is one wish, not two. */
const sameWishMs = 1500

/** Ends the installation in order on the first signal, at once on the second. */
export class Shutdown {
  private readonly parts: Part[] = []
  private readonly controller = new AbortController()
  private askedAt = 0

  constructor(private readonly progress: Progress) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.asked())
  }

  /** Aborted as soon as somebody wants an end: what is running to prepare the start gives up. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  add(name: string, stop: Part['stop'], kill?: Part['kill']): void {
    this.parts.push({ name, stop, kill })
  }

  async run(code: number): Promise<never> {
    this.controller.abort()
    const sorted = this.parts.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    for (const { name, stop, kill } of sorted) {
      const stopped = stop().then(() => true)
      stopped.catch(() => undefined)
      const ended = await Promise.race([stopped, wait(deadlineMs, false)]).catch((error: unknown) => {
        this.progress.line(`! ${name}: ${String(error)}`)
        return true
      })
      if (!ended) kill?.()
      if (name !== 'lock') this.progress.line(`${ended ? '✓' : '!'} ${name} stopped`)
    }
    process.exit(code)
  }

  private asked(): void {
    const now = Date.now()
    if (this.askedAt === 0) {
      this.askedAt = now
      this.progress.line('stopping; again to stop at once')
      void this.run(0)
    } else if (now - this.askedAt > sameWishMs) {
      for (const { kill } of this.parts) kill?.()
      process.exit(130)
    }
  }
}
