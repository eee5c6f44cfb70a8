export interface PaceLimits {
  /** Background work at once in each lane: a neighbour that hangs holds up its own lane only. */
  atOnce: number
  /** Who has just been let in loads their first pages: this long the machine is theirs. */
  graceMs: number
  /** Who could not enter after this long waits for a neighbour, not for this machine. */
  entryMs: number
}

/**
 * Who comes first in this process: leases that somebody waits to enter. What only completes a plant (history, files, the
 * notebook server) starts when nobody waits, a few at a time, so that twenty prospects at once all get in before the
 * first of them has everything.
 */
export class Pace {
  /** Until when each counts as waiting. */
  private readonly entering = new Map<string, number>()
  private quietSince = Number.NEGATIVE_INFINITY
  private readonly lanes = new Map<string, { running: number; queue: (() => void)[] }>()

  constructor(
    private readonly limits: PaceLimits = { atOnce: 4, graceMs: 2500, entryMs: 15_000 },
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Somebody has been waiting for `ageMs` to enter this lease. */
  begin(leaseId: string, ageMs: number): void {
    if (ageMs < this.limits.entryMs && !this.entering.has(leaseId)) this.entering.set(leaseId, this.now() + this.limits.entryMs - ageMs)
  }

  /** They can enter, or nobody waits any more. */
  end(leaseId: string): void {
    if (this.entering.delete(leaseId)) this.quietSince = this.now()
  }

  /** Runs `work` when it is quiet and a place in its lane is free. */
  async inBackground<T>(name: string, work: () => Promise<T>): Promise<T> {
    while (!this.isQuiet()) await new Promise((resolve) => setTimeout(resolve, 25))
    const lane = this.lanes.get(name) ?? { running: 0, queue: [] }
    this.lanes.set(name, lane)
    if (lane.running >= this.limits.atOnce) await new Promise<void>((resolve) => lane.queue.push(resolve))
    else lane.running++
    try {
      return await work()
    } finally {
      // The place goes to the next in the queue, or back.
      const next = lane.queue.shift()
      if (next) next()
      else lane.running--
    }
  }

  private isQuiet(): boolean {
    const now = this.now()
    for (const [leaseId, until] of this.entering) if (until <= now) this.entering.delete(leaseId)
    return this.entering.size === 0 && now - this.quietSince >= this.limits.graceMs
  }
}
