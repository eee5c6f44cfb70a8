import { formatNumber } from '@/components/ui/format'
import { roundScale } from '@/components/charts/scale'

export type ScatterPointView = { x: number; y: number }

type Props = { points: ScatterPointView[]; line: { base: number; slope: number } | null; xName: string; yName: string; label: string }

const HEIGHT = 240
const FLOOR = 200

/** Points with the line through them: how one quantity follows another. */
export function ScatterLine({ points, line, xName, yName, label }: Props) {
  const across = roundScale(0, Math.max(1, ...points.map((point) => point.x)), { fromZero: true })
  const up = roundScale(0, Math.max(1, ...points.map((point) => point.y)), { fromZero: true })
  const x = (value: number) => Math.round((value / across.max) * 100_000) / 1000
  const y = (value: number) => Math.round((FLOOR - (value / up.max) * (FLOOR - 24)) * 100) / 100
  return (
    <svg className="hour-bars" height={HEIGHT} role="img" aria-label={label}>
      {up.ticks.map((tick) => (
        <g key={tick}>
          <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x="-6" y={y(tick) + 4} textAnchor="end" className="chart-tick">{formatNumber(tick)}</text>
        </g>
      ))}
      <text x="0" y="12" className="chart-tick">{yName}</text>
      <svg width="100%" height={HEIGHT} overflow="visible">
        {points.map((point, i) => <circle key={i} cx={`${x(point.x)}%`} cy={y(point.y)} r="2" fill="var(--s1)" opacity="0.55" />)}
        {line && <line x1="0%" y1={y(line.base)} x2="100%" y2={y(line.base + line.slope * across.max)} stroke="var(--accent)" strokeWidth="2" />}
        {across.ticks.map((tick) => <text key={tick} x={`${x(tick)}%`} y={FLOOR + 18} textAnchor="middle" className="chart-tick">{formatNumber(tick)}</text>)}
        <text x="100%" y={FLOOR + 34} textAnchor="end" className="chart-tick">{xName}</text>
      </svg>
    </svg>
  )
}
