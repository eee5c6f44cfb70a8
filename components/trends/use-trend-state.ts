'use client'

import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { formatTrendState, parseTrendState, type TrendState } from '@/components/trends/trend-state'

const mostBack = 50

/**
 * State that lives in the address. It changes here at once and in the address a moment later; when somebody goes to
 * another address of the room, that one counts.
 */
export function useTrendState() {
  const params = useSearchParams()
  const address = formatTrendState(parseTrendState(new URLSearchParams(params)))
  const [own, setOwn] = useState(() => ({ text: address, seen: address, written: [] as string[], back: [] as TrendState['window'][] }))
  if (address !== own.seen) setOwn({ ...own, seen: address, ...(!own.written.includes(address) && { text: address, back: [] }) })
  const state = useMemo(() => parseTrendState(new URLSearchParams(own.text)), [own.text])

  function write(next: TrendState, back: TrendState['window'][]) {
    const text = formatTrendState(next)
    setOwn((before) => ({ ...before, text, back, written: [...before.written, text].slice(-mostBack) }))
    window.history.replaceState(null, '', `/trends?${text}`)
  }

  return {
    state,
    /** A changed window can be gone back from. */
    change: (patch: Partial<TrendState>) => write({ ...state, ...patch }, patch.window ? [...own.back, state.window].slice(-mostBack) : own.back),
    goBack: own.back.length > 0 ? () => write({ ...state, window: own.back.at(-1)! }, own.back.slice(0, -1)) : undefined,
  }
}
