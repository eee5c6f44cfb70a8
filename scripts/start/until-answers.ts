import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

export interface Waiting {
  withinSeconds: number
  signal: AbortSignal
  logFile: string
  /** A server error counts as an answer. */
  evenErrors?: boolean
}

/** Until the address answers anything but a server error. @throws with the end of its log. */
export async function untilAnswers(
  url: string,
  { withinSeconds, signal, logFile, evenErrors = false }: Waiting,
): Promise<void> {
  const deadline = Date.now() + withinSeconds * 1000
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000), redirect: 'manual' }).catch(() => undefined)
    if (answer && (evenErrors || answer.status < 500)) return
    await wait(100)
  }
  const said = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n') : ''
  throw new Error(`${url} did not answer within ${withinSeconds} s.\n${said}`)
}
