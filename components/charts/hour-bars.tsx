import { formatNumber } from '@/components/ui/format'
import { roundScale } from '@/components/charts/scale'

export type HourBarView = { at: number; value: number; /** Part of the hour that was measured, 0..1. */ coveredRatio: number; /** 0..1: how much was made, drawn as the shade behind. */ activityRatio: number }

type Props = { bars: HourBarView[]; unit: string; label: string; reference?: { value: number; name: string } | null; ticks: { at: number; text: string }[] }

const HEIGHT = 200
const FLOOR = 172

/** A quantity an hour as bars, what was made as a shade behind them, a base line across. */
export function HourBars({ bars, unit, label, reference, ticks }: Props) {
  if (bars.length === 0) return null
  const first = bars[0]!.at
  const span = bars.at(-1)!.at + 3_600_000 - first
  const scale = roundScale(0, Math.max(reference?.value ?? 0, ...bars.map(({ value }) => value)), { fromZero: true })
  const x = (at: number) => Math.round(((at - first) / span) * 100_000) / 100
  const y = (value: number) => Math.round((FLOOR - ((value - scale.min) / (scale.max - scale.min)) * (FLOOR - 14)) * 100) / 100
  const width = Math.max(0.6, (3_600_000 / span) * 1000 * 0.82)
  return (
    <svg className="hour-bars" height={HEIGHT} role="img" aria-label={label}>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x="-6" y={y(tick) + 4} textAnchor="end" className="chart-tick">{formatNumber(tick)}</text>
        </g>
      ))}
      <svg width="100%" height={HEIGHT} viewBox={`0 0 1000 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        {bars.map(({ at, activityRatio }) => <rect key={`a${at}`} x={x(at)} width={width / 0.82} y={FLOOR - activityRatio * (FLOOR - 14)} height={activityRatio * (FLOOR - 14)} fill="var(--sunken)" />)}
        {bars.map(({ at, value, coveredRatio }) => <rect key={at} x={x(at)} width={width} y={y(value)} height={Math.max(0, FLOOR - y(value))} fill="var(--s2)" opacity={coveredRatio < 0.99 ? 0.45 : 1} />)}
        {reference && <line x1="0" x2="1000" y1={y(reference.value)} y2={y(reference.value)} stroke="var(--ink)" strokeWidth="1.4" strokeDasharray="7 3" vectorEffect="non-scaling-stroke" />}
      </svg>
      {reference && (
        <text x="6" y={y(reference.value) - 5} className="chart-label chart-halo">
          {reference.name} {formatNumber(reference.value, 1)} {unit}
        </text>
      )}
      <svg width="100%" height={HEIGHT} overflow="visible" aria-hidden>
        {ticks.filter(({ at }) => x(at) < 940).map(({ at, text }) => <text key={at} x={`${x(at) / 10}%`} y={FLOOR + 18} className="chart-tick">{text}</text>)}
      </svg>
    </svg>
  )
}
