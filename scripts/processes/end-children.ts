import { readdirSync, readFileSync } from 'node:fs'

/** Asks this process's own children whose command line holds `mark` to end. Linux only; elsewhere nothing happens. */
export function endChildren(mark: string): void {
  for (const name of listProcesses()) {
    if (!isOurChild(name) || !readText(`/proc/${name}/cmdline`).includes(mark)) continue
    try {
      process.kill(Number(name), 'SIGTERM')
    } catch {
      // It has just ended.
    }
  }
}

function isOurChild(name: string): boolean {
  const stat = readText(`/proc/${name}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === process.pid
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
