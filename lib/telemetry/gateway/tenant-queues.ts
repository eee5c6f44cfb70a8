export interface QueueLimits {
  /** Bytes of bodies that may be held for one tenant, and for all. */
  tenantBytes: number
  totalBytes: number
}

/**
 * Work of many tenants in turn: one piece of each after the other, however many one of them has waiting. Between two
 * pieces the event loop runs, so that answers and alarms go out.
 */
export class TenantQueues {
  #held = new Map<string, number>()
  #total = 0
  #waiting = new Map<string, (() => void)[]>()
  #turning = false

  constructor(private readonly limits: QueueLimits) {}

  get heldBytes(): number {
    return this.#total
  }

  /** False when the tenant or the gateway holds as much as it may; then nothing was reserved. */
  reserve(tenantId: string, bytes: number): boolean {
    const held = this.#held.get(tenantId) ?? 0
    if (held + bytes > this.limits.tenantBytes || this.#total + bytes > this.limits.totalBytes) return false
    this.#held.set(tenantId, held + bytes)
    this.#total += bytes
    return true
  }

  release(tenantId: string, bytes: number): void {
    const held = (this.#held.get(tenantId) ?? 0) - bytes
    if (held > 0) this.#held.set(tenantId, held)
    else this.#held.delete(tenantId)
    this.#total -= bytes
  }

  /** Does the work in the tenant's turn. */
  inTurn<T>(tenantId: string, work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const piece = () => {
        try {
          resolve(work())
        } catch (error) {
          reject(error as Error)
        }
      }
      const waiting = this.#waiting.get(tenantId)
      if (waiting) waiting.push(piece)
      else this.#waiting.set(tenantId, [piece])
      if (!this.#turning) {
        this.#turning = true
        setImmediate(() => this.#turn())
      }
    })
  }

  #turn(): void {
    for (const [tenantId, waiting] of [...this.#waiting]) {
      waiting.shift()!()
      if (waiting.length === 0) this.#waiting.delete(tenantId)
    }
    this.#turning = this.#waiting.size > 0
    if (this.#turning) setImmediate(() => this.#turn())
  }
}
