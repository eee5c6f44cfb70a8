import { alarmEdge, type AlarmPriorityView } from '@/components/ui/alarm-glyph'
import { formatNumber } from '@/components/ui/format'
import { capabilityGeometry, type CapabilityView } from '@/components/charts/capability-geometry'
import { percent } from '@/components/charts/control-marks'
import { tickDigits, ticksInside } from '@/components/charts/scale'

const TOP = 44
const FLOOR = 198

type Props = {
  capability: CapabilityView
  label: string
  /** The alarm that stands on the mean, if one does. */
  meanPriority?: AlarmPriorityView
}

type Upright = { name: string; value: number; colour: string; dash?: string; anchor: 'start' | 'middle' | 'end'; strong?: boolean; row: number }

function uprights({ lowerLimit, upperLimit, target, mean, digits }: CapabilityView, meanColour: string): Upright[] {
  const at = (value: number, extra = 0) => formatNumber(value, digits + extra)
  const meanIsRight = target === null || mean >= target
  return [
    ...(lowerLimit === null ? [] : [{ name: `LSL ${at(lowerLimit)}`, value: lowerLimit, colour: 'var(--ink)', anchor: 'middle' as const, strong: true, row: 0 }]),
    ...(upperLimit === null ? [] : [{ name: `USL ${at(upperLimit)}`, value: upperLimit, colour: 'var(--ink)', anchor: 'middle' as const, strong: true, row: 0 }]),
    ...(target === null ? [] : [{ name: `target ${at(target)}`, value: target, colour: 'var(--ink)', dash: '2 3', anchor: meanIsRight ? ('end' as const) : ('start' as const), row: 1 }]),
    { name: `mean ${at(mean, 1)}`, value: mean, colour: meanColour, anchor: meanIsRight ? 'start' : 'end', strong: true, row: 1 },
  ]
}

/** Pieces per bin with both curves: overall solid, within dashed. */
export function CapabilityHistogram({ capability, label, meanPriority }: Props) {
  const { bins, unit } = capability
  const { x, top, overall, within, domain } = capabilityGeometry(capability)
  const y = (ratio: number) => FLOOR - ratio * (FLOOR - TOP)
  const path = (curve: [number, number][]) => curve.map(([cx, cy]) => `${(cx * 1000).toFixed(1)},${y(cy).toFixed(1)}`).join(' ')
  const ticks = ticksInside(domain[0], domain[1])
  const inside = ticks.filter((tick) => x(tick) > 0.02 && x(tick) < 0.95)
  return (
    <svg className="capability" height={FLOOR + 26} role="img" aria-label={label}>
      {bins.map(({ from, to, count }) => {
        const box = { x1: percent(x(from)), x2: percent(x(to)), y: y(count / top) }
        return (
          <g key={from}>
            <rect x={box.x1} width={percent(x(to) - x(from))} y={box.y} height={FLOOR - box.y} fill="var(--state-fill)" stroke="var(--surface)" strokeWidth="1.5" />
            <line x1={box.x1} x2={box.x2} y1={box.y} y2={box.y} stroke="var(--state-edge)" strokeWidth="1.5" />
          </g>
        )
      })}
      <svg width="100%" height={FLOOR} viewBox={`0 0 1000 ${FLOOR}`} preserveAspectRatio="none">
        <polyline points={path(within)} fill="none" stroke="var(--s2)" strokeWidth="1.5" strokeDasharray="5 3" vectorEffect="non-scaling-stroke" />
        <polyline points={path(overall)} fill="none" stroke="var(--s1)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      {uprights(capability, meanPriority ? alarmEdge(meanPriority) : 'var(--ink)').map(({ name, value, colour, dash, anchor, strong, row }) => (
        <svg key={name} x={percent(x(value))} overflow="visible">
          <path d={`M0 ${row === 0 ? 22 : 38}V${FLOOR}`} stroke={colour} strokeWidth={dash ? 1 : 1.6} strokeDasharray={dash} />
          <text x={anchor === 'start' ? 5 : anchor === 'end' ? -5 : 0} y={row === 0 ? 16 : 34} textAnchor={anchor} className="chart-label chart-halo" fontWeight={strong ? 600 : undefined} style={{ fill: colour }}>
            {name}
          </text>
        </svg>
      ))}
      <line x1="0" x2="100%" y1={FLOOR} y2={FLOOR} className="chart-axis" />
      {inside.map((tick) => (
        <svg key={tick} x={percent(x(tick))} overflow="visible">
          <path d={`M0 ${FLOOR}v4`} className="chart-axis" />
          <text y={FLOOR + 20} textAnchor="middle" className="chart-tick">{formatNumber(tick, tickDigits({ ticks }))}</text>
        </svg>
      ))}
      <text x="100%" y={FLOOR + 20} textAnchor="end" className="chart-tick">{unit}</text>
    </svg>
  )
}
