'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'

/** Browsers refuse an address that changes with every key. */
const calmMs = 400

/** Keeps the address in step with the fields, so that it opens again just so. */
export function ToolShare({ query }: { query: string }) {
  const [said, setSaid] = useState<{ query: string; words: string } | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (window.location.search !== query) window.history.replaceState(null, '', window.location.pathname + query)
    }, calmMs)
    return () => clearTimeout(timer)
  }, [query])

  async function copy() {
    const link = window.location.origin + window.location.pathname + query
    try {
      await navigator.clipboard.writeText(link)
      setSaid({ query, words: 'Copied. Whoever has the link sees these figures.' })
    } catch {
      window.history.replaceState(null, '', link)
      setSaid({ query, words: 'The browser does not let us copy. The same link stands in the address bar.' })
    }
  }

  return (
    <div className="no-print flex flex-wrap items-center gap-3">
      <Button onClick={() => void copy()}>Copy link with these figures</Button>
      <Button onClick={() => window.print()}>Print</Button>
      <span role="status" className="text-small text-ink-3">
        {said?.query === query && said.words}
      </span>
    </div>
  )
}
