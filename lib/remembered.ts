/** What was found out by a text and holds for a time, 500 of each at most: the one written first goes first. */
export class Remembered<T> {
  private readonly held = new Map<string, { until: number; value: T }>()

  /** Times in milliseconds of the same clock. Undefined: never known, or not any more. */
  get(key: string, now: number): T | undefined {
    const known = this.held.get(key)
    return known && known.until > now ? known.value : undefined
  }

  set(key: string, value: T, until: number): void {
    if (this.held.size >= 500) this.held.delete(this.held.keys().next().value!)
    this.held.set(key, { until, value })
  }
}
