import type { StateView } from '@/components/ui/state-glyph'

export type DowntimeReasonView = {
  reason: string
  /** Down is solid, idle outlined. */
  state: Extract<StateView, 'down' | 'idle'>
  minutes: number
  stops: number
  /** One of its stops still lasts; it counts to now. */
  isOpen?: boolean
  href?: string
}

export type RankedReason = DowntimeReasonView & { /** 0..1 of the longest */ barRatio: number; shareRatio: number; cumulativeRatio: number }

/** Pareto order by minutes or by stops, with share and running share of that measure. */
export function rankDowntime(reasons: DowntimeReasonView[], by: 'minutes' | 'stops' = 'minutes'): RankedReason[] {
  const other = by === 'minutes' ? 'stops' : 'minutes'
  const sorted = [...reasons].sort((a, b) => b[by] - a[by] || b[other] - a[other] || a.reason.localeCompare(b.reason))
  const whole = sorted.reduce((sum, reason) => sum + reason[by], 0)
  const longest = sorted[0]?.[by] ?? 0
  let before = 0
  return sorted.map((reason) => {
    before += reason[by]
    return {
      ...reason,
      barRatio: longest > 0 ? reason[by] / longest : 0,
      shareRatio: whole > 0 ? reason[by] / whole : 0,
      cumulativeRatio: whole > 0 ? before / whole : 0,
    }
  })
}
