/**
 * A stretch of what the clock on the wall shows, in milliseconds as if it were UTC. `once`: each time is one moment, which is
 * local − offset. `missing`: the clock was put forward over it. `twice`: it was put back and shows it with `offset` first and with
 * `later` afterwards.
 */
export interface LocalSpan {
  from: number
  kind: 'once' | 'missing' | 'twice'
  offsetMs: number
  laterMs: number
}

const dayMs = 86_400_000

/** Minus infinity for every purpose here, and still a whole number of 64 bits. */
const always = Date.UTC(1, 0, 1)

/**
 * What the wall clock of `timeZone` means, for every local time; ascending, each span to the next. Changes between the two
 * moments are known; before and after, the offset is that of the ends. @throws RangeError when there is no such zone.
 */
export function localSpans(timeZone: string, from: number, to: number): LocalSpan[] {
  const offsetAt = offsetsOf(timeZone)
  const first = offsetAt(from)
  const spans: LocalSpan[] = [{ from: always, kind: 'once', offsetMs: first, laterMs: first }]
  let before = first
  for (let day = from; day < to; day += dayMs) {
    const after = offsetAt(day + dayMs)
    if (after === before) continue
    const at = changeBetween(day, day + dayMs, offsetAt)
    const [low, high] = [at + Math.min(before, after), at + Math.max(before, after)]
    spans.push(after > before ? { from: low, kind: 'missing', offsetMs: before, laterMs: after } : { from: low, kind: 'twice', offsetMs: before, laterMs: after })
    spans.push({ from: high, kind: 'once', offsetMs: after, laterMs: after })
    before = after
  }
  return spans
}

/** The first millisecond with the new offset; one change lies between. */
function changeBetween(from: number, to: number, offsetAt: (ms: number) => number): number {
  const before = offsetAt(from)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle) === before) low = middle
    else high = middle
  }
  return high
}

/** Local minus UTC, in milliseconds, to the second. */
function offsetsOf(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  return (ms) => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - Math.floor(ms / 1000) * 1000
  }
}
