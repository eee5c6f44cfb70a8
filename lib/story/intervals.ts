/** Half-open spans [start, end) of time in ms, ordered and without overlap. */
export interface Span {
  start: number
  end: number
}

/** Joins spans that touch or overlap; the input may be in any order. */
export function joined(spans: Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else result.push({ ...span })
  }
  return result
}

/** What of `spans` lies in the window. */
export const within = (spans: Span[], { start, end }: Span): Span[] =>
  spans.flatMap((span) => {
    const cut = { start: Math.max(span.start, start), end: Math.min(span.end, end) }
    return cut.end > cut.start ? [cut] : []
  })

/** What of `spans` is left when `holes` (ordered, disjoint) are taken out. */
export function without(spans: Span[], holes: Span[]): Span[] {
  const result: Span[] = []
  let h = 0
  for (const span of spans) {
    let { start } = span
    while (h > 0 && holes[h - 1]!.end > start) h--
    while (h < holes.length && holes[h]!.end <= start) h++
    for (let i = h; i < holes.length && holes[i]!.start < span.end; i++) {
      if (holes[i]!.start > start) result.push({ start, end: holes[i]!.start })
      start = Math.max(start, holes[i]!.end)
    }
    if (start < span.end) result.push({ start, end: span.end })
  }
  return result
}
