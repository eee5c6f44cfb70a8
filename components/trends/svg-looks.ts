/** Looks of what a plot draws, as attributes: a picture of the plot takes attributes along and leaves style sheets behind. */
export const looks = {
  tick: { fontSize: 11, fill: 'var(--ink-3)' },
  label: { fontSize: 12 },
  halo: { paintOrder: 'stroke', stroke: 'var(--surface)', strokeWidth: 5, strokeLinejoin: 'round' },
  grid: { stroke: 'var(--line)' },
  axis: { stroke: 'var(--line-strong)' },
  day: { stroke: 'var(--ink-3)', strokeDasharray: '2 3', opacity: 0.5 },
  line: { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, strokeLinejoin: 'round', strokeLinecap: 'round' },
  gap: { fill: 'none', stroke: 'var(--line-strong)', strokeDasharray: '2 3' },
  limit: { stroke: 'var(--ink)', strokeDasharray: '7 3', opacity: 0.7 },
  selection: { fill: 'var(--accent)', fillOpacity: 0.14, stroke: 'var(--accent)', strokeOpacity: 0.6 },
  crosshair: { stroke: 'var(--ink)' },
} as const
