import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { identityOf } from './identity'

/** `<pid> <identity>`: a number alone may long belong to another program. */
export const pidFileText = (pid: number): string => `${pid} ${identityOf(pid) ?? 'gone'}\n`

export function writePidFile(file: string, pid: number): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, pidFileText(pid), { mode: 0o600 })
}

/** The recorded process when it still runs and is still the same one. */
export function readPidFile(file: string): number | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  const [pid, identity] = text.trim().split(' ')
  return identity && identityOf(Number(pid)) === identity ? Number(pid) : undefined
}
