'use client'

import { useEffect, useRef } from 'react'
import { allowTone, playTone } from '@/components/portal/alarm-tone'
import { useSoundChoice } from '@/components/portal/sound-choice'

/** Sounds once when an alarm comes that was not there before; not for those that stood when the page was opened. */
export function useAlarmSound(ids: string[] | null): void {
  const on = useSoundChoice()
  const known = useRef<Set<string> | null>(null)
  const key = ids?.join(' ') ?? null
  useEffect(() => {
    if (!on) return
    const events = ['pointerdown', 'keydown'] as const
    events.forEach((name) => document.addEventListener(name, allowTone, { once: true }))
    return () => events.forEach((name) => document.removeEventListener(name, allowTone))
  }, [on])
  useEffect(() => {
    if (key === null) return
    const now = key.split(' ').filter(Boolean)
    const before = known.current
    known.current = new Set([...(before ?? []), ...now])
    if (on && before && now.some((id) => !before.has(id))) playTone()
  }, [key, on])
}
