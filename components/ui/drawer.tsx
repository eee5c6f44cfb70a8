'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import { Dialog } from 'radix-ui'
import { useEffect, useRef, useSyncExternalStore, type CSSProperties, type ReactNode } from 'react'

type Props = {
  /** The kind of thing: "How this figure was made". */
  label: string
  title: ReactNode
  children: ReactNode
  /** In px beside the page. */
  width?: number
} & ({ closeHref: string; onClose?: undefined } | { onClose: () => void; closeHref?: undefined })

const narrow = '(width < 1100px)'
const subscribe = (changed: () => void) => {
  const query = window.matchMedia(narrow)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

function Close({ closeHref, onClose, closer }: { closeHref?: string; onClose?: () => void; closer: (element: HTMLElement | null) => void }) {
  const shared = { className: 'drawer-close', 'aria-label': 'Close', title: 'Close (Esc)' }
  const cross = <X size={18} strokeWidth={1.75} aria-hidden />
  return closeHref ? (
    <Link ref={closer} href={closeHref} scroll={false} {...shared}>
      {cross}
    </Link>
  ) : (
    <button ref={closer} type="button" onClick={onClose} {...shared}>
      {cross}
    </button>
  )
}

/** Detail beside the page, not over it; below 1100 px a sheet over everything. Esc closes. Set it in a flex row after the content. */
export function Drawer({ label, title, children, width, closeHref, onClose }: Props) {
  const isSheet = useSyncExternalStore(subscribe, () => window.matchMedia(narrow).matches, () => false)
  const closer = useRef<HTMLElement | null>(null)
  const close = () => closer.current?.click()

  useEffect(() => {
    if (isSheet) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) closer.current?.click()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isSheet])

  const head = (
    <div className="drawer-head">
      <span>{label}</span>
      <Close closeHref={closeHref} onClose={onClose} closer={(element) => void (closer.current = element)} />
    </div>
  )
  if (!isSheet) {
    return (
      <aside className="drawer" aria-label={label} style={width ? ({ '--drawer-width': `${width}px` } as CSSProperties) : undefined}>
        {head}
        <h2 className="drawer-title">{title}</h2>
        {children}
      </aside>
    )
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Content className="drawer drawer-sheet" aria-describedby={undefined}>
          {head}
          <Dialog.Title className="drawer-title">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
