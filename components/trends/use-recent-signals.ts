'use client'

import { useSyncExternalStore } from 'react'

const key = 'millrace.trends.recent'
const most = 6
const listeners = new Set<() => void>()

// A string, which is the same when it has not changed.
const read = () => {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The signals that were picked last in this browser, and how one is remembered. */
export function useRecentSignals(): [string[], (id: string) => void] {
  const text = useSyncExternalStore(subscribe, read, () => '')
  const recent = text.split('\n').filter(Boolean)
  const remember = (id: string) => {
    try {
      localStorage.setItem(key, [id, ...recent.filter((one) => one !== id)].slice(0, most).join('\n'))
    } catch {
      // A browser that keeps nothing: then nothing is recent.
    }
    listeners.forEach((listener) => listener())
  }
  return [recent, remember]
}
