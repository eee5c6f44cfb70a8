/** What was loaded stands for `keepMs`; the first caller after that loads anew, and those beside it wait for the same. Null is not kept. */
export function kept<Key, Value>(keepMs: number, now: () => number, load: (key: Key) => Promise<Value | null>): (key: Key) => Promise<Value | null> {
  const entries = new Map<Key, { at: number; value: Promise<Value | null> }>()
  return (key) => {
    const entry = entries.get(key)
    if (entry && now() - entry.at < keepMs) return entry.value
    const value = load(key)
    entries.set(key, { at: now(), value })
    const forget = () => entries.get(key)?.value === value && entries.delete(key)
    value.then((answer) => answer ?? forget(), forget)
    return value
  }
}
