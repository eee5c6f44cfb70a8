export type AlarmPriorityView = 1 | 2 | 3 | 4
/** ISA-18.2: active and unacknowledged, active and acknowledged, returned to normal and unacknowledged. */
export type AlarmStateView = 'unacknowledged' | 'acknowledged' | 'returned'

export const alarmWords: Record<AlarmPriorityView, string> = { 1: 'Critical', 2: 'High', 3: 'Medium', 4: 'Low' }

/** Shape by priority in a box of 16 (ISA-101: shape, digit and word, never colour alone). */
export const alarmShapes: Record<AlarmPriorityView, string> = {
  1: 'M.8 .8H15.2V15.2H.8Z',
  2: 'M8 .6L15.7 15H.3Z',
  3: 'M8 .2L15.8 8L8 15.8L.2 8Z',
  4: 'M8 .8A7.2 7.2 0 1 1 7.99 .8Z',
}
const digitBaseline: Record<AlarmPriorityView, number> = { 1: 11.6, 2: 13, 3: 11.4, 4: 11.6 }

/** The colour for outline and text of a priority; the fill of medium alone differs from it. */
export const alarmEdge = (priority: AlarmPriorityView): string => (priority === 3 ? 'var(--alarm-3-edge)' : `var(--alarm-${priority})`)

type Props = {
  priority: AlarmPriorityView
  state?: AlarmStateView
  /** 16 in lists, 24 in the banner, 14 on a tree row. */
  size?: number
  /** Hide it from assistive technology where the word stands beside it. */
  decorative?: boolean
}

export function AlarmGlyph({ priority, state = 'unacknowledged', size = 16, decorative = false }: Props) {
  const filled = state === 'unacknowledged'
  const edge = alarmEdge(priority)
  const digit = filled ? (priority === 3 ? 'var(--on-alarm-3)' : 'var(--on-alarm)') : edge
  const described = { role: 'img', 'aria-label': `${alarmWords[priority]}, ${state}` }
  return (
    <svg className="glyph" width={size} height={size} viewBox="-.8 -.8 17.6 17.6" {...(decorative ? { 'aria-hidden': true } : described)}>
      <path
        d={alarmShapes[priority]}
        fill={filled ? `var(--alarm-${priority})` : 'var(--raised)'}
        stroke={edge}
        strokeWidth={filled ? (priority === 3 ? 1.2 : 0) : 1.6}
        strokeDasharray={state === 'returned' ? '2.6 2' : undefined}
        strokeLinejoin="round"
      />
      <text x="8" y={digitBaseline[priority]} textAnchor="middle" fontSize="10" fontWeight="750" fill={digit} style={{ fontStretch: '92%' }}>
        {priority}
      </text>
    </svg>
  )
}
