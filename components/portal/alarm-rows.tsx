'use client'

import { useRouter } from 'next/navigation'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'

const rowOf = (target: EventTarget) => (target as HTMLElement).closest<HTMLElement>('[data-row]')

/** `a` on a row asks whether to acknowledge it; a click anywhere on a row opens it, as Enter does. */
export function AlarmRows({ onAcknowledge, children }: { onAcknowledge: (id: string) => void; children: ReactNode }) {
  const router = useRouter()
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rowOf(event.target)
    // Only while the row itself has the focus: a single key must not act while somebody types.
    if (event.key !== 'a' || row !== event.target || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onAcknowledge(row.dataset.row ?? '')
  }
  const onClick = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button, input, [role="group"]') || window.getSelection()?.toString()) return
    const href = rowOf(event.target)?.querySelector('a')?.getAttribute('href')
    if (href) router.push(href, { scroll: false })
  }
  return (
    // Keys and links inside do the same: the click is a convenience of the pointer.
    <div onKeyDown={onKeyDown} onClick={onClick}>
      {children}
    </div>
  )
}
