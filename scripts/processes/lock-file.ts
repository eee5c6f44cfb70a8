import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pidFileText, readPidFile } from './pid-file'

/**
 * Takes the lock, or returns the process that holds it. A dead holder's lock is taken over.
 * The file appears with its content (by link), so that nobody ever reads a half-written one.
 */
export function takeLock(file: string): { release: () => void } | { heldBy: number } {
  mkdirSync(path.dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, pidFileText(process.pid), { mode: 0o600 })
  try {
    for (;;) {
      if (tryLink(mine, file)) return { release: () => rmSync(file, { force: true }) }
      const holder = readPidFile(file)
      if (holder !== undefined) return { heldBy: holder }
      removeStale(file)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Waits for its turn, does the work, gives the lock back. @throws after `deadlineMs` of waiting. */
export async function withLock<T>(file: string, deadlineMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const lock = takeLock(file)
    if ('release' in lock) return work().finally(lock.release)
    if (Date.now() > deadline) throw new Error(`${file} is held by process ${lock.heldBy} for too long`)
    await wait(100)
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Two may see the same stale lock; whoever moves away a fresh one puts it back. */
function removeStale(file: string): void {
  const aside = `${file}.stale-${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (readPidFile(aside) !== undefined) tryLink(aside, file)
  rmSync(aside, { force: true })
}
