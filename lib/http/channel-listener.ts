import type pg from 'pg'
import type { Database } from '@/lib/db'

type Listener = (payload: string) => void

/**
 * One PostgreSQL connection per process that LISTENs, shared by all who watch. When it breaks, the next one who
 * listens opens another, and those who were listening are told to look again with an empty payload.
 */
export class ChannelListener {
  #client: Promise<pg.Client> | null = null
  #listeners = new Map<string, Set<Listener>>()

  constructor(private readonly db: Database) {}

  /** Calls `listener` with each payload of the channel until the returned function is called. */
  async listen(channel: string, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(channel, listeners)
    const client = await (this.#client ??= this.#connect())
    await client.query(`LISTEN ${channel}`)
    return () => listeners.delete(listener)
  }

  async #connect(): Promise<pg.Client> {
    const client = await this.db.operatorClient()
    client.on('notification', ({ channel, payload }) => this.#listeners.get(channel)?.forEach((listener) => listener(payload ?? '')))
    client.on('error', () => this.#reconnect())
    client.on('end', () => this.#reconnect())
    return client
  }

  #reconnect() {
    if (!this.#client) return
    this.#client = null
    const again = this.#connect()
    again.then(
      async (client) => {
        this.#client = again
        for (const [channel, listeners] of this.#listeners) {
          await client.query(`LISTEN ${channel}`)
          listeners.forEach((listener) => listener(''))
        }
      },
      () => undefined,
    )
  }
}
