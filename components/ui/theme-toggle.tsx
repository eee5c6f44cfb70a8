'use client'

import { useSyncExternalStore } from 'react'
import { Segmented } from '@/components/ui/segmented'

export type ThemeView = 'system' | 'light' | 'dark'

const YEAR_SECONDS = 365 * 24 * 60 * 60
const changed = new EventTarget()

const readTheme = (): ThemeView => {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

const subscribe = (listener: () => void) => {
  changed.addEventListener('change', listener)
  return () => changed.removeEventListener('change', listener)
}

/** Keeps the choice in the cookie that the server layout reads, so the next page is drawn right at once. */
function chooseTheme(theme: ThemeView) {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  document.cookie = `theme=${theme}; path=/; samesite=lax; max-age=${theme === 'system' ? 0 : YEAR_SECONDS}`
  changed.dispatchEvent(new Event('change'))
}

export function ThemeToggle() {
  const theme = useSyncExternalStore<ThemeView>(subscribe, readTheme, () => 'system')
  return (
    <Segmented
      label="Theme"
      current={theme}
      onSelect={(key) => chooseTheme(key as ThemeView)}
      segments={[
        { key: 'system', label: 'System' },
        { key: 'light', label: 'Light' },
        { key: 'dark', label: 'Dark' },
      ]}
    />
  )
}
