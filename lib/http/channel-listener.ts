import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '@/lib/db'

type Listener = (payload: string) => void

const pauseMs = 500

/**
 * One PostgreSQL connection per process that LISTENs, shared by all who watch. When it breaks, another is opened as soon as
 * one can be had, and those who were listening are told to look again with an empty payload.
 */
export class ChannelListener {
  #client: Promise<pg.Client> | null = null
  #listeners = new Map<string, Set<Listener>>()

  constructor(private readonly db: Database) {}

  /** Calls `listener` with each payload of the channel until the returned function is called. Waits for a connection as long as there is none. */
  async listen(channel: string, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(channel, listeners)
    const client = await (this.#client ??= this.#connect())
    // One that breaks in this moment is followed by one that listens to every channel.
    await client.query(`LISTEN ${channel}`).catch(() => undefined)
    return () => listeners.delete(listener)
  }

  async #connect(): Promise<pg.Client> {
    for (;;) {
      const client = await this.#open().catch(() => null)
      if (client) return client
      // No process stays for it.
      await wait(pauseMs, undefined, { ref: false })
    }
  }

  async #open(): Promise<pg.Client> {
    const client = await this.db.operatorClient()
    client.on('notification', ({ channel, payload }) => this.#listeners.get(channel)?.forEach((listener) => listener(payload ?? '')))
    // It ends after it.
    client.on('error', () => undefined)
    for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${channel}`)
    client.once('end', () => this.#reconnect())
    return client
  }

  #reconnect(): void {
    const client = this.#connect()
    this.#client = client
    void client.then(() => this.#listeners.forEach((listeners) => listeners.forEach((listener) => listener(''))))
  }
}
