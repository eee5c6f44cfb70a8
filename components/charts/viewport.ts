/** The stretch of time that a plot shows, in ms, and how it moves. Pure. */
export type Viewport = { from: number; to: number }

export type ViewportLimits = { now: number; shortestMs: number; longestMs: number }

export const lengthOf = ({ from, to }: Viewport): number => to - from

/** Not shorter, longer or later than it may be; what is cut off at one end is given back at the other. */
export function within({ from, to }: Viewport, { now, shortestMs, longestMs }: ViewportLimits): Viewport {
  const length = Math.round(Math.min(Math.max(to - from, shortestMs), longestMs))
  const centre = (from + to) / 2
  const end = Math.round(Math.min(centre + length / 2, now))
  return { from: end - length, to: end }
}

/** `factor` below 1 shows less; the moment `around` keeps its place. */
export function zoomed({ from, to }: Viewport, factor: number, around: number, limits: ViewportLimits): Viewport {
  const length = Math.min(Math.max((to - from) * factor, limits.shortestMs), limits.longestMs)
  const share = (around - from) / (to - from)
  const start = around - share * length
  return within({ from: start, to: start + length }, limits)
}

/** `ratio` of the length, later when positive. */
export const panned = ({ from, to }: Viewport, ratio: number, limits: ViewportLimits): Viewport => {
  const by = ratio * (to - from)
  return within({ from: from + by, to: to + by }, limits)
}

/** Two fingers: the moments under them when they came down are under them still. */
export function pinched(before: [number, number], ratios: [number, number], limits: ViewportLimits): Viewport {
  const spread = ratios[1] - ratios[0]
  if (Math.abs(spread) < 0.02) return within({ from: Math.min(...before), to: Math.max(...before) }, limits)
  const length = Math.abs((before[1] - before[0]) / spread)
  const from = before[0] - ratios[0] * length
  return within({ from, to: from + length }, limits)
}
