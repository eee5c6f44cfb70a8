'use client'

import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'

const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

type Props = {
  children: ReactNode
  /** Without it Enter follows the first link of the row. */
  onOpen?: (key: string) => void
  className?: string
}

/** Keys for every `[data-row]` inside: j, k and arrows walk, Home and End jump, Enter opens. One tab stop. */
export function KeyboardRows({ children, onOpen, className }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const rows = () => [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]

  useEffect(() => {
    const all = rows()
    const stop = all.find((row) => row.getAttribute('aria-selected') === 'true') ?? all[0]
    for (const row of all) row.tabIndex = row === stop ? 0 : -1
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const all = rows()
    const at = all.indexOf(event.target as HTMLElement)
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      if (onOpen) onOpen(all[at]?.dataset.row ?? '')
      else all[at]?.querySelector('a')?.click()
      return
    }
    const goal = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : at + (steps[event.key] ?? 0)
    const next = all[Math.min(all.length - 1, Math.max(0, goal))]
    if (!next || goal === at) return
    event.preventDefault()
    for (const row of all) row.tabIndex = row === next ? 0 : -1
    next.focus()
  }

  return (
    <div ref={box} onKeyDown={onKeyDown} className={className}>
      {children}
    </div>
  )
}
