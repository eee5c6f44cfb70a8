import type { StateView } from '@/components/ui/state-glyph'

export type DowntimeReasonView = {
  reason: string
  /** Down is solid, idle outlined. */
  state: Extract<StateView, 'down' | 'idle'>
  minutes: number
  stops: number
  /** What the minutes cost; null where nobody said what a minute costs. */
  money?: number | null
  /** One of its stops still lasts; it counts to now. */
  isOpen?: boolean
  href?: string
}

export type RankedReason = DowntimeReasonView & { /** 0..1 of the longest */ barRatio: number; shareRatio: number; cumulativeRatio: number }

export type DowntimeMeasure = 'minutes' | 'stops' | 'money'

/** Pareto order by one measure, with share and running share of it. */
export function rankDowntime(reasons: DowntimeReasonView[], by: DowntimeMeasure = 'minutes'): RankedReason[] {
  const other = by === 'minutes' ? 'stops' : 'minutes'
  const size = (reason: DowntimeReasonView, measure: DowntimeMeasure) => reason[measure] ?? 0
  const sorted = [...reasons].sort((a, b) => size(b, by) - size(a, by) || size(b, other) - size(a, other) || a.reason.localeCompare(b.reason))
  const whole = sorted.reduce((sum, reason) => sum + size(reason, by), 0)
  const longest = sorted[0] ? size(sorted[0], by) : 0
  let before = 0
  return sorted.map((reason) => {
    before += size(reason, by)
    return {
      ...reason,
      barRatio: longest > 0 ? size(reason, by) / longest : 0,
      shareRatio: whole > 0 ? size(reason, by) / whole : 0,
      cumulativeRatio: whole > 0 ? before / whole : 0,
    }
  })
}
