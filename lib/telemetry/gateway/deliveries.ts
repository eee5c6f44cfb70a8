import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '@/lib/db'

export interface Answer {
  status: number
  body: object
}

interface Entry {
  sha256: string
  answer: Promise<Answer>
  /** How many readings its answer names. */
  named: number
}

interface Stored {
  sha256: string
  status: number
  answer: object
}

interface Question {
  tenantId: string
  id: string
  answered(stored: Stored | undefined): void
}

const deadlineMs = 500
const mostKept = 200_000
/** A plant whose clock is wrong is told so of every reading: a hundred bytes each, for as many requests as are kept. */
const mostNamed = 500_000

/**
 * Webhooks that were taken, so that a repeat is answered as the first time. In memory the recent ones, in the database
 * those that are stored. While the database cannot be asked a repeat is taken again: readings themselves are stored once.
 */
export class Deliveries {
  #recent = new Map<string, Entry>()
  #named = 0
  #questions: Question[] = []
  #asking = false

  constructor(private readonly db: Database) {}

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
    const entry: Entry = { sha256, answer, named: 0 }
    this.#recent.set(key, entry)
    answer.then(
      ({ body }) => {
        if (this.#recent.get(key) === entry) this.#named += entry.named = namedIn(body)
        this.#forgetOldest()
      },
      () => this.#recent.delete(key),
    )
    this.#forgetOldest()
  }

  #forgetOldest(): void {
    for (const [key, { named }] of this.#recent) {
      if (this.#recent.size <= mostKept && this.#named <= mostNamed) return
      this.#recent.delete(key)
      this.#named -= named
    }
  }

  /** Questions that come while one is under way are asked together: the database sees one at a time, however many come. */
  #stored(tenantId: string, id: string): Promise<Stored | undefined> {
    return new Promise((answered) => {
      this.#questions.push({ tenantId, id, answered })
      if (!this.#asking) void this.#ask()
    })
  }

  async #ask(): Promise<void> {
    this.#asking = true
    while (this.#questions.length > 0) {
      const batch = this.#questions.splice(0)
      const rows = await Promise.race([this.#find(batch).catch(() => []), wait(deadlineMs, [], { ref: false })])
      const byId = new Map(rows.map((row) => [`${row.tenant}\n${row.id}`, row]))
      for (const { tenantId, id, answered } of batch) answered(byId.get(`${tenantId}\n${id}`))
    }
    this.#asking = false
  }

  async #find(batch: Question[]): Promise<(Stored & { tenant: string; id: string })[]> {
    const { rows } = await this.db.operatorPool.query<Stored & { tenant: string; id: string }>({
      name: 'deliveries',
      text: 'SELECT tenant_id AS tenant, id, sha256, status, answer FROM webhook_delivery JOIN unnest($1::text[], $2::text[]) AS q(t, i) ON tenant_id = t AND id = i',
      values: [batch.map(({ tenantId }) => tenantId), batch.map(({ id }) => id)],
    })
    return rows
  }
}

const namedIn = (body: object): number => ('refused' in body && Array.isArray(body.refused) ? body.refused.length : 0)
