import { formatNumber } from '@/components/ui/format'
import { twoLines, waterfallGeometry, type LossWaterfallView, type WaterfallBar, type WaterfallGeometry } from '@/components/charts/waterfall-geometry'

const TOP = 36
const PLOT = 222
const FLOOR = TOP + PLOT
const HEIGHT = 316

const percent = (ratio: number) => `${(ratio * 100).toFixed(3)}%`
const fills = { total: 'var(--state-fill)', result: 'var(--accent)', loss: 'var(--state-down)' }

function Bar({ bar, centre, half, y, crowded }: { bar: WaterfallBar; centre: number; half: number; y: (minutes: number) => number; crowded: boolean }) {
  const top = y(bar.topMinutes)
  const depth = Math.max(1, y(bar.bottomMinutes) - top)
  const stands = bar.kind === 'total' || bar.kind === 'result'
  const outlined = bar.kind === 'planned' || bar.kind === 'gain'
  const box = { x: percent(centre - half), width: percent(2 * half), y: top, height: depth }
  return (
    <g>
      {outlined ? (
        <rect {...box} fill="none" stroke="var(--state-edge)" strokeDasharray={bar.kind === 'planned' ? '3 2' : undefined} />
      ) : (
        <rect {...box} fill={fills[bar.kind as keyof typeof fills]} />
      )}
      {stands && (
        <line x1={percent(centre - half)} x2={percent(centre + half)} y1={top} y2={top} stroke={bar.kind === 'result' ? 'var(--accent-strong)' : 'var(--state-edge)'} strokeWidth="2" />
      )}
      <text x={percent(centre)} y={stands || bar.kind === 'gain' ? top - 8 : top + depth + 16} textAnchor="middle" className="chart-value chart-halo">
        {bar.value}
      </text>
      {twoLines(bar.label).map((line, index) => (
        <text key={line} x={percent(centre)} y={FLOOR + 18 + index * 15} textAnchor="middle" className="chart-bar-label" fontWeight={stands ? 600 : undefined} fontSize={crowded ? 11 : undefined}>
          {line}
        </text>
      ))}
    </g>
  )
}

function Brackets({ brackets, step, half }: Pick<WaterfallGeometry, 'brackets'> & { step: number; half: number }) {
  return brackets.map(({ first, last, label }) => {
    const from = (first + 0.5) * step - half * 1.15
    const to = (last + 0.5) * step + half * 1.15
    return (
      <g key={label}>
        <line x1={percent(from)} x2={percent(to)} y1={FLOOR + 41} y2={FLOOR + 41} className="chart-axis" />
        <line x1={percent(from)} x2={percent(from)} y1={FLOOR + 36} y2={FLOOR + 41} className="chart-axis" />
        <line x1={percent(to)} x2={percent(to)} y1={FLOOR + 36} y2={FLOOR + 41} className="chart-axis" />
        <text x={percent((from + to) / 2)} y={FLOOR + 55} textAnchor="middle" className="chart-tick chart-halo">
          {label}
        </text>
      </g>
    )
  })
}

function Plot({ geometry, label }: { geometry: WaterfallGeometry; label: string }) {
  const { bars, scale, brackets, plannedBusyMinutes } = geometry
  const y = (minutes: number) => FLOOR - (minutes / scale.max) * PLOT
  const step = 1 / bars.length
  const half = step * 0.31
  return (
    <svg className="waterfall-plot" height={HEIGHT} role="img" aria-label={label}>
      <text x="-8" y="12" textAnchor="end" className="chart-tick">
        min
      </text>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} className={tick === 0 ? 'chart-axis' : 'chart-grid'} />
          <text x="-8" y={y(tick) + 4} textAnchor="end" className="chart-tick">
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      {plannedBusyMinutes > 0 && (
        <svg x="100%" overflow="visible">
          <text x="56" y="12" textAnchor="end" className="chart-tick">
            share of planned busy time
          </text>
          <path d={`M0 ${FLOOR}V${y(plannedBusyMinutes)}`} className="chart-axis" />
          {[0, 0.25, 0.5, 0.75, 1].map((ratio) => (
            <g key={ratio}>
              <path d={`M0 ${y(ratio * plannedBusyMinutes)}h5`} className="chart-axis" />
              <text x="9" y={y(ratio * plannedBusyMinutes) + 4} className="chart-tick">
                {formatNumber(ratio * 100)}
                {'\u202F%'}
              </text>
            </g>
          ))}
        </svg>
      )}
      {bars.map((bar, index) => (
        <Bar key={bar.key} bar={bar} centre={(index + 0.5) * step} half={half} y={y} crowded={bars.length > 11} />
      ))}
      <Brackets brackets={brackets} step={step} half={half} />
    </svg>
  )
}

function Rows({ bars, label }: { bars: WaterfallBar[]; label: string }) {
  const whole = Math.max(...bars.map(({ topMinutes }) => topMinutes), 1)
  return (
    <ul className="waterfall-rows" aria-label={label}>
      {bars.map(({ key, label: name, kind, topMinutes, bottomMinutes, value }) => (
        <li key={key}>
          <span className={kind === 'total' || kind === 'result' ? 'font-semibold' : undefined}>{name}</span>
          <span className="waterfall-track" aria-hidden>
            <i data-kind={kind} style={{ left: percent(bottomMinutes / whole), width: percent((topMinutes - bottomMinutes) / whole) }} />
          </span>
          <b>{value}</b>
        </li>
      ))}
    </ul>
  )
}

/** Where the time went, in minutes. Below 560 px of its own width it becomes rows. */
export function LossWaterfall({ waterfall, label }: { waterfall: LossWaterfallView; label: string }) {
  const geometry = waterfallGeometry(waterfall)
  return (
    <div className="waterfall">
      <Plot geometry={geometry} label={label} />
      <Rows bars={geometry.bars} label={label} />
    </div>
  )
}
