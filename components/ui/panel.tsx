import { useId, type ReactNode } from 'react'
import { clsx } from 'clsx'

type HeadProps = { title: ReactNode; id?: string; note?: ReactNode; level?: 2 | 3 }

/** The name of a panel, with unit, period or count at the right. */
export function PanelHead({ title, id, note, level = 2 }: HeadProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="panel-head">
      <Heading id={id}>{title}</Heading>
      {note && <div className="panel-note">{note}</div>}
    </div>
  )
}

export const PanelFoot = ({ children }: { children: ReactNode }) => <div className="panel-foot">{children}</div>

type PanelProps = {
  title?: ReactNode
  /** Needed where there is no title. */
  label?: string
  note?: ReactNode
  foot?: ReactNode
  /** Tables and rows run to the edge; text and charts keep the padding. */
  flush?: boolean
  level?: 2 | 3
  className?: string
  children: ReactNode
}

/** A flat sheet with a hairline; a named region. */
export function Panel({ title, label, note, foot, flush = false, level, className, children }: PanelProps) {
  const headId = useId()
  return (
    <section className={clsx('panel', className)} aria-labelledby={title ? headId : undefined} aria-label={title ? undefined : label}>
      {title && <PanelHead id={headId} title={title} note={note} level={level} />}
      {flush ? children : <div className={title ? 'panel-body' : 'panel-body pt-4'}>{children}</div>}
      {foot && <PanelFoot>{foot}</PanelFoot>}
    </section>
  )
}
