import { useSyncExternalStore } from 'react'

/** Whether the page is dark now: as chosen, else as the system prefers. */
export function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
}

/** Calls back at each change. @returns what ends it. */
export function watchDark(onChange: () => void): () => void {
  const chosen = new MutationObserver(onChange)
  const preferred = matchMedia('(prefers-color-scheme: dark)')
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  preferred.addEventListener('change', onChange)
  return () => {
    chosen.disconnect()
    preferred.removeEventListener('change', onChange)
  }
}

/** Undefined while the server draws, which does not know. */
export const useDark = (): boolean | undefined => useSyncExternalStore<boolean | undefined>(watchDark, isDark, () => undefined)
