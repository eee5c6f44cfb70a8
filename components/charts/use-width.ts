'use client'

import { type RefObject, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'

const never = () => () => undefined

/** An element's width in whole px, known before anything is painted; on the server, and while its page is taken over, what is `assumed`. */
export function useWidth(assumed = 0): [RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState<number>()
  const isServers = useSyncExternalStore(never, () => false, () => true)
  useLayoutEffect(() => {
    const measure = (px: number) => setWidth(Math.floor(px))
    measure(element.current!.getBoundingClientRect().width)
    const observer = new ResizeObserver(([entry]) => measure(entry!.contentRect.width))
    observer.observe(element.current!)
    return () => observer.disconnect()
  }, [])
  return [element, width ?? (isServers ? assumed : 0)]
}
