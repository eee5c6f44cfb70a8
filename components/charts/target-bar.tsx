import { formatPercent } from '@/components/ui/format'

type Props = { /** 0..1; null draws the target alone. */ ratio: number | null; targetRatio?: number; /** Ends of the scale, 0..1. */ from?: number; to?: number; label: string }

/** A thin bar on 50 to 100 % with the target as an upright tick. Never coloured: below target is no alarm. */
export function TargetBar({ ratio, targetRatio, from = 0.5, to = 1, label }: Props) {
  const place = (value: number) => `${(Math.min(1, Math.max(0, (value - from) / (to - from))) * 100).toFixed(1)}%`
  const words = [label, ratio !== null && formatPercent(ratio), targetRatio !== undefined && `target ${formatPercent(targetRatio)}`].filter(Boolean).join(', ')
  return (
    <span className="target-bar" role="img" aria-label={words}>
      {ratio !== null && <i style={{ width: place(ratio) }} />}
      {targetRatio !== undefined && <em style={{ left: place(targetRatio) }} />}
    </span>
  )
}
