import { useSyncExternalStore } from 'react'

const key = 'millrace.alarm-sound'
const changed = new EventTarget()

/** Other tabs of the browser follow. */
function subscribe(listener: () => void) {
  changed.addEventListener('change', listener)
  window.addEventListener('storage', listener)
  return () => {
    changed.removeEventListener('change', listener)
    window.removeEventListener('storage', listener)
  }
}

/** Whether this browser sounds for a new alarm; off unless somebody turned it on here. */
export const useSoundChoice = (): boolean => useSyncExternalStore(subscribe, () => localStorage.getItem(key) === 'on', () => false)

export function chooseSound(on: boolean): void {
  localStorage.setItem(key, on ? 'on' : 'off')
  changed.dispatchEvent(new Event('change'))
}
