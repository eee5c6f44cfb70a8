import { readFileSync } from 'node:fs'

/** Hands each line that is added to a small log file to `onLine`, twice a second; returns how to stop. */
export function followLog(file: string, onLine: (line: string) => void): () => void {
  let handed = 0
  const hand = () => {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
    lines.slice(handed).forEach(onLine)
    handed = lines.length
  }
  const timer = setInterval(hand, 500).unref()
  return () => {
    clearInterval(timer)
    hand()
  }
}
