'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Esc leads back; F fills the screen. */
export function LeaveWall({ href }: { href: string }) {
  const router = useRouter()
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') router.push(href)
      if (key.toLowerCase() === 'f') void document.documentElement.requestFullscreen?.().catch(() => undefined)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [router, href])
  return <span>F: full screen</span>
}
