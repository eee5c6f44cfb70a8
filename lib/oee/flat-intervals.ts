/**
 * A set of intervals as pairs [from, to, from, to, …] in milliseconds, ascending and free of overlaps: what
 * `lib/oee/intervals` does with objects, for years of events at once.
 */
export type FlatSet = Float64Array

/** Sorted and merged, without empty ones. `pairs` may be in any order. */
export function flatUnion(pairs: Float64Array): FlatSet {
  const sorted = isAscending(pairs) ? pairs : ascending(pairs)
  const out = new Float64Array(sorted.length)
  let n = 0
  for (let i = 0; i < sorted.length; i += 2) {
    const from = sorted[i]!
    const to = sorted[i + 1]!
    if (to <= from) continue
    if (n > 0 && from <= out[n - 1]!) {
      if (to > out[n - 1]!) out[n - 1] = to
    } else {
      out[n++] = from
      out[n++] = to
    }
  }
  return out.subarray(0, n)
}

function isAscending(pairs: Float64Array): boolean {
  for (let i = 2; i < pairs.length; i += 2) if (pairs[i]! < pairs[i - 2]!) return false
  return true
}

function ascending(pairs: Float64Array): Float64Array {
  const order = Uint32Array.from({ length: pairs.length / 2 }, (_, i) => i).sort((a, b) => pairs[2 * a]! - pairs[2 * b]!)
  const out = new Float64Array(pairs.length)
  order.forEach((from, to) => {
    out[2 * to] = pairs[2 * from]!
    out[2 * to + 1] = pairs[2 * from + 1]!
  })
  return out
}

/** What is in either. */
export function flatMerge(a: FlatSet, b: FlatSet): FlatSet {
  const pairs = new Float64Array(a.length + b.length)
  for (let i = 0, j = 0, n = 0; n < pairs.length; n += 2) {
    const fromA = j >= b.length || (i < a.length && a[i]! <= b[j]!)
    const set = fromA ? a : b
    const at = fromA ? i : j
    pairs[n] = set[at]!
    pairs[n + 1] = set[at + 1]!
    if (fromA) i += 2
    else j += 2
  }
  return flatUnion(pairs)
}

/** What is in both. */
export function flatIntersect(a: FlatSet, b: FlatSet): FlatSet {
  const out = new Float64Array(a.length + b.length)
  let n = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i]!, b[j]!)
    const to = Math.min(a[i + 1]!, b[j + 1]!)
    if (to > from) {
      out[n++] = from
      out[n++] = to
    }
    if (a[i + 1]! < b[j + 1]!) i += 2
    else j += 2
  }
  return out.subarray(0, n)
}

/** What is in `a` and not in `b`. */
export function flatSubtract(a: FlatSet, b: FlatSet): FlatSet {
  const out = new Float64Array(a.length + b.length)
  let n = 0
  for (let i = 0, first = 0; i < a.length; i += 2) {
    let from = a[i]!
    const to = a[i + 1]!
    while (first < b.length && b[first + 1]! <= from) first += 2
    for (let j = first; j < b.length && b[j]! < to; j += 2) {
      if (b[j]! > from) {
        out[n++] = from
        out[n++] = b[j]!
      }
      if (b[j + 1]! > from) from = b[j + 1]!
    }
    if (from < to) {
      out[n++] = from
      out[n++] = to
    }
  }
  return out.subarray(0, n)
}

/** Minutes of the set in each of the windows (pairs, ascending, free of overlaps). */
export function minutesIn(set: FlatSet, windows: FlatSet): Float64Array {
  const minutes = new Float64Array(windows.length / 2)
  for (let i = 0, w = 0; i < set.length && w < windows.length; ) {
    const overlap = Math.min(set[i + 1]!, windows[w + 1]!) - Math.max(set[i]!, windows[w]!)
    if (overlap > 0) minutes[w / 2]! += overlap
    if (set[i + 1]! < windows[w + 1]!) i += 2
    else w += 2
  }
  for (let w = 0; w < minutes.length; w++) minutes[w]! /= 60_000
  return minutes
}
