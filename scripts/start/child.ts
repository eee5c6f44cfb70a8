import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { checkout, node } from '../checkout'
import { readPidFile, writePidFile } from '../processes/pid-file'
import { stopProcess } from '../processes/stop-process'
import type { Values } from './settings'

export interface ChildOptions {
  /** For people, and of its log and pid file. */
  name: string
  /** Of Node 22. */
  args: string[]
  env: Values
  varDir: string
  say: (line: string) => void
  /** Before it is started again for the first time; a second unless said. Doubles from a second on. */
  firstPauseMs?: number
  /** Having run so long, the next end counts as the first; a minute unless said. */
  steadyAfterMs?: number
}

const longestPauseSeconds = 30
const largestLogBytes = 20 * 2 ** 20

/** A process of the product that is started again, after a growing pause, whenever it ends by itself. */
export class Child {
  private process: ChildProcess | undefined
  private stopping = new AbortController()
  private failures = 0

  constructor(private readonly options: ChildOptions) {}

  start(): void {
    const { name, args, env, varDir } = this.options
    const log = openLog(path.join(varDir, 'log', `${name}.log`))
    const startedAt = Date.now()
    // Of this process: by the time it is closed, a restart may have put another in its place.
    const { signal: stopped } = this.stopping
    // A group of its own: Ctrl-C in the terminal reaches the starter alone, which stops everything in order.
    const child = spawn(node, args, { cwd: checkout, env: env as NodeJS.ProcessEnv, detached: true, stdio: ['ignore', log, log] })
    closeSync(log)
    this.process = child
    if (child.pid) writePidFile(pidFile(varDir, name), child.pid)
    child.on('error', () => undefined)
    child.on('close', (code, signal) => void this.again(startedAt, signal ?? `code ${code}`, stopped))
  }

  /** With other settings. */
  async restart(env: Values): Promise<void> {
    await this.stop()
    this.options.env = env
    this.stopping = new AbortController()
    this.start()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    if (this.process?.pid) await stopProcess(this.process.pid, { group: true })
    rmSync(pidFile(this.options.varDir, this.options.name), { force: true })
  }

  /** At once, whatever is lost. */
  kill(): void {
    try {
      if (this.process?.pid) process.kill(-this.process.pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
  }

  private async again(startedAt: number, ending: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { name, varDir, say, firstPauseMs = 1000, steadyAfterMs = 60_000 } = this.options
    if (Date.now() - startedAt > steadyAfterMs) this.failures = 0
    const pauseSeconds = this.failures === 0 ? firstPauseMs / 1000 : Math.min(2 ** this.failures, longestPauseSeconds)
    this.failures++
    say(`! ${name} ended (${ending}); starting it again in ${pauseSeconds} s. See ${path.join(varDir, 'log', `${name}.log`)}`)
    await wait(pauseSeconds * 1000, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) this.start()
  }
}

/** Ends what a killed run left. @returns whether there was something. */
export async function stopOrphan(varDir: string, name: string): Promise<boolean> {
  const pid = readPidFile(pidFile(varDir, name))
  if (pid !== undefined) await stopProcess(pid, { group: true })
  rmSync(pidFile(varDir, name), { force: true })
  return pid !== undefined
}

const pidFile = (varDir: string, name: string) => path.join(varDir, 'run', `${name}.pid`)

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true })
  if (existsSync(file) && statSync(file).size > largestLogBytes) renameSync(file, `${file}.before`)
  return openSync(file, 'a', 0o600)
}
