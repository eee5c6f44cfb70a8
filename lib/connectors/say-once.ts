const mostKept = 10_000

/** True the first time a thing is said. What repeats a thousand times a second is counted, not logged. */
export function sayOnce(): (...what: string[]) => boolean {
  const said = new Set<string>()
  return (...what) => {
    const key = what.join('\n')
    if (said.has(key)) return false
    if (said.size >= mostKept) said.clear()
    said.add(key)
    return true
  }
}
