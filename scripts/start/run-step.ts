import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { checkout, node } from '../checkout'
import type { Values } from './settings'

export interface Step {
  /** Of Node 22. */
  args: string[]
  env: Values
  logFile: string
  signal?: AbortSignal
  onLine?: (line: string) => void
}

/** Runs a program to its end, its output in a file. @throws with the end of the output when it fails. */
export async function runStep({ args, env, logFile, signal, onLine = () => {} }: Step): Promise<void> {
  mkdirSync(path.dirname(logFile), { recursive: true })
  const log = createWriteStream(logFile, { mode: 0o600 })
  const child = spawn(node, args, { cwd: checkout, env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'], signal })
  const recent: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`)
      if (recent.push(line) > 25) recent.shift()
      onLine(line)
    })
  }
  child.on('error', (error) => recent.push(error.message))
  const code = await new Promise((resolve) => child.on('close', resolve))
  log.end()
  if (code !== 0) throw new Error(`${recent.join('\n')}\n(all of it: ${logFile})`)
}
