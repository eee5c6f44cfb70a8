import type { Analysis } from '@/lib/tools/analysis'
import { isAnalysisKind } from '@/lib/tools/analysis-kinds'

/** In the session's storage between a tool and the request form. */
const key = 'millrace.analysis'
const changed = 'millrace.analysis-changed'

export const carriedText = (): string | null => sessionStorage.getItem(key)

/** What a tool handed over in this tab; null for nothing. It is checked where it is stored. */
export function parseCarried(text: string | null): Analysis | null {
  try {
    const read = JSON.parse(text ?? 'null') as Analysis | null
    return read && isAnalysisKind(read.kind) ? read : null
  } catch {
    return null
  }
}

export function carry(analysis: Analysis): void {
  sessionStorage.setItem(key, JSON.stringify(analysis))
  window.dispatchEvent(new Event(changed))
}

export function dropCarried(): void {
  sessionStorage.removeItem(key)
  window.dispatchEvent(new Event(changed))
}

export function watchCarried(onChange: () => void): () => void {
  window.addEventListener(changed, onChange)
  return () => window.removeEventListener(changed, onChange)
}
