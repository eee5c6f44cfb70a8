import { sparklineGeometry } from '@/components/charts/sparkline-geometry'

type Props = { values: (number | null)[]; target?: number; /** Is always on the scale: 0 for shares, so that a full one stands at the top. */ base?: number; /** A sentence; without it the drawing is decoration beside its figures. */ label?: string; width?: number; height?: number }

export function Sparkline({ values, target, base, label, width = 84, height = 30 }: Props) {
  const { runs, last, targetY } = sparklineGeometry(values, width, height, target, base)
  return (
    <svg width={width} height={height} className="block" {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      {targetY !== null && <path d={`M0 ${targetY.toFixed(1)}H${width}`} stroke="var(--line-strong)" strokeDasharray="2 3" />}
      {runs.map((points) => (
        <polyline key={points} points={points} fill="none" stroke="var(--s1)" strokeWidth="1.5" />
      ))}
      {last && <circle cx={last.x} cy={last.y} r="2.8" fill="var(--s1)" />}
    </svg>
  )
}
