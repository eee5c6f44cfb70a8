import type { Database } from '@/lib/db'

export interface Answer {
  status: number
  body: object
}

interface Entry {
  sha256: string
  at: number
  answer: Promise<Answer>
}

const deadlineMs = 500
const mostKept = 200_000

/**
 * Webhooks that were taken, so that a repeat is answered as the first time. In memory the recent ones, in the database
 * those that are stored. While the database cannot be asked a repeat is taken again: readings themselves are stored once.
 */
export class Deliveries {
  #recent = new Map<string, Entry>()

  constructor(private readonly db: Database, private readonly now: () => number) {}

  /** The first answer to this id; `conflict` when its body was another one; null when it is new. */
  async find(tenantId: string, id: string, sha256: string): Promise<Answer | 'conflict' | null> {
    const entry = this.#recent.get(`${tenantId}\n${id}`)
    if (entry) return entry.sha256 === sha256 ? entry.answer : 'conflict'
    const stored = await this.#stored(tenantId, id)
    if (!stored) return null
    return stored.sha256 === sha256 ? { status: stored.status, body: stored.answer } : 'conflict'
  }

  /** Whether it came meanwhile, while the database was asked. */
  has = (tenantId: string, id: string): boolean => this.#recent.has(`${tenantId}\n${id}`)

  /** Remembers the answer; one that is never given (not durable) is forgotten. */
  remember(tenantId: string, id: string, sha256: string, answer: Promise<Answer>): void {
    const key = `${tenantId}\n${id}`
    this.#recent.set(key, { sha256, at: this.now(), answer })
    answer.catch(() => this.#recent.delete(key))
    if (this.#recent.size > mostKept) this.#recent.delete(this.#recent.keys().next().value!)
  }

  async #stored(tenantId: string, id: string) {
    const question = this.db.operatorPool.query<{ sha256: string; status: number; answer: object }>('SELECT sha256, status, answer FROM webhook_delivery WHERE tenant_id = $1 AND id = $2', [tenantId, id])
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, deadlineMs, undefined).unref())
    return Promise.race([question.then(({ rows }) => rows[0], () => undefined), late])
  }
}
