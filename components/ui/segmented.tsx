import Link from 'next/link'
import type { ReactNode } from 'react'

export type SegmentView = { key: string; label: ReactNode; icon?: ReactNode; /** With an address the segment is a link. */ href?: string }

type Props = { label: string; segments: SegmentView[]; current: string; onSelect?: (key: string) => void }

/** Two to six exclusive choices of one view. Links where the choice belongs into the address, else buttons. */
export function Segmented({ label, segments, current, onSelect }: Props) {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {segments.map(({ key, label: word, icon, href }) =>
        href ? (
          <Link key={key} href={href} className="segment" aria-current={key === current ? 'true' : undefined} scroll={false}>
            {icon}
            {word}
          </Link>
        ) : (
          <button key={key} type="button" className="segment" aria-pressed={key === current} onClick={onSelect ? () => onSelect(key) : undefined}>
            {icon}
            {word}
          </button>
        ),
      )}
    </div>
  )
}
