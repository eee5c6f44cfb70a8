/** What was found out under a name and holds for a time; of more than `most` the one written first goes first. */
export class Remembered<T> {
  private readonly held = new Map<string, { until: number; value: T }>()

  constructor(private readonly most = 500) {}

  /** Times in milliseconds of the same clock. Undefined: never known, or not any more. */
  get(key: string, now: number): T | undefined {
    const known = this.held.get(key)
    return known && known.until > now ? known.value : undefined
  }

  set(key: string, value: T, now: number, until: number): void {
    this.held.delete(key)
    this.held.set(key, { until, value })
    // A Map keeps the order of writing. Nothing stays in memory long past its time: whose it was may be gone.
    for (const [old, one] of this.held) {
      if (one.until > now && this.held.size <= this.most) break
      this.held.delete(old)
    }
  }
}
