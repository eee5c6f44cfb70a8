'use client'

import { useRef, useState, type KeyboardEvent } from 'react'
import type { RibbonMarkView } from '@/components/charts/ribbon-words'

const moves: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** A transparent layer over a ribbon: one tab stop, arrow keys walk the segments, Enter opens the stop; the pointer reads the same line. */
export function RibbonWalker({ label, marks }: { label: string; marks: RibbonMarkView[] }) {
  const [at, setAt] = useState(marks.length - 1)
  const [isReading, setReading] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const mark = marks[at]

  const onKeyDown = (event: KeyboardEvent) => {
    const goal = moves[event.key]?.(at, marks.length - 1)
    if (goal === undefined) return
    event.preventDefault()
    setAt(goal)
    box.current?.querySelectorAll<HTMLElement>('[data-mark]')[goal]?.focus()
  }

  return (
    <div ref={box} className="ribbon-walker" role="group" aria-label={label} onKeyDown={onKeyDown} onPointerLeave={() => setReading(false)}>
      {marks.map(({ ratio, widthRatio, words, href }, index) => {
        const shared = {
          'data-mark': true,
          'aria-label': words,
          tabIndex: index === at ? 0 : -1,
          style: { left: `${ratio * 100}%`, width: `${widthRatio * 100}%` },
          onFocus: () => (setAt(index), setReading(true)),
          onBlur: () => setReading(false),
          onPointerEnter: () => (setAt(index), setReading(true)),
        }
        return href ? <a key={index} href={href} {...shared} /> : <span key={index} role="img" {...shared} />
      })}
      {isReading && mark && (
        <span className="ribbon-readout" aria-hidden style={mark.ratio > 0.5 ? { right: `${(1 - mark.ratio - mark.widthRatio) * 100}%` } : { left: `${mark.ratio * 100}%` }}>
          {mark.words}
        </span>
      )}
    </div>
  )
}
