/** [from, to) in milliseconds since the epoch. A set of intervals is sorted and free of overlaps. */
export interface Interval {
  from: number
  to: number
}

/** Sorted, merged, without empty ones. */
export function union(intervals: Interval[]): Interval[] {
  const sorted = intervals.filter((i) => i.to > i.from).sort((a, b) => a.from - b.from)
  const merged: Interval[] = []
  for (const next of sorted) {
    const last = merged.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else merged.push({ ...next })
  }
  return merged
}

/** What is in both sets. */
export function intersect(a: Interval[], b: Interval[]): Interval[] {
  const common: Interval[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i]!.from, b[j]!.from)
    const to = Math.min(a[i]!.to, b[j]!.to)
    if (to > from) common.push({ from, to })
    if (a[i]!.to < b[j]!.to) i++
    else j++
  }
  return common
}

/** What is in `a` and not in `b`. */
export function subtract(a: Interval[], b: Interval[]): Interval[] {
  const left: Interval[] = []
  let first = 0
  for (const whole of a) {
    let from = whole.from
    // Cuts that end before this one begins are behind all that follow.
    while (first < b.length && b[first]!.to <= whole.from) first++
    for (let j = first; j < b.length && b[j]!.from < whole.to; j++) {
      const cut = b[j]!
      if (cut.from > from) left.push({ from, to: cut.from })
      from = Math.max(from, cut.to)
    }
    if (from < whole.to) left.push({ from, to: whole.to })
  }
  return left
}

export const minutesOf = (set: Interval[]): number => set.reduce((sum, i) => sum + (i.to - i.from), 0) / 60_000
