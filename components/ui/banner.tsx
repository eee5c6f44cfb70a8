import type { CSSProperties, ReactNode } from 'react'
import { AlarmGlyph, alarmEdge, type AlarmPriorityView, type AlarmStateView } from '@/components/ui/alarm-glyph'

type Props = {
  priority: AlarmPriorityView
  state?: AlarmStateView
  /** Begins with the word of the priority. */
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  /** Pulses its edge three times; priorities 3 and 4 never do. */
  isNew?: boolean
}

/** One thing that a person must answer. Announced at once only for priorities 1 and 2. */
export function Banner({ priority, state, title, children, actions, isNew = false }: Props) {
  const urgent = priority <= 2
  const colours = { '--banner-edge': alarmEdge(priority), '--banner-wash': `var(--alarm-${priority}-wash)` } as CSSProperties
  return (
    <div className="banner" role={urgent ? 'alert' : 'status'} style={colours} data-new={(isNew && urgent) || undefined}>
      <AlarmGlyph priority={priority} state={state} size={24} decorative />
      <div>
        <p className="font-semibold">{title}</p>
        {children && <p className="text-small text-ink-2">{children}</p>}
      </div>
      {actions && <div className="banner-actions">{actions}</div>}
    </div>
  )
}
