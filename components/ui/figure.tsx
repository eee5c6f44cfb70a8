import { clsx } from 'clsx'
import { NARROW_SPACE, formatUndefined } from '@/components/ui/format'

export type FigurePartView = { value: string; unit?: string }

type Props = {
  /** One part, or several as in 20 h 31 min. */
  parts: FigurePartView[]
  size?: 'l' | 'm' | 's' | 'inherit'
  /** Not defined: the reason in words stands in place of a value. */
  undefinedBecause?: string
  /** Past its expected interval: the age in words, "4 min ago". */
  staleSince?: string
  className?: string
}

const sizes = { l: 'text-figure-l', m: 'text-figure-m', s: 'text-figure-s', inherit: '' }

/** A value with its unit, set as one word. */
export function Figure({ parts, size = 'm', undefinedBecause, staleSince, className }: Props) {
  if (undefinedBecause !== undefined) return <span className="text-body text-ink-3">{formatUndefined(undefinedBecause)}</span>
  return (
    <span className={clsx(sizes[size], 'whitespace-nowrap', staleSince && 'figure-stale', className)}>
      {parts.map(({ value, unit }, index) => (
        <span key={index}>
          {index > 0 && ' '}
          {value}
          {unit && (
            <span className="figure-unit">
              {NARROW_SPACE}
              {unit}
            </span>
          )}
        </span>
      ))}
      {staleSince && <span className="figure-age">stale, {staleSince}</span>}
    </span>
  )
}
