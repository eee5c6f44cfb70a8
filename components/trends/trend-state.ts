import { longestWindowMs, mostSignals } from '@/lib/telemetry/trend/wanted-signals'

/** What a trend shows, as it stands in the address: whoever opens the address sees the same. Pure. */

export const overlays = ['alarms', 'batches', 'stops', 'notes', 'limits'] as const
export type Overlay = (typeof overlays)[number]
const usualOverlays: Overlay[] = ['alarms', 'batches', 'notes', 'limits']

export interface TrendState {
  signals: string[]
  /** The last so many seconds, following now, or a stretch that stays. */
  window: { lastSeconds: number } | { from: number; to: number }
  lanes: 'unit' | 'signal'
  overlays: Overlay[]
}

const usualSeconds = 8 * 3600
const unitSeconds = { s: 1, min: 60, h: 3600, d: 86_400 } as const

/** Whatever the address says; what it does not say, or says wrongly, is as usual. */
export function parseTrendState(query: URLSearchParams): TrendState {
  const list = (name: string) => (query.get(name) ?? '').split(',').filter(Boolean)
  const shown = query.has('with') ? overlays.filter((one) => list('with').includes(one)) : usualOverlays
  return { signals: [...new Set(list('s'))].slice(0, mostSignals), window: parseWindow(query), lanes: query.get('lanes') === 'signal' ? 'signal' : 'unit', overlays: shown }
}

function parseWindow(query: URLSearchParams): TrendState['window'] {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')]
  if (to > from && to - from <= longestWindowMs) return { from, to }
  const [, count, unit] = query.get('last')?.match(/^(\d{1,9})(s|min|h|d)$/) ?? []
  const lastSeconds = Number(count) * unitSeconds[unit as keyof typeof unitSeconds]
  return { lastSeconds: lastSeconds > 0 && lastSeconds * 1000 <= longestWindowMs ? lastSeconds : usualSeconds }
}

/** The query of the address, without a question mark; commas stay readable. */
export function formatTrendState({ signals, window, lanes, overlays: shown }: TrendState): string {
  const query = new URLSearchParams()
  if (signals.length > 0) query.set('s', signals.join(','))
  if ('lastSeconds' in window) query.set('last', formatLast(window.lastSeconds))
  else {
    query.set('from', new Date(window.from).toISOString())
    query.set('to', new Date(window.to).toISOString())
  }
  if (lanes === 'signal') query.set('lanes', lanes)
  if (shown.join() !== usualOverlays.join()) query.set('with', shown.join(','))
  return query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
}

/** `24h`, `90min`: the largest unit that it is a whole number of; days from two on. */
export function formatLast(seconds: number): string {
  const unit = (['d', 'h', 'min', 's'] as const).find((one) => seconds % unitSeconds[one] === 0 && (one !== 'd' || seconds >= 2 * unitSeconds.d)) ?? 's'
  return `${Math.round(seconds / unitSeconds[unit])}${unit}`
}
