/**
 * One look for all who ask for the same at the same moment. A look that has begun may have missed what somebody asks for
 * now: they get the next one, which begins when it has ended and is again one for all.
 */
export class SharedLooks<T> {
  #running = new Map<string, Promise<unknown>>()
  #next = new Map<string, Promise<T>>()

  look(key: string, load: () => Promise<T>): Promise<T> {
    const waiting = this.#next.get(key)
    if (waiting) return waiting
    const begun = (this.#running.get(key) ?? Promise.resolve()).then(() => {
      this.#next.delete(key)
      const look = load()
      const ended = look.then(() => undefined, () => undefined).then(() => {
        if (this.#running.get(key) === ended) this.#running.delete(key)
      })
      this.#running.set(key, ended)
      return look
    })
    this.#next.set(key, begun)
    return begun
  }
}
