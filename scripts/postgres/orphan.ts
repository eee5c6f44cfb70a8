import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isRunning } from '../processes/identity'

/**
 * The server that runs on this data folder, started by a run that was killed. A number in `postmaster.pid` that now
 * belongs to another program is none.
 */
export function findOrphan(dataDir: string): { pid: number; port: number } | undefined {
  const lines = readText(path.join(dataDir, 'postmaster.pid')).split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!pid || !port || lines[1] !== dataDir || !isRunning(pid)) return undefined
  return commandLine(pid).includes('postgres') ? { pid, port } : undefined
}

function commandLine(pid: number): string {
  if (process.platform === 'linux') return readText(`/proc/${pid}/cmdline`)
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
