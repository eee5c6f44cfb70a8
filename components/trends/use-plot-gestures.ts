'use client'

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { lengthOf, pinched, panned, type Viewport, type ViewportLimits, within, zoomed } from '@/components/charts/viewport'

export type Tool = 'zoom' | 'pan' | 'select'

interface Gestures {
  view: Viewport
  limits: ViewportLimits
  tool: Tool
  /** The moment under a place of the page. */
  momentAt(clientX: number): number
  width: number
  /** Shown while the hand moves … */
  onDraft(view: Viewport): void
  /** … and asked for when it rests. */
  onView(view: Viewport): void
  onHover(moment: number | null): void
  onPin(moment: number): void
  onSelect(selection: Viewport | null): void
}

type Drag = { kind: 'pan' | 'zoom' | 'select' | 'scrub'; startX: number; start: number; view: Viewport; moved: boolean }
type Pinch = { moments: [number, number] }

const clickPx = 5
const wheelRestMs = 180

/**
 * Mouse and pen: drag a stretch (zoom or select), pan with Shift, click to pin the crosshair. One finger moves the
 * crosshair, two zoom and pan. The wheel zooms with Ctrl or once the plot has the focus, and pans sideways; else it
 * scrolls the page. All of it can be done by buttons and keys.
 */
export function usePlotGestures(plot: RefObject<HTMLElement | null>, gestures: Gestures) {
  const [band, setBand] = useState<Viewport | null>(null)
  const drag = useRef<Drag | null>(null)
  const pinch = useRef<Pinch | null>(null)
  const fingers = useRef(new Map<number, number>())
  const latest = useRef(gestures)
  useEffect(() => {
    latest.current = gestures
  })

  useEffect(() => {
    const element = plot.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const onWheel = (event: WheelEvent) => {
      const now = latest.current
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey
      if (!sideways && !event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) return
      event.preventDefault()
      const delta = (event.deltaMode === 1 ? 24 : 1) * (event.deltaX || event.deltaY)
      const next = sideways ? panned(now.view, delta / now.width, now.limits) : zoomed(now.view, Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), now.momentAt(event.clientX), now.limits)
      now.onDraft(next)
      clearTimeout(timer)
      timer = setTimeout(() => latest.current.onView(next), wheelRestMs)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      clearTimeout(timer)
      element.removeEventListener('wheel', onWheel)
    }
  }, [plot])

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0 || (event.target as Element).closest('a, button')) return
    const { momentAt, view, tool } = gestures
    event.currentTarget.setPointerCapture(event.pointerId)
    const moment = momentAt(event.clientX)
    if (event.pointerType === 'touch') {
      fingers.current.set(event.pointerId, event.clientX)
      if (fingers.current.size === 2) {
        const [a, b] = [...fingers.current.values()].map(momentAt)
        pinch.current = { moments: [a!, b!] }
        drag.current = null
        setBand(null)
        return
      }
    }
    const isTouch = event.pointerType === 'touch'
    const kind = event.shiftKey ? 'pan' : isTouch && tool === 'zoom' ? 'scrub' : tool
    drag.current = { kind, startX: event.clientX, start: moment, view, moved: false }
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const { momentAt, onDraft, onHover, limits, width } = gestures
    if (pinch.current) {
      fingers.current.set(event.pointerId, event.clientX)
      const { from, to } = gestures.view
      const ratios = [...fingers.current.values()].map((clientX) => (momentAt(clientX) - from) / (to - from))
      onDraft(pinched(pinch.current.moments, [ratios[0]!, ratios[1]!], limits))
      return
    }
    const moment = momentAt(event.clientX)
    onHover(moment)
    const now = drag.current
    if (!now) return
    now.moved ||= Math.abs(event.clientX - now.startX) >= clickPx
    if (!now.moved) return
    if (now.kind === 'pan') {
      const by = ((now.startX - event.clientX) / width) * lengthOf(now.view)
      onDraft(within({ from: now.view.from + by, to: now.view.to + by }, limits))
    } else if (now.kind !== 'scrub') setBand(ordered(now.start, moment, now.view))
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    const { momentAt, onView, onPin, onSelect, view, limits } = gestures
    fingers.current.delete(event.pointerId)
    if (pinch.current) {
      pinch.current = null
      onView(view)
      return
    }
    const now = drag.current
    drag.current = null
    setBand(null)
    if (!now) return
    const moment = momentAt(event.clientX)
    if (!now.moved || now.kind === 'scrub') return onPin(moment)
    if (now.kind === 'pan') return onView(view)
    const stretch = ordered(now.start, moment, now.view)
    if (now.kind === 'zoom') onView(within(stretch, limits))
    else onSelect(stretch)
  }

  function onPointerCancel(event: PointerEvent<HTMLElement>) {
    fingers.current.delete(event.pointerId)
    if (pinch.current || drag.current?.kind === 'pan') gestures.onView(gestures.view)
    pinch.current = null
    drag.current = null
    setBand(null)
  }

  return { band, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave: () => gestures.onHover(null) } }
}

function ordered(a: number, b: number, { from, to }: Viewport): Viewport {
  return { from: Math.round(Math.max(from, Math.min(a, b))), to: Math.round(Math.min(to, Math.max(a, b))) }
}
