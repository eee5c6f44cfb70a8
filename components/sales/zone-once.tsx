'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'

/** Days begin at the viewer's midnight: puts their zone into the address unless one stands there. */
export function ZoneOnce({ known }: { known: boolean }) {
  const router = useRouter()
  const path = usePathname()
  const query = useSearchParams()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (known || !zone || zone === 'UTC') return
    const next = new URLSearchParams(query)
    next.set('zone', zone)
    router.replace(`${path}?${next}`, { scroll: false })
  }, [known, path, query, router])
  return null
}
