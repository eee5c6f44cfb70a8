import { gaugeBars, type GaugeShare, type GaugeSourceView, shareWords } from '@/components/tools/gauge-rr-bars'
import { formatNumber } from '@/components/ui/format'

const TOP = 22
const FLOOR = 222
const HEIGHT = 246

const percent = (ratio: number) => `${(ratio * 100).toFixed(3)}%`

/** Told apart by fill and outline too, not by colour alone. */
const looks: Record<GaugeShare, { fill: string; stroke: string; strokeDasharray?: string }> = {
  contribution: { fill: 'var(--state-fill)', stroke: 'var(--state-edge)' },
  study: { fill: 'var(--s1)', stroke: 'var(--s1)' },
  tolerance: { fill: 'none', stroke: 'var(--s1)', strokeDasharray: '3 2' },
}

/** Components of variation: shares of each source side by side. The numbers are in the table. */
export function GaugeRrChart({ sources, label }: { sources: GaugeSourceView[]; label: string }) {
  const { bars, centres, scale } = gaugeBars(sources)
  const y = (value: number) => FLOOR - (value / scale.max) * (FLOOR - TOP)
  const shares = sources[0]!.shares.map(({ share }) => share)
  return (
    <div>
      <svg className="block w-full overflow-visible pl-9" height={HEIGHT} role="img" aria-label={label}>
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} className={tick === 0 ? 'chart-axis' : 'chart-grid'} />
            <text x="-6" y={y(tick) + 4} textAnchor="end" className="chart-tick">{formatNumber(tick)}</text>
          </g>
        ))}
        <text x="-6" y={10} textAnchor="end" className="chart-tick">%</text>
        {bars.map(({ source, share, ratio, from, width }) => (
          <rect key={`${source} ${share}`} x={percent(from)} width={percent(width * 0.86)} y={y(ratio * 100)} height={FLOOR - y(ratio * 100)} {...looks[share]} />
        ))}
        {sources.map(({ key, short }, i) => (
          <text key={key} x={percent(centres[i]!)} y={FLOOR + 18} textAnchor="middle" className="chart-bar-label" fontWeight={key === 'grr' ? 600 : undefined}>
            {short}
          </text>
        ))}
      </svg>
      <ul className="control-key mt-2">
        {shares.map((share) => (
          <li key={share}>
            <svg width="13" height="13" aria-hidden>
              <rect x="1" y="1" width="11" height="11" {...looks[share]} />
            </svg>
            % {shareWords[share]}
          </li>
        ))}
      </ul>
    </div>
  )
}
