import { count } from '@/lib/metering/count'
import type { System } from '@/lib/system'

const flushAfterMs = 2000

/**
 * Counts one question that a tenant's data answered: trends, figures, exports. Gathered for two seconds, so that reading
 * does not wait for writing; what a killed process gathered is lost to us and not to the customer.
 */
export class QueryCounter {
  #gathered = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly system: Pick<System, 'db' | 'clock' | 'log'>) {}

  add(tenantId: string): void {
    this.#gathered.set(tenantId, (this.#gathered.get(tenantId) ?? 0) + 1)
    this.#timer ??= setTimeout(() => void this.flush(), flushAfterMs).unref()
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const counts = this.#gathered
    this.#gathered = new Map()
    await count(this.system.db.operatorPool, 'queries', counts, this.system.clock.now()).catch((error: unknown) => this.system.log.warn({ err: error }, 'queries were not metered'))
  }
}

const holder = globalThis as typeof globalThis & { millraceQueries?: QueryCounter }

/** Of this process. */
export const countQuery = (system: System, tenantId: string): void => (holder.millraceQueries ??= new QueryCounter(system)).add(tenantId)
