import { AlarmGlyph, type AlarmPriorityView, type AlarmStateView } from '@/components/ui/alarm-glyph'
import { RibbonWalker } from '@/components/charts/ribbon-walker'
import { ribbonGeometry, type TimeSegmentView } from '@/components/charts/ribbon-geometry'
import { ribbonSegmentWords } from '@/components/charts/ribbon-words'
import { timeTicks, toMs, type Instant } from '@/components/charts/time-axis'

export type TimeRibbonView = {
  segments: TimeSegmentView[]
  from: Instant
  to: Instant
  /** Before `to` the rest is future: a dashed base line. */
  now?: Instant
  /** Dotted verticals. */
  shiftChanges?: Instant[]
  alarm?: { priority: AlarmPriorityView; state?: AlarmStateView }
}

type Props = {
  ribbon: TimeRibbonView
  /** A sentence: "Line 2, last 24 hours: running 20 h 4 min, down 53 min". */
  label: string
  height?: number
  /** Stop minutes above the bars. */
  showsStops?: boolean
  /** Arrow keys and pointer read the segments; needs the zone. */
  walkIn?: string
}

const asPercent = (ratio: number) => `${(ratio * 100).toFixed(2)}%`

/** Time as water in a channel. Stretches to its box without a script; text stands beside the drawing at real size. */
export function TimeRibbon({ ribbon, label, height = 38, showsStops = false, walkIn }: Props) {
  const { from, to, now, segments, alarm, shiftChanges = [] } = ribbon
  const { fills, downs, surface, nowX, floor, stops } = ribbonGeometry({ segments, from, to, now, height })
  const start = toMs(from)
  const span = toMs(to) - start
  const isOpenEnded = nowX < 999.9
  return (
    <div className="ribbon-box">
      {showsStops && (
        <div className="ribbon-stops" aria-hidden>
          {stops.map(({ ratio, minutes }) => (
            <span key={ratio} style={{ left: asPercent(ratio) }}>
              {minutes}
            </span>
          ))}
        </div>
      )}
      <div className="ribbon-plot">
        <svg className="ribbon" viewBox={`0 0 1000 ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
          <rect className="ribbon-channel" x="0" y="4" width={nowX} height={floor - 4} />
          {fills.map(({ x, y, width, height: depth }) => (
            <rect key={x} className="ribbon-fill" x={x.toFixed(2)} y={y.toFixed(1)} width={(width + 0.05).toFixed(2)} height={depth.toFixed(1)} />
          ))}
          <path className="ribbon-surface" d={surface} />
          {downs.map(({ x, y, width, height: depth }) => (
            <rect key={x} className="ribbon-down" x={x.toFixed(2)} y={y} width={Math.max(width, 1).toFixed(2)} height={depth} />
          ))}
          <path className="ribbon-base" d={`M0 ${floor}H${nowX.toFixed(2)}`} />
          {isOpenEnded && <path className="ribbon-base" d={`M${nowX.toFixed(2)} ${floor}H1000`} strokeDasharray="2 4" />}
          {shiftChanges.map((at) => (
            <path key={toMs(at)} className="ribbon-shift" d={`M${(((toMs(at) - start) / span) * 1000).toFixed(2)} 0V${height}`} />
          ))}
        </svg>
        {isOpenEnded && <span className="ribbon-now" style={{ left: asPercent(nowX / 1000) }} />}
        {alarm && (
          <span className="ribbon-alarm" style={{ left: asPercent(nowX / 1000) }}>
            <AlarmGlyph priority={alarm.priority} state={alarm.state} size={17} />
          </span>
        )}
        {walkIn && <RibbonWalker label={label} marks={ribbonSegmentWords(ribbon, walkIn)} />}
      </div>
    </div>
  )
}

/** The clock below one or many ribbons of the same window. Every second mark leaves on a phone. */
export function TimeRibbonAxis({ from, to, timeZone, most = 9 }: { from: Instant; to: Instant; timeZone: string; most?: number }) {
  return (
    <div className="ribbon-axis" aria-hidden>
      {timeTicks(from, to, timeZone, most).map(({ at, ratio, label }) => (
        <span key={at} style={{ left: asPercent(ratio) }}>
          {label}
        </span>
      ))}
    </div>
  )
}
